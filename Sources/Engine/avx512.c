#if defined(__x86_64__)
#define ENGINE_NAME avx512
#define ENGINE_KERNELS engineAVX512
#define ENGINE_HAS_FMA 1
#define ENGINE_AVX2 0
#define ENGINE_AVX512 1
#define ENGINE_WIDE 1
#include <immintrin.h>

#include "Vectors.h"
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi,bmi2"), \
  min_vector_width(512))), apply_to = function)
#include "Kernels.h"
#pragma clang attribute pop
#endif
