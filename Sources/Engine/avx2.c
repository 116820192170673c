#if defined(__x86_64__)
#define ENGINE_NAME avx2
#define ENGINE_KERNELS engineAVX2
#define ENGINE_HAS_FMA 1
#define ENGINE_AVX2 1
#define ENGINE_AVX512 0
#define ENGINE_WIDE 0
#include <immintrin.h>

#include "Vectors.h"
#pragma clang attribute push( \
  __attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function)
#include "Kernels.h"
#pragma clang attribute pop
#endif
