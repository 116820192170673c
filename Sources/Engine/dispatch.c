#include <string.h>
#include <time.h>

#include "Engine.h"

extern const EngineKernels enginePortable;

#if defined(__x86_64__)
extern const EngineKernels engineAVX512, engineAVX2;

static bool hasAVX2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
    && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

static bool hasAVX512(void) {
  return hasAVX2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
    && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#endif

const EngineKernels *engineKernels(const char *name) {
#if defined(__x86_64__)
  if (strcmp(name, "avx512") == 0) return hasAVX512() ? &engineAVX512 : NULL;
  if (strcmp(name, "avx2") == 0) return hasAVX2() ? &engineAVX2 : NULL;
#endif
  return strcmp(name, "portable") == 0 ? &enginePortable : NULL;
}

const EngineKernels *engineFastest(void) {
#if defined(__x86_64__)
  if (hasAVX512()) return &engineAVX512;
  if (hasAVX2()) return &engineAVX2;
#endif
  return &enginePortable;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

double enginePeak(const EngineKernels *kernels, double seconds) {
  const int64_t rounds = 1 << 18;
  volatile float sink;
  double start = now(), best = 0;
  while (now() - start < seconds) {
    double before = now();
    sink = kernels->multiplyAdds(rounds);
    double rate = (double)rounds * 16 * 16 * 2 / (now() - before) / 1e9;
    if (rate > best) best = rate;
  }
  (void)sink;
  return best;
}
