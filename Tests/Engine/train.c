// Trains the reference configurations with the engine alone, and prints a hash of every model.
//
//     train NAME      with the kernels called NAME: portable, avx2 or avx512
//
// Programs for other processors must print the same. `make test-arm64` compares them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Engine.h"

enum { STEPS = 200, BATCH = 496, CHUNK = 256, MOST = 1 << 20 };

typedef struct {
  const char *name;
  int n, m;
  bool tied, hiddenReLU, outputReLU, absoluteTarget, sparseInputs, gram, groups;
  float density, scale, offset;
} Configuration;

static const Configuration configurations[] = {
  {"small", 5, 2, true, false, true, false, false, false, false, 0.1f, 1, 0},
  {"sparse inputs", 90, 20, true, false, true, false, true, false, false, 0.15f, 1, 0},
  {"Gram matrix", 90, 20, true, false, true, false, false, true, false, 0.03f, 1, 0},
  {"neurons", 5, 3, true, true, true, false, false, false, false, 0.1f, 1, 0},
  {"absolute values", 30, 12, false, true, true, true, false, false, false, 0.3f, 2, -1},
  {"groups", 6, 3, true, false, false, false, false, false, true, 0.2f, 1, 0},
  {"dense, untied", 33, 9, false, false, true, false, false, false, false, 0.7f, 1, 0},
};

static void *memory(size_t bytes) {
  void *p = aligned_alloc(64, (bytes + 4096) / 64 * 64);
  if (!p) exit(2);
  memset(p, 0, (bytes + 4096) / 64 * 64);
  return p;
}
#define FLOATS(count) ((float *)memory((size_t)(count) * 4))

static uint64_t hash(const float *values, int count) {
  uint64_t h = 0xcbf29ce484222325;
  for (int i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, values + i, 4);
    for (int b = 0; b < 4; b++) h = (h ^ (bits >> (8 * b) & 255)) * 0x100000001b3;
  }
  return h;
}

typedef struct {
  const EngineKernels *kernels;
  Configuration c;
  EngineModel model;
  EngineScratch scratch;
  EngineGramScratch gram;
  EngineLists lists;
  float *x, *density, *scale, *low, *high, *rest, *restScale;
  int32_t *group;
  uint8_t *threshold;
} Run;

static void prepare(Run *r) {
  int n = r->c.n, m = r->c.m, blocks = CHUNK / 16;
  r->x = FLOATS(MOST);
  r->scratch = (EngineScratch){
    FLOATS(blocks * m * 16), FLOATS(blocks * m * 16), FLOATS(blocks * n * 16), FLOATS(n * m),
    FLOATS(n * 16), FLOATS(2 * n * (blocks * 16 + 16)), FLOATS(blocks * 16 * (m + 16)),
    memory((size_t)n * 4), memory((size_t)n * 4), memory((size_t)n * 8)};
  r->density = FLOATS(n + 8), r->scale = FLOATS(n + 8), r->low = FLOATS(n), r->high = FLOATS(n);
  r->rest = FLOATS(n), r->restScale = FLOATS(n);
  r->group = memory((size_t)n * 4), r->threshold = memory((size_t)n);
  float share = r->c.density * 256;
  for (int i = 0; i < n + 8; i++) {
    r->density[i] = r->c.density;
    r->scale[i] = r->c.scale / r->c.density * 0.999f;
  }
  for (int i = 0; i < n; i++) {
    r->group[i] = i / 2, r->low[i] = 0, r->high[i] = r->c.density;
    r->threshold[i] = (uint8_t)share, r->rest[i] = share - (float)(int)share;
    r->restScale[i] = r->c.scale / r->rest[i] * 0.999f;
  }
  size_t entries = (size_t)n * CHUNK + 8;
  int columns = (n + 15) / 16;
  r->lists = (EngineLists){
    memory(entries * 4), memory(entries * 2), memory(entries), memory((CHUNK / 64 + 2) * 4)};
  r->gram = (EngineGramScratch){
    memory(CHUNK * 4), memory(CHUNK * 4), memory((size_t)(n + 2) * 4), memory((size_t)(n + 1) * 4),
    memory((size_t)(n + 1) * 4), memory(entries * 4), FLOATS(entries), memory((size_t)(n + 2) * 4),
    memory(entries * 4), FLOATS(entries), FLOATS(CHUNK * 32), FLOATS(n * 32), FLOATS(columns * n * 16),
    FLOATS(columns * m * 16), FLOATS(columns * m * 16), FLOATS(n * m)};
}

static float chunk(Run *r, EngineStream stream, int first, int samples, EngineSums *sums) {
  const EngineKernels *k = r->kernels;
  int n = r->c.n;
  if (r->c.gram) {
    EngineListed features = {n, r->c.offset, r->c.scale, r->threshold, r->rest, r->restScale};
    k->listed(&features, stream, first / 16, samples, &r->lists);
    k->gramGradients(&r->model, &r->lists, samples, 0, &r->gram, sums);
    return sums->loss;
  }
  int32_t blocks;
  if (r->c.groups) {
    EngineGrouped features = {
      n, n / 2, {r->c.scale, r->c.offset, false, false}, true, r->group, r->low, r->high};
    blocks = k->grouped(&features, stream, first / 16, samples, r->x);
  } else {
    EngineIndependent features = {n, r->c.offset, true, r->density, r->scale};
    blocks = k->independent(&features, stream, first / 16, samples, r->x);
  }
  k->gradients(&r->model, r->x, blocks, (float)(samples - blocks * 16), &r->scratch, sums);
  return sums->loss;
}

static void train(const EngineKernels *kernels, const Configuration *c) {
  Run r = {.kernels = kernels, .c = *c};
  prepare(&r);
  int n = c->n, m = c->m, weights = n * m, bias = c->tied ? weights : 2 * weights;
  int count = (bias + n + 15) / 16 * 16;
  float *parameters = FLOATS(count), *gradients = FLOATS(count), *partial = FLOATS(count);
  float *mean = FLOATS(count), *variance = FLOATS(count), *importance = FLOATS(n);
  float *numbers = FLOATS(count + 64);
  EngineStream stream = {{42, 7}, 0, 0, 0};
  kernels->uniforms(stream, 0, (count + 63) / 64 * 4, numbers);
  for (int i = 0; i < bias; i++) parameters[i] = 0.6f * (numbers[i] - 0.5f);
  for (int i = 0; i < n; i++) importance[i] = i ? importance[i - 1] * 0.95f : 1;
  r.model = (EngineModel){
    n, m, c->tied, c->hiddenReLU, c->outputReLU, c->absoluteTarget, c->sparseInputs, 0, parameters,
    c->tied ? parameters : parameters + weights, parameters + bias, importance};
  float loss = 0;
  for (int step = 1; step <= STEPS; step++) {
    stream.step = (uint32_t)step, stream.stream = 1;
    loss = 0;
    for (int first = 0; first < BATCH; first += CHUNK) {
      float *to = first ? partial : gradients;
      EngineSums sums = {to, c->tied ? NULL : to + weights, to + bias, 0};
      loss += chunk(&r, stream, first, BATCH - first < CHUNK ? BATCH - first : CHUNK, &sums);
      if (first) kernels->add(count, gradients, partial);
    }
    double power1 = 1, power2 = 1;
    for (int i = 0; i < step; i++) power1 *= 0.9, power2 *= 0.999;
    EngineAdam adam = {
      1.0f / (float)(BATCH * n), 3e-3f, 0.9f, 0.1f, 0.999f, 0.001f, 1e-8f, (float)(1 - power1),
      (float)__builtin_sqrt(1 - power2), 0.01f};
    kernels->adam(&adam, count, parameters, gradients, mean, variance);
  }
  double *hidden = memory((size_t)m * 128), *out = memory(CHUNK * 8);
  EngineIndependent features = {n, c->offset, false, r.density, r.scale};
  kernels->independent(&features, stream, 0, CHUNK, r.x);
  kernels->losses(&r.model, r.x, CHUNK, hidden, out, NULL);
  double exact = 0;
  for (int i = 0; i < CHUNK; i++) exact += out[i];
  uint64_t bits;
  memcpy(&bits, &exact, 8);
  printf(
    "%s: %016llx, last loss %a, exact loss %016llx\n", c->name,
    (unsigned long long)hash(parameters, bias + n), (double)loss, (unsigned long long)bits);
}

int main(int argc, char **argv) {
  const EngineKernels *kernels = engineKernels(argc > 1 ? argv[1] : "portable");
  if (!kernels) {
    fprintf(stderr, "this processor has no %s\n", argv[1]);
    return 3;
  }
  for (size_t i = 0; i < sizeof configurations / sizeof *configurations; i++)
    train(kernels, &configurations[i]);
  return 0;
}
