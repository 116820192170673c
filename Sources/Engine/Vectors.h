// Sixteen lanes, whatever the processor: the compiler splits them where registers are narrower.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "Engine.h"

#pragma STDC FP_CONTRACT OFF
// Vectors wider than registers pass between functions of one file only: no other ABI is concerned.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

typedef float Lanes __attribute__((vector_size(64)));
typedef float Half __attribute__((vector_size(32)));
typedef int32_t HalfInts __attribute__((vector_size(32)));
typedef uint8_t HalfBytes __attribute__((vector_size(8)));
typedef float Quarter __attribute__((vector_size(16)));
typedef uint32_t Words __attribute__((vector_size(64)));
typedef int32_t Ints __attribute__((vector_size(64)));
// What fills one register: all sixteen lanes, or half of them, one after the other.
#if ENGINE_WIDE
#define PARTS 1
typedef Lanes Part;
typedef Ints PartInts;
typedef Words PartWords;
typedef uint64_t Pairs __attribute__((vector_size(64)));
typedef double Doubles __attribute__((vector_size(128)));
typedef int64_t Longs __attribute__((vector_size(128)));
#else
#define PARTS 2
typedef Half Part;
typedef HalfInts PartInts;
typedef uint32_t PartWords __attribute__((vector_size(32)));
typedef uint64_t Pairs __attribute__((vector_size(32)));
typedef double Doubles __attribute__((vector_size(64)));
typedef int64_t Longs __attribute__((vector_size(64)));
#endif
#define PART_LANES (16 / PARTS)
typedef _Bool Flags __attribute__((ext_vector_type(16)));
typedef _Bool HalfFlags __attribute__((ext_vector_type(8)));
typedef float Splat __attribute__((ext_vector_type(16)));
