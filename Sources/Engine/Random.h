// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
// Included once for each kind of processor.
//
// Row r of 16 lanes is word r % 4 of the counters with index (r / 4) * 16 + lane.

/// What is the same for all counters of a stream.
typedef struct {
  uint64_t key0[10], key1[10];
  Pairs draw, stepProduct, stream;
} Stream;

#define PHILOX_M0 0xD2511F53u
#define PHILOX_M1 0xCD9E8D57u

/// The products of the low halves of 64 bits, whole.
INLINE Pairs multiply(Pairs a, uint32_t by) {
#if ENGINE_AVX512
  // The compiler, left alone, sometimes takes a full 64-bit multiplication, three times as slow.
  return (Pairs)_mm512_mul_epu32((__m512i)a, (__m512i)((Pairs){} + by));
#else
  return (a & 0xffffffffu) * by;
#endif
}

INLINE Stream prepared(EngineStream s) {
  Stream p;
  for (uint32_t round = 0; round < 10; round++) {
    p.key0[round] = (uint32_t)(s.key[0] + round * 0x9E3779B9u);
    p.key1[round] = (uint32_t)(s.key[1] + round * 0xBB67AE85u);
  }
  p.draw = (Pairs){} + s.draw;
  p.stepProduct = (Pairs){} + (uint64_t)s.step * PHILOX_M1;
  p.stream = (Pairs){} + s.stream;
  return p;
}

/// Eight counters, each word in the low half of 64 bits, so that one multiply gives high and low.
/// (Above a word's 32 bits lies what is left of products; nothing reads it.)
typedef struct { Pairs word[4]; } Counters;

/// The step's product, equal in all lanes, is taken from `s` in the first round.
INLINE void roundOfPhilox(Counters *c, const Stream *s, int round) {
  Pairs p0 = multiply(c->word[0], PHILOX_M0);
  Pairs p1 = round == 0 ? s->stepProduct : multiply(c->word[2], PHILOX_M1);
  *c = (Counters){{
    (p1 >> 32) ^ c->word[1] ^ s->key0[round], p1, (p0 >> 32) ^ c->word[3] ^ s->key1[round], p0,
  }};
}

INLINE Lanes unitInterval(Words bits) { return (Lanes)((bits >> 9) | 0x3f800000u) - 1.0f; }

/// Rows 4 * quad and on, four for each of `quads` (1 or 2): two at once keep the multipliers busy.
INLINE void uniformRows(const Stream *s, uint32_t quad, const int quads, Lanes *rows) {
  const Pairs evenLanes = {0, 2, 4, 6, 8, 10, 12, 14};
  Counters even[2], odd[2];
#pragma clang loop unroll(full)
  for (int q = 0; q < quads; q++) {
    Pairs index = evenLanes + (uint64_t)(uint32_t)((quad + (uint32_t)q) * 16u);
    even[q] = (Counters){{index, s->draw, {}, s->stream}};
    odd[q] = (Counters){{index + 1, s->draw, {}, s->stream}};
  }
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++)
#pragma clang loop unroll(full)
    for (int q = 0; q < quads; q++) {
      roundOfPhilox(&even[q], s, round);
      roundOfPhilox(&odd[q], s, round);
    }
#pragma clang loop unroll(full)
  for (int q = 0; q < quads; q++)
#pragma clang loop unroll(full)
    for (int w = 0; w < 4; w++)
      rows[4 * q + w] =
        unitInterval((Words)((even[q].word[w] & 0xffffffffu) | (odd[q].word[w] << 32)));
}

static void uniforms(EngineStream stream, int64_t first, int64_t vectors, float *out) {
  const Stream s = prepared(stream);
  for (int64_t v = 0; v < vectors; v += 4) {
    Lanes rows[4];
    uniformRows(&s, (uint32_t)((first + v) / 4), 1, rows);
    for (int w = 0; w < 4 && v + w < vectors; w++) store(out + (v + w) * 16, rows[w]);
  }
}

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
    uniformRows(&s, (uint32_t)((firstRow + r) / 4), 2, u);
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

/// Which of a block's samples hold something, a bit for each.
INLINE uint32_t presentLanes(const float *block, int features) {
  Ints any = {};
  for (int f = 0; f < features; f++) any |= (Ints)load(block + f * 16);
  Flags flags = __builtin_convertvector(any != 0, Flags);
  uint16_t bits;
  memcpy(&bits, &flags, 2);
  return bits;
}

/// Moves the samples of a block that hold something to the end of those kept so far.
INLINE int64_t keepLanes(const float *block, uint32_t lanes, int features, int64_t kept, float *x) {
#if ENGINE_AVX512
  int count = __builtin_popcount(lanes), at = (int)(kept % 16), room = 16 - at;
  float *to = x + (kept / 16) * features * 16;
  __mmask16 places = (__mmask16)(0xffffu << at);
  for (int f = 0; f < features; f++) {
    __m512 dense = _mm512_maskz_compress_ps((__mmask16)lanes, (__m512)load(block + f * 16));
    float *row = to + f * 16;
    store(row, (Lanes)_mm512_mask_expand_ps((__m512)load(row), places, dense));
    if (count > room) {  // the rest begins the next block
      __mmask16 rest = (__mmask16)(0xffffu << room);
      store(row + features * 16, (Lanes)_mm512_maskz_compress_ps(rest, dense));
    }
  }
  return kept + count;
#else
  while (lanes) {
    int lane = __builtin_ctz(lanes);
    float *to = x + (kept / 16) * features * 16 + kept % 16;
    for (int f = 0; f < features; f++) to[f * 16] = block[f * 16 + lane];
    lanes &= lanes - 1;
    kept++;
  }
  return kept;
#endif
}

/// Zero samples all do the same thing to the loss: they are counted, not computed. Kept samples
/// never overtake the block they come from, so this works in place.
static int32_t dropZeroSamples(int features, int32_t blocks, float *x) {
  int64_t kept = 0, size = (int64_t)features * 16;
  for (int32_t b = 0; b < blocks; b++) {
    const float *block = x + b * size;
    uint32_t lanes = presentLanes(block, features);
    if (lanes) kept = keepLanes(block, lanes, features, kept, x);
  }
  int32_t used = (int32_t)((kept + 15) / 16);
  for (int l = (int)(kept % 16); l > 0 && l < 16; l++)
    for (int f = 0; f < features; f++) x[(used - 1) * size + f * 16 + l] = 0;
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
