// Normally distributed numbers from uniform ones, lane by lane, with the same bits everywhere.
// Included once for each kind of processor.

/// Σ c[i] x^(count − 1 − i)
INLINE Lanes polynomial(Lanes x, const float *c, const int count) {
  Lanes sum = all(c[0]);
#pragma clang loop unroll(full)
  for (int i = 1; i < count; i++) sum = fma16(sum, x, all(c[i]));
  return sum;
}

/// The natural logarithm of positive numbers, to about 1e-7.
///
/// Source: Moshier, Cephes Mathematical Library, logf (1992).
INLINE Lanes logarithm(Lanes v) {
  static const float c[] = {
    7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f,
    -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f,
  };
  // v = 2^e (1 + x) with 1 + x between √½ and √2: the bits of √½ are taken off before e is.
  Words bits = (Words)v - 0x3f3504f3u;
  Lanes e = __builtin_convertvector((Ints)bits >> 23, Lanes);
  Lanes x = (Lanes)((bits & 0x7fffffu) + 0x3f3504f3u) - 1.0f;
  Lanes square = x * x, y = polynomial(x, c, 9) * (x * square);
  y = fma16(e, all(-2.12194440e-4f), y);
  y = fma16(square, all(-0.5f), y);
  return fma16(e, all(0.693359375f), x + y);
}

/// Standard normal variables from u in [0, 1), multiples of 2⁻²³: √2 erfinv(2u − 1), in the middle of
/// u's step. None is further out than 5.3.
///
/// Source: Giles, "Approximating the erfinv function", GPU Computing Gems, Jade edition (2011).
INLINE Lanes normal(Lanes u) {
  static const float centre[] = {
    2.81022636e-08f, 3.43273939e-07f, -3.5233877e-06f, -4.39150654e-06f, 0.00021858087f,
    -0.00125372503f, -0.00417768164f, 0.246640727f, 1.50140941f,
  };
  static const float tails[] = {
    -0.000200214257f, 0.000100950558f, 0.00134934322f, -0.00367342844f, 0.00573950773f,
    -0.0076224613f, 0.00943887047f, 1.00167406f, 2.83297682f,
  };
  Lanes x = fma16(u, all(2), all(-1 + 0x1p-23f));
  Lanes w = -logarithm(fma16(-x, x, all(1)));
  Lanes inner = polynomial(w - 2.5f, centre, 9);
  Lanes outer = polynomial(__builtin_elementwise_sqrt(w) - 3.0f, tails, 9);
  Ints isInner = w < 5.0f;
  Lanes p = (Lanes)((isInner & (Ints)inner) | (~isInner & (Ints)outer));
  return p * x * 1.41421356f;
}
