// Samples with random numbers of their own, in double precision and sixteen at once: what
// `RandomSource` and `Normal` draw one by one, with the same bits.
// Included once for each kind of processor.
//
// Row r of 16 lanes holds word r of sixteen samples. A sample's counters are (r / 4, sample ^ 2³¹,
// step, stream).

/// Counters whose words are drawn together: `QUADS_AT_ONCE` of each of sixteen samples.
#define QUADS_AT_ONCE (PARTS == 1 ? 2 : 1)

/// Rows 4 * quad and on of a part of the lanes.
INLINE void partOfSamples(const Stream *s, uint64_t sample, int64_t quad, const int part, uint32_t *out) {
  Counters c[COUNTERS_AT_ONCE];
#pragma clang loop unroll(full)
  for (int i = 0; i < COUNTERS_AT_ONCE; i++) {
    Pairs lane = (Pairs)EVEN_LANES + (sample + (uint64_t)(part * PART_LANES + i % 2));
    c[i] = (Counters){{(Pairs){} + (uint64_t)(quad + i / 2), lane ^ 0x80000000u, {}, s->stream}};
  }
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++)
#pragma clang loop unroll(full)
    for (int i = 0; i < COUNTERS_AT_ONCE; i++) roundOfPhilox(&c[i], s, round);
#pragma clang loop unroll(full)
  for (int i = 0; i < COUNTERS_AT_ONCE; i += 2)
#pragma clang loop unroll(full)
    for (int w = 0; w < 4; w++) {
      PartWords words = (PartWords)((c[i].word[w] & 0xffffffffu) | (c[i + 1].word[w] << 32));
      memcpy(out + ((i / 2 * 4 + w) * 16 + part * PART_LANES), &words, sizeof words);
    }
}

/// Rows `first` and on (a multiple of 8), `rows` of them (too), of samples `sample` to `sample` + 15.
static void sampleWords(EngineStream stream, uint32_t sample, int64_t first, int64_t rows, uint32_t *out) {
  const Stream s = prepared(stream);
  for (int64_t row = 0; row < rows; row += 4 * QUADS_AT_ONCE)
    for (int part = 0; part < PARTS; part++)
      partOfSamples(&s, sample, (first + row) / 4, part, out + row * 16);
}

/// A bit for each lane that is true.
INLINE uint32_t bitsOfPart(Longs condition) {
#if ENGINE_WIDE
  Flags flags = __builtin_convertvector(condition, Flags);
  uint16_t bits;
#else
  HalfFlags flags = __builtin_convertvector(condition, HalfFlags);
  uint8_t bits;
#endif
  memcpy(&bits, &flags, sizeof bits);
  return bits;
}

INLINE Doubles chosen(Longs condition, Doubles yes, Doubles no) {
  return (Doubles)((condition & (Longs)yes) | (~condition & (Longs)no));
}

/// The ratio of two polynomials, highest power first.
INLINE Doubles ratioOf(Doubles r, const double above[8], const double below[8]) {
  Doubles a = (Doubles){} + above[0], b = (Doubles){} + below[0];
#pragma clang loop unroll(full)
  for (int i = 1; i < 8; i++) {
    a = a * r + above[i];
    b = b * r + below[i];
  }
  return a / b;
}

/// Probabilities in the middle of a word's step.
INLINE Doubles probability(PartWords words) {
  return (__builtin_convertvector(words, Doubles) + 0.5) * 0x1p-32;
}

/// ln x of normal numbers, through the series of artanh.
INLINE Doubles naturalLogarithm(Doubles x) {
  const Doubles whole = (Doubles){} + 0x1.8p52;
  Longs bits = (Longs)x;
  Doubles m = (Doubles)((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  // A small whole number is in the low bits of 1.5 · 2⁵² plus it.
  Doubles e = (Doubles)((Longs)whole + ((bits >> 52) - 1023)) - whole;
  Longs isLarge = m > 1.4142135623730951;
  m = chosen(isLarge, m * 0.5, m);
  e = chosen(isLarge, e + 1.0, e);
  Doubles s = (m - 1.0) / (m + 1.0), square = s * s, sum = {};
#pragma clang loop unroll(full)
  for (int k = 21; k >= 1; k -= 2) sum = sum * square + 1 / (double)k;
  return e * 0.6931471805599453 + 2.0 * s * sum;
}

/// The quantile where |p − ½| is at most 0.425, from q = p − ½.
///
/// Source: Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
INLINE Doubles centralQuantile(Doubles q) {
  static const double above[] = {
    2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4,
    4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3,
    1.3314166789178437745e2, 3.3871328727963666080e0,
  };
  static const double below[] = {
    5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4,
    2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2,
    4.2313330701600911252e1, 1,
  };
  return q * ratioOf(0.180625 - q * q, above, below);
}

/// The quantile elsewhere, for p between 2⁻³³ and 1 − 2⁻³³.
INLINE Doubles outerQuantile(Doubles p) {
  static const double above[] = {
    7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
    1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0,
    4.63033784615654529590e0, 1.42343711074968357734e0,
  };
  static const double below[] = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
    1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
    2.05319162663775882187e0, 1,
  };
  Longs isLow = p - 0.5 < 0.0;
  Doubles r = __builtin_elementwise_sqrt(-naturalLogarithm(chosen(isLow, p, 1.0 - p)));
  Doubles z = ratioOf(r - 1.6, above, below);
  return chosen(isLow, -z, z);
}

/// A number in single precision.
INLINE Doubles rounded(Doubles v) {
  return __builtin_convertvector(__builtin_convertvector(v, Part), Doubles);
}

#define NORMALS_AT_ONCE 256

/// Those of `count` words (a multiple of 16, at most `NORMALS_AT_ONCE`) that are far out: collected, since
/// they are a seventh of all and cost three times as much.
INLINE void outerNormals(const uint32_t *words, const uint16_t *places, int count, double *out) {
  for (int i = 0; i < count; i += PART_LANES) {
    uint32_t gathered[PART_LANES];
    double found[PART_LANES];
    for (int l = 0; l < PART_LANES; l++) gathered[l] = i + l < count ? words[places[i + l]] : 0;
    PartWords w;
    memcpy(&w, gathered, sizeof w);
    Doubles z = rounded(outerQuantile(probability(w)));
    memcpy(found, &z, sizeof z);
    for (int l = 0; l < PART_LANES && i + l < count; l++) out[places[i + l]] = found[l];
  }
}

/// Standard normal variables in single precision, one for each of `count` words (a multiple of 16).
static void normals(int64_t count, const uint32_t *words, double *out) {
  for (int64_t first = 0; first < count; first += NORMALS_AT_ONCE) {
    uint16_t outer[NORMALS_AT_ONCE];
    int some = count - first < NORMALS_AT_ONCE ? (int)(count - first) : NORMALS_AT_ONCE, found = 0;
    for (int i = 0; i < some; i += PART_LANES) {
      PartWords w;
      memcpy(&w, words + first + i, sizeof w);
      Doubles q = probability(w) - 0.5, z = rounded(centralQuantile(q));
      memcpy(out + first + i, &z, sizeof z);
      for (uint32_t bits = bitsOfPart((q > 0.425) | (q < -0.425)); bits; bits &= bits - 1)
        outer[found++] = (uint16_t)(i + __builtin_ctz(bits));
    }
    outerNormals(words + first, outer, found, out + first);
  }
}

/// Whether variables `first` to `first` + rows − 1 are above their thresholds, for a part of the lanes.
INLINE void presenceOfRows(
  const EngineCopula *c, const double *noise, int32_t first, const int rows, const int part,
  uint16_t *present
) {
  Doubles sums[4], z;
  // A triangle's rows go on with zeros, which change nothing.
  int32_t used = c->own ? c->columns : first + rows;
  const double *lanes = noise + part * PART_LANES, *weights = c->weights + (int64_t)first * c->columns;
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    sums[r] = (Doubles){};
    if (!c->own) continue;
    memcpy(&z, lanes + (int64_t)(c->columns + first + r) * 16, sizeof z);
    sums[r] = z * c->own[first + r];
  }
  for (int32_t k = 0; k < used; k++) {
    memcpy(&z, lanes + (int64_t)k * 16, sizeof z);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r] += z * weights[(int64_t)r * c->columns + k];
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) {
    uint32_t bits = bitsOfPart(sums[r] > c->threshold[first + r]);
    present[first + r] = (uint16_t)((part ? present[first + r] : 0) | bits << part * PART_LANES);
  }
}

/// For each feature, a bit for each of sixteen samples in which its variable is above its threshold.
/// `noise` holds independent normal variables, [variables][16].
static void copulaPresence(const EngineCopula *c, const double *noise, uint16_t *present) {
  for (int part = 0; part < PARTS; part++) {
    int32_t i = 0;
    for (; i + 4 <= c->features; i += 4) presenceOfRows(c, noise, i, 4, part, present);
    for (; i < c->features; i++) presenceOfRows(c, noise, i, 1, part, present);
  }
}
