// Included once for each kind of processor, inside its target attribute.

/// Adding to zeros would do the same, but costs an instruction: −0 + 0 is 0.
INLINE Lanes all(float value) { return (Lanes)(Splat)(value); }
INLINE Lanes load(const float *p) {
  Lanes v;
  memcpy(&v, __builtin_assume_aligned(p, 64), 64);
  return v;
}
INLINE void store(float *p, Lanes v) { memcpy(__builtin_assume_aligned(p, 64), &v, 64); }

// Lanes of Swift's may lie anywhere; they are fast where they are aligned.
INLINE Lanes loadLanes(const float *p) {
  Lanes v;
  memcpy(&v, p, 64);
  return v;
}
INLINE void storeLanes(float *p, Lanes v) { memcpy(p, &v, 64); }

// Halves may lie anywhere; parts are aligned as they are wide.
INLINE Half loadHalf(const float *p) {
  Half v;
  memcpy(&v, p, 32);
  return v;
}
INLINE void storeHalf(float *p, Half v) { memcpy(p, &v, 32); }
INLINE Part loadPart(const float *p) {
  Part v;
  memcpy(&v, __builtin_assume_aligned(p, sizeof(Part)), sizeof(Part));
  return v;
}
INLINE void storePart(float *p, Part v) {
  memcpy(__builtin_assume_aligned(p, sizeof(Part)), &v, sizeof(Part));
}
INLINE Part partOf(Lanes v, int part) {
  Part parts[PARTS];
  memcpy(parts, &v, 64);
  return parts[part];
}
INLINE Part allParts(float value) { return partOf(all(value), 0); }

/// a * b + c, rounded once.
INLINE Part fmaPart(Part a, Part b, Part c) {
#if ENGINE_HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  // The product is exact in double. Rounding the sum to odd keeps enough of it that rounding once
  // more, to float, gives what one rounding would have given (Boldo and Melquiond 2008). This is
  // ten times faster than libm's fmaf on a processor without the instruction.
  Doubles p = __builtin_convertvector(a, Doubles) * __builtin_convertvector(b, Doubles);
  Doubles q = __builtin_convertvector(c, Doubles);
  Doubles s = p + q, r = s - p;
  Doubles error = (p - (s - r)) + (q - r);
  Longs bits = (Longs)s;
  Longs inexact = (error > 0) | (error < 0), even = (bits & 1) == 0;
  Longs outwards = ((Longs)error ^ bits) >= 0;  // the error points away from zero
  Longs nudge = (outwards & 1) | (~outwards & -1);
  return __builtin_convertvector((Doubles)(bits + (nudge & inexact & even)), Part);
#endif
}

INLINE Lanes fma16(Lanes a, Lanes b, Lanes c) {
#if ENGINE_HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  Part r[PARTS];
  for (int p = 0; p < PARTS; p++) r[p] = fmaPart(partOf(a, p), partOf(b, p), partOf(c, p));
  Lanes v;
  memcpy(&v, r, 64);
  return v;
#endif
}

/// A bit for each lane that is true.
INLINE uint32_t bits16(Ints condition) {
  Flags flags = __builtin_convertvector(condition, Flags);
  uint16_t bits;
  memcpy(&bits, &flags, 2);
  return bits;
}
INLINE uint32_t bits8(HalfInts condition) {
  HalfFlags flags = __builtin_convertvector(condition, HalfFlags);
  uint8_t bits;
  memcpy(&bits, &flags, 1);
  return bits;
}

INLINE bool anyBits(Ints v) { return __builtin_reduce_or(v) != 0; }

INLINE Lanes fmaScalar(Lanes a, float b, Lanes c) { return fma16(a, all(b), c); }

/// v where it is above the floor, else 0. Not-a-number passes, so that divergence shows.
INLINE Lanes gated(Lanes v, Lanes floor) { return (Lanes)(~(Ints)(v <= floor) & (Ints)v); }

INLINE Half halves(Lanes v) {
  return __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7)
    + __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
}

/// The sum of the lanes, always in this order.
INLINE float sum16(Lanes v) {
  Half h = halves(v);
  Quarter q = __builtin_shufflevector(h, h, 0, 1, 2, 3) + __builtin_shufflevector(h, h, 4, 5, 6, 7);
  return (q[0] + q[2]) + (q[1] + q[3]);
}

/// A floor that a rectified value is compared with; nothing is below the floor of a linear one.
INLINE Lanes activationFloor(bool rectified) { return all(rectified ? 0 : -__builtin_inff()); }

INLINE Lanes absoluteMask(bool absolute) {
  return (Lanes)((Words){} + (absolute ? 0x7fffffffu : 0xffffffffu));
}
INLINE Lanes masked(Lanes v, Lanes mask) { return (Lanes)((Words)v & (Words)mask); }
