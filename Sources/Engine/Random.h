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
  // The compiler, left alone, sometimes takes a full 64-bit multiplication, three times as slow.
#if ENGINE_AVX512
  return (Pairs)_mm512_mul_epu32((__m512i)a, (__m512i)((Pairs){} + by));
#elif ENGINE_AVX2
  return (Pairs)_mm256_mul_epu32((__m256i)a, (__m256i)((Pairs){} + by));
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

/// As many counters as a register has 64 bits, each word in the low half of 64 bits, so that one
/// multiply gives high and low. (Above a word's 32 bits lies what is left of products; nothing reads
/// it.)
typedef struct { Pairs word[4]; } Counters;

/// The step's product, equal in all lanes, is taken from `s` in the first round.
INLINE void roundOfPhilox(Counters *c, const Stream *s, int round) {
  Pairs p0 = multiply(c->word[0], PHILOX_M0);
  Pairs p1 = round == 0 ? s->stepProduct : multiply(c->word[2], PHILOX_M1);
  *c = (Counters){{
    (p1 >> 32) ^ c->word[1] ^ s->key0[round], p1, (p0 >> 32) ^ c->word[3] ^ s->key1[round], p0,
  }};
}

#if ENGINE_WIDE
#define EVEN_LANES {0, 2, 4, 6, 8, 10, 12, 14}
#else
#define EVEN_LANES {0, 2, 4, 6}
#endif
/// Registers of counters that are worked on at once: enough to keep the multipliers busy.
#define COUNTERS_AT_ONCE (4 / PARTS)

/// Words of `COUNTERS_AT_ONCE` / 2 parts of rows 4 * quad and on, from part `part` of all.
INLINE void partsOfRows(const Stream *s, uint32_t quad, const int part, Words rows[]) {
  Counters c[COUNTERS_AT_ONCE];
#pragma clang loop unroll(full)
  for (int i = 0; i < COUNTERS_AT_ONCE; i++) {
    int p = part + i / 2;
    uint32_t lane = (uint32_t)(p % PARTS * PART_LANES + i % 2);
    uint64_t first = (quad + (uint32_t)(p / PARTS)) * 16u + lane;
    c[i] = (Counters){{(Pairs)EVEN_LANES + first, s->draw, {}, s->stream}};
  }
#pragma clang loop unroll(full)
  for (int round = 0; round < 10; round++)
#pragma clang loop unroll(full)
    for (int i = 0; i < COUNTERS_AT_ONCE; i++) roundOfPhilox(&c[i], s, round);
#pragma clang loop unroll(full)
  for (int i = 0; i < COUNTERS_AT_ONCE; i += 2)
#pragma clang loop unroll(full)
    for (int w = 0; w < 4; w++) {
      int p = part + i / 2;
      PartWords words = (PartWords)((c[i].word[w] & 0xffffffffu) | (c[i + 1].word[w] << 32));
      memcpy((PartWords *)&rows[p / PARTS * 4 + w] + p % PARTS, &words, sizeof words);
    }
}

/// The eight rows from 4 * quad on. A loop, since unrolled, its parts would share the registers.
INLINE void wordRows(const Stream *s, uint32_t quad, Words rows[8]) {
#pragma clang loop unroll(disable)
  for (int part = 0; part < 2 * PARTS; part += COUNTERS_AT_ONCE / 2)
    partsOfRows(s, quad, part, rows);
}

INLINE Lanes unitInterval(Words bits) { return (Lanes)((bits >> 9) | 0x3f800000u) - 1.0f; }

INLINE void uniformRows(const Stream *s, uint32_t quad, Lanes rows[8]) {
  Words words[8];
  wordRows(s, quad, words);
#pragma clang loop unroll(full)
  for (int r = 0; r < 8; r++) rows[r] = unitInterval(words[r]);
}

static void uniforms(EngineStream stream, int64_t first, int64_t vectors, float *out) {
  const Stream s = prepared(stream);
  for (int64_t v = 0; v < vectors; v += 8) {
    Lanes rows[8];
    uniformRows(&s, (uint32_t)((first + v) / 4), rows);
    for (int w = 0; w < 8 && v + w < vectors; w++) store(out + (v + w) * 16, rows[w]);
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

#if !ENGINE_AVX512
/// How the lanes of a half whose bits are set come to its front; what follows them is of no use.
typedef struct {
  uint64_t bytes;  // the lane that comes to each place
  HalfInts from;   // the same
  int count;
} Packing;

INLINE Packing packing(uint32_t bits) {
  Packing p;
  p.count = __builtin_popcount(bits);
#if ENGINE_AVX2
  p.bytes = _pext_u64(0x0706050403020100, _pdep_u64(bits, 0x0101010101010101) * 255);
#else
  p.bytes = 0;
  for (uint64_t lane = 0, place = 0; lane < 8; lane++)
    if (bits >> lane & 1) p.bytes |= lane << (8 * place++);
#endif
  HalfBytes bytes;
  memcpy(&bytes, &p.bytes, 8);
  p.from = __builtin_convertvector(bytes, HalfInts);
  return p;
}

INLINE Half packed(HalfInts from, Half v) {
#if ENGINE_AVX2
  return (Half)_mm256_permutevar8x32_ps((__m256)v, (__m256i)from);
#else
  Half r;
  for (int lane = 0; lane < 8; lane++) r[lane] = v[from[lane] & 7];
  return r;
#endif
}

/// Of the lanes 0 to 15 of two halves, those that `from` names.
INLINE Half permuted(const Half v[2], HalfInts from) {
  HalfInts high = from > 7;
  return (Half)((~high & (HalfInts)packed(from, v[0])) | (high & (HalfInts)packed(from, v[1])));
}
#endif

/// Which of a block's samples hold something, a bit for each.
INLINE uint32_t presentLanes(const float *block, int features) {
  Ints any = {};
  for (int f = 0; f < features; f++) any |= (Ints)load(block + f * 16);
  return bits16(any != 0);
}

/// Moves the samples of a block that hold something to the end of those kept so far.
INLINE int64_t keepLanes(const float *block, uint32_t lanes, int features, int64_t kept, float *x) {
  int count = __builtin_popcount(lanes), at = (int)(kept % 16), room = 16 - at;
  float *to = x + (kept / 16) * features * 16;
#if ENGINE_AVX512
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
#else
  // Which lane comes to each place, from the first of `to` on; the places before `at` stay.
  uint8_t order[48] = {};
  const Packing low = packing(lanes & 255), high = packing(lanes >> 8);
  uint64_t highBytes = high.bytes + 0x0808080808080808;
  memcpy(order + at, &low.bytes, 8);
  memcpy(order + at + low.count, &highBytes, 8);
  HalfInts from[4], fresh[2];
  for (int h = 0; h < 4; h++) {
    HalfBytes bytes;
    memcpy(&bytes, order + 8 * h, 8);
    from[h] = __builtin_convertvector(bytes, HalfInts);
  }
  for (int h = 0; h < 2; h++) fresh[h] = (HalfInts){0, 1, 2, 3, 4, 5, 6, 7} >= at - 8 * h;
  for (int f = 0; f < features; f++) {
    const Half v[2] = {loadHalf(block + f * 16), loadHalf(block + f * 16 + 8)};
    float *row = to + f * 16;
    for (int h = 0; h < 2; h++) {
      HalfInts moved = (HalfInts)permuted(v, from[h]), old = (HalfInts)loadHalf(row + 8 * h);
      storeHalf(row + 8 * h, (Half)((fresh[h] & moved) | (~fresh[h] & old)));
    }
    if (count > room)  // the rest begins the next block
      for (int h = 0; h < 2; h++)
        storeHalf(row + features * 16 + 8 * h, permuted(v, from[2 + h]));
  }
#endif
  return kept + count;
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
