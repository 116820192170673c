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
