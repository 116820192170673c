// The exponential function and the activation functions, lane by lane, with the same bits everywhere.
// Included once for each kind of processor.

INLINE Lanes choose(Ints condition, Lanes yes, Lanes no) {
  return (Lanes)((condition & (Ints)yes) | (~condition & (Ints)no));
}

INLINE Lanes absolute(Lanes v) { return masked(v, absoluteMask(true)); }

/// e^x to about 1e-7 of its value. Beyond ±87 it stays where it is there. Not-a-number passes.
///
/// Source: Moshier, Cephes Mathematical Library, expf (1992).
INLINE Lanes exponential(Lanes x) {
  static const float c[] = {
    1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f,
    5.0000001201e-1f,
  };
  x = choose(x > 87.0f, all(87), choose(x < -87.0f, all(-87), x));
  // Adding 1.5 · 2²³ rounds to a whole number, which the lower bits then hold.
  Lanes rounded = fma16(x, all(1.44269504f), all(0x1.8p23f));
  Lanes n = rounded - 0x1.8p23f;
  Lanes r = fma16(n, all(2.12194440e-4f), fma16(n, all(-0.693359375f), x));
  Lanes y = fma16(polynomial(r, c, 6), r * r, r) + 1.0f;
  return y * (Lanes)(((Words)rounded - 0x4b400000u + 127u) << 23);
}

/// Φ(x), the distribution function of the standard normal distribution, and its density, to 1e-7.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26.
INLINE Lanes normalDistribution(Lanes x, Lanes *density) {
  static const float c[] = {1.061405429f, -1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f};
  Lanes z = absolute(x) * 0.707106781f, e = exponential(-z * z);
  Lanes t = 1.0f / fma16(z, all(0.3275911f), all(1));
  Lanes tail = polynomial(t, c, 5) * t * e * 0.5f;
  *density = e * 0.398942280f;
  return choose(x < 0.0f, tail, 1.0f - tail);
}

INLINE Lanes activated(const int kind, Lanes z) {
  const Lanes zero = {}, one = all(1);
  Lanes density;
  switch (kind) {
    case ENGINE_RELU: return gated(z, zero);
    case ENGINE_ABSOLUTE: return absolute(z);
    case ENGINE_SQUARE: return z * z;
    case ENGINE_HARD_SIGMOID: return choose(z > one, one, gated(z, zero));
    case ENGINE_GELU: return z * normalDistribution(z, &density);
    default: return z;
  }
}

/// The derivative at z; for `ENGINE_OWN`, z is the derivative itself. At a kink it is 0.
INLINE Lanes slope(const int kind, Lanes z) {
  const Lanes zero = {}, one = all(1);
  Lanes density, share;
  switch (kind) {
    case ENGINE_RELU: return masked(one, (Lanes)(z > zero));
    case ENGINE_ABSOLUTE: return masked(one, (Lanes)(z > zero)) - masked(one, (Lanes)(z < zero));
    case ENGINE_SQUARE: return z + z;
    case ENGINE_HARD_SIGMOID: return masked(one, (Lanes)((z > zero) & (z < one)));
    case ENGINE_GELU:
      share = normalDistribution(z, &density);
      return fma16(z, density, share);
    default: return z;
  }
}

#define ACTIVATION_SWITCH(KIND, CALL) \
  switch (KIND) { \
    case ENGINE_RELU: CALL(ENGINE_RELU); break; \
    case ENGINE_ABSOLUTE: CALL(ENGINE_ABSOLUTE); break; \
    case ENGINE_SQUARE: CALL(ENGINE_SQUARE); break; \
    case ENGINE_HARD_SIGMOID: CALL(ENGINE_HARD_SIGMOID); break; \
    case ENGINE_GELU: CALL(ENGINE_GELU); break; \
    case ENGINE_OWN: CALL(ENGINE_OWN); break; \
  }

/// y = activation(z), `count` numbers (a multiple of 16).
static void activate(int32_t kind, int64_t count, const float *z, float *y) {
#define CALL(KIND) for (int64_t i = 0; i < count; i += 16) store(y + i, activated(KIND, load(z + i)))
  ACTIVATION_SWITCH(kind, CALL)
#undef CALL
}

/// dz = dy · slope(z) (+ addend).
static void activationGradient(
  int32_t kind, int64_t count, const float *z, const float *dy, const float *addend, float *dz
) {
#define CALL(KIND) \
  for (int64_t i = 0; i < count; i += 16) { \
    Lanes d = load(dy + i), s = slope(KIND, load(z + i)); \
    store(dz + i, addend ? fma16(d, s, load(addend + i)) : d * s); \
  }
  ACTIVATION_SWITCH(kind, CALL)
#undef CALL
}
