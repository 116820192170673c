// Samples in blocks, x[block][feature][16 lanes]. Included once for each kind of processor.

INLINE Lanes present(Lanes u, const EngineIndependent *d, int feature, Lanes offset) {
  Lanes value = fmaScalar(u, d->scale[feature], offset);
  return (Lanes)((Ints)(u < all(d->density[feature])) & (Ints)value);
}

/// Every sample, present or not. Four blocks are 4 * features rows: no random number is wasted.
INLINE void everySample(
  const EngineIndependent *d, EngineStream stream, int64_t firstRow, int32_t rows, float *x
) {
  const Stream s = prepared(stream);
  const Lanes offset = all(d->offset);
  int feature = (int)(firstRow % d->features);
  Lanes u[8];
  for (int32_t r = 0; r < rows; r += 8) {
    uniformRows(&s, (uint32_t)((firstRow + r) / 4), u);
    int count = rows - r < 8 ? rows - r : 8;
    if (count == 8) {
#pragma clang loop unroll(full)
      for (int w = 0; w < 8; w++)  // densities and scales go on past the last feature
        store(x + (int64_t)(r + w) * 16, present(u[w], d, feature + w, offset));
    } else {
      for (int w = 0; w < count; w++)
        store(x + (int64_t)(r + w) * 16, present(u[w], d, feature + w, offset));
    }
    feature += 8;
    while (feature >= d->features) feature -= d->features;
  }
}

/// The last block's lanes that are no samples hold zeros.
static void clearTail(int features, int32_t samples, float *x) {
  int lanes = samples % 16;
  if (lanes == 0) return;
  float *block = x + (int64_t)(samples / 16) * features * 16;
  for (int f = 0; f < features; f++)
    for (int l = lanes; l < 16; l++) block[f * 16 + l] = 0;
}

static int32_t independent(
  const EngineIndependent *d, EngineStream s, int64_t first, int32_t samples, float *x
) {
  int32_t blocks = (samples + 15) / 16;
  everySample(d, s, first * d->features, blocks * d->features, x);
  clearTail(d->features, samples, x);
  return d->skipZeroSamples ? dropZeroSamples(d->features, blocks, x) : blocks;
}

/// What a feature is worth where it is present.
INLINE Lanes magnitude(Lanes u, EngineMagnitude m) {
  if (m.normal) return masked(normal(u), absoluteMask(m.absolute));
  return fmaScalar(u, m.scale, all(m.offset));
}

/// The most blocks that are drawn at once: rows of uniforms come in fours.
#define DRAWN_BLOCKS 4

/// For `span` blocks, `rows` uniforms a sample that decide, draw `s.draw`, and those of the features'
/// values, draw `s.draw + 1`.
INLINE void drawTwice(
  EngineStream s, int64_t first, int32_t span, int rows, float *deciding, int features, float *values
) {
  uniforms(s, first * rows, (int64_t)span * rows, deciding);
  s.draw += 1;
  uniforms(s, first * features, (int64_t)span * features, values);
}

static int32_t grouped(
  const EngineGrouped *d, EngineStream s, int64_t first, int32_t samples, float *x
) {
  int32_t blocks = (samples + 15) / 16, n = d->features;
  float deciding[d->groups * 16 * DRAWN_BLOCKS] __attribute__((aligned(64)));
  for (int32_t b = 0; b < blocks; b += DRAWN_BLOCKS) {
    int32_t span = blocks - b < DRAWN_BLOCKS ? blocks - b : DRAWN_BLOCKS;
    float *row = x + (int64_t)b * n * 16;
    drawTwice(s, first + b, span, d->groups, deciding, n, row);
    for (int32_t i = 0; i < span; i++)
      for (int f = 0; f < n; f++, row += 16) {
        Lanes g = load(deciding + ((int64_t)i * d->groups + d->group[f]) * 16);
        Ints in = (Ints)(g >= all(d->low[f])) & (Ints)(g < all(d->high[f]));
        store(row, (Lanes)(in & (Ints)magnitude(load(row), d->magnitude)));
      }
  }
  clearTail(n, samples, x);
  return d->skipZeroSamples ? dropZeroSamples(n, blocks, x) : blocks;
}
