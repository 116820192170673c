// Initial weights, as ToyLib draws them in RandomSource.swift, Philox.swift and Normal.swift.
#pragma once

typedef struct { uint32_t key[2], counter[4], words[4]; int used; } Source;

static uint64_t mixed(uint64_t value) {
  uint64_t z = value + 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static void philox(Source *s) {
  uint32_t c[4], k[2] = {s->key[0], s->key[1]};
  for (int i = 0; i < 4; i++) c[i] = s->counter[i];
  for (int round = 0; round < 10; round++) {
    uint64_t p = (uint64_t)c[0] * PHILOX_M0, q = (uint64_t)c[2] * PHILOX_M1;
    uint32_t first = (uint32_t)(q >> 32) ^ c[1] ^ k[0], third = (uint32_t)(p >> 32) ^ c[3] ^ k[1];
    c[0] = first, c[1] = (uint32_t)q, c[2] = third, c[3] = (uint32_t)p;
    k[0] += 0x9E3779B9u, k[1] += 0xBB67AE85u;
  }
  for (int i = 0; i < 4; i++) s->words[i] = c[i];
}

static uint32_t word(Source *s) {
  if (s->used == 4) {
    philox(s);
    s->counter[0]++;
    s->used = 0;
  }
  return s->words[s->used++];
}

/// (a[0] + a[1] r + …) / (b[0] + b[1] r + …)
static double ratio(double r, const double a[8], const double b[8]) {
  double above = 0, below = 0;
  for (int i = 7; i >= 0; i--) above = above * r + a[i], below = below * r + b[i];
  return above / below;
}

/// ln x of a normal positive number.
static double naturalLogarithm(double x) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  double exponent = (double)((int64_t)(bits >> 52) - 1023), m;
  bits = (bits & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u;
  memcpy(&m, &bits, 8);
  if (m > 1.4142135623730951) m /= 2, exponent += 1;
  double s = (m - 1) / (m + 1), square = s * s, sum = 0;
  for (int k = 21; k >= 1; k -= 2) sum = sum * square + 1 / (double)k;
  return exponent * 0.6931471805599453 + 2 * s * sum;
}

/// The quantile of the standard normal distribution. Source: Wichura, AS 241 (PPND16), 1988.
static double normalQuantile(double p) {
  static const double centre[2][8] = {
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3},
    {1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3}};
  static const double tail[2][8] = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
     3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9}};
  double q = p - 0.5;
  if (__builtin_fabs(q) <= 0.425) return q * ratio(0.180625 - q * q, centre[0], centre[1]);
  // p is at least 2⁻³³, so r stays below 5, where the formula has a third part.
  double r = __builtin_sqrt(-naturalLogarithm(q < 0 ? p : 1 - p));
  r = ratio(r - 1.6, tail[0], tail[1]);
  return q < 0 ? -r : r;
}

static float normalFloat(Source *s) {
  return (float)normalQuantile(((double)word(s) + 0.5) * 0x1p-32);
}
