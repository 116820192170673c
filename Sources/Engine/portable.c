// What every processor of its kind has: SSE2 on x86-64 (multiply-adds in software), NEON on arm64.
#define ENGINE_NAME portable
#define ENGINE_KERNELS enginePortable
#if defined(__aarch64__)
#define ENGINE_HAS_FMA 1
#else
#define ENGINE_HAS_FMA 0
#endif
#define ENGINE_AVX2 0
#define ENGINE_AVX512 0
#define ENGINE_WIDE 0
#include "Vectors.h"
#include "Kernels.h"
