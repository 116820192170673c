// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
// Included once for each kind of processor.
//
// Row r of 16 lanes is word r % 4 of the counters with index (r / 4) * 16 + lane.

/// Eight counters, each word in the low half of 64 bits, so that one multiply gives high and low.
typedef struct { Pairs word[4]; } Counters;

INLINE Pairs low(Pairs v) { return v & 0xffffffffu; }

INLINE Counters philox(Pairs index, EngineStream s) {
  Pairs c0 = index, c1 = (Pairs){} + s.draw, c2 = (Pairs){} + s.step, c3 = (Pairs){} + s.stream;
  uint32_t k0 = s.key[0], k1 = s.key[1];
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++) {
    Pairs p0 = low(c0) * 0xD2511F53u, p1 = low(c2) * 0xCD9E8D57u;
    c0 = (p1 >> 32) ^ c1 ^ (uint64_t)k0;
    c2 = (p0 >> 32) ^ c3 ^ (uint64_t)k1;
    c1 = p1;
    c3 = p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (Counters){{c0, c1, c2, c3}};
}

INLINE Lanes unitInterval(Words bits) { return (Lanes)((bits >> 9) | 0x3f800000u) - 1.0f; }

/// Rows 4 * quad ... 4 * quad + 3.
INLINE void uniformRows(EngineStream s, uint32_t quad, Lanes rows[4]) {
  const Pairs evenLanes = {0, 2, 4, 6, 8, 10, 12, 14};
  Pairs index = evenLanes + (uint64_t)(uint32_t)(quad * 16u);
  Counters even = philox(index, s), odd = philox(index + 1, s);
#pragma clang loop unroll(full)
  for (int w = 0; w < 4; w++) {
    rows[w] = unitInterval((Words)(low(even.word[w]) | (odd.word[w] << 32)));
  }
}

static void uniforms(EngineStream s, int64_t first, int64_t vectors, float *out) {
  for (int64_t v = 0; v < vectors; v += 4) {
    Lanes rows[4];
    uniformRows(s, (uint32_t)((first + v) / 4), rows);
    for (int w = 0; w < 4 && v + w < vectors; w++) store(out + (v + w) * 16, rows[w]);
  }
}

INLINE Lanes present(Lanes u, const EngineIndependent *d, int feature, Lanes offset) {
  Lanes value = fmaScalar(u, d->scale[feature], offset);
  return (Lanes)((Ints)(u < all(d->density[feature])) & (Ints)value);
}

/// Every sample, present or not. Four blocks are 4 * features rows: no random number is wasted.
INLINE void everySample(
  const EngineIndependent *d, EngineStream s, int64_t firstRow, int32_t rows, float *x
) {
  const Lanes offset = all(d->offset);
  int feature = (int)(firstRow % d->features);
  for (int32_t r = 0; r < rows; r += 4) {
    Lanes u[4];
    uniformRows(s, (uint32_t)((firstRow + r) / 4), u);
    for (int w = 0; w < 4 && r + w < rows; w++) {
      store(x + (int64_t)(r + w) * 16, present(u[w], d, feature, offset));
      if (++feature == d->features) feature = 0;
    }
  }
}

INLINE uint32_t presentLanes(const float *block, int features) {
  Ints any = {};
  for (int f = 0; f < features; f++) any |= (Ints)(load(block + f * 16) != (Lanes){});
  uint32_t mask = 0;
  for (int l = 0; l < 16; l++) mask |= (uint32_t)(any[l] & 1) << l;
  return mask;
}

/// Moves the samples of a block that hold something to the end of those kept so far.
INLINE int64_t keepLanes(const float *block, uint32_t lanes, int features, int64_t kept, float *x) {
  while (lanes) {
    int lane = __builtin_ctz(lanes);
    float *to = x + (kept / 16) * features * 16 + kept % 16;
    for (int f = 0; f < features; f++) to[f * 16] = block[f * 16 + lane];
    lanes &= lanes - 1;
    kept++;
  }
  return kept;
}

/// Zero samples all do the same thing to the loss: they are counted, not computed. Kept samples
/// never overtake the block they come from, so this works in place.
static int32_t dropZeroSamples(int features, int32_t blocks, float *x) {
  int64_t kept = 0, size = (int64_t)features * 16;
  for (int32_t b = 0; b < blocks; b++) {
    const float *block = x + b * size;
    uint32_t lanes = presentLanes(block, features);
    if (lanes == 0xffff && kept % 16 == 0) {
      if (kept / 16 != b) memmove(x + (kept / 16) * size, block, (size_t)size * 4);
      kept += 16;
    } else {
      kept = keepLanes(block, lanes, features, kept, x);
    }
  }
  int32_t used = (int32_t)((kept + 15) / 16);
  for (int64_t k = kept; k < (int64_t)used * 16; k++)
    for (int f = 0; f < features; f++) x[(k / 16) * size + f * 16 + k % 16] = 0;
  return used;
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

/// The groups' uniforms are draw `s.draw`, the values draw `s.draw + 1`.
static int32_t grouped(
  const EngineGrouped *d, EngineStream s, int64_t first, int32_t samples, float *x
) {
  int32_t blocks = (samples + 15) / 16;
  EngineStream values = s;
  values.draw += 1;
  const Lanes offset = all(d->offset);
  float deciding[d->groups * 64] __attribute__((aligned(64)));
  for (int32_t b = 0; b < blocks; b += 4) {
    int32_t span = blocks - b < 4 ? blocks - b : 4;
    uniforms(s, (first + b) * d->groups, (int64_t)span * d->groups, deciding);
    float *to = x + (int64_t)b * d->features * 16;
    uniforms(values, (first + b) * d->features, (int64_t)span * d->features, to);
    for (int32_t i = 0; i < span; i++) {
      for (int f = 0; f < d->features; f++) {
        float *row = to + ((int64_t)i * d->features + f) * 16;
        Lanes g = load(deciding + ((int64_t)i * d->groups + d->group[f]) * 16);
        Ints in = (Ints)(g >= all(d->low[f])) & (Ints)(g < all(d->high[f]));
        store(row, (Lanes)(in & (Ints)fmaScalar(load(row), d->scale, offset)));
      }
    }
  }
  clearTail(d->features, samples, x);
  return d->skipZeroSamples ? dropZeroSamples(d->features, blocks, x) : blocks;
}
