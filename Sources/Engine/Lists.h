// Samples as lists of what is present, for data most of which is zero. Included once for each kind of
// processor.
//
// They are drawn span by span: 64 samples, so that a word has a bit for each.

typedef uint8_t Bytes __attribute__((vector_size(64)));
typedef _Bool ByteFlags __attribute__((ext_vector_type(64)));

INLINE uint64_t bits64(Bytes condition) {
  ByteFlags flags = __builtin_convertvector(condition, ByteFlags);
  uint64_t bits;
  memcpy(&bits, &flags, 8);
  return bits;
}

/// Marks a candidate that a second number decides on.
#define UNDECIDED 0x80

/// Appends a feature's candidates of one span. Eight are written at once, needed or not, since a
/// branch for each would often be mispredicted; what is too much is overwritten by the next.
INLINE int64_t appendCandidates(
  const EngineLists *l, int64_t count, uint16_t feature, uint64_t here, uint64_t undecided
) {
  int64_t end = count + __builtin_popcountll(here);
  for (; count < end; count += 8) {
    uint16_t features[8];
    for (int i = 0; i < 8; i++) features[i] = feature;
    memcpy(l->feature + count, features, sizeof features);
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) {
      uint32_t sample = (uint32_t)__builtin_ctzll(here | 1ull << 63);
      l->sample[count + i] = (uint8_t)(sample | (undecided >> sample & 1) << 7);
      here &= here - 1;
    }
  }
  return end;
}

/// Lists, by feature and then by sample, what is present in a span, or may be; returns its end.
///
/// Byte j of row span · features, filled up to a multiple of 4, + feature is that of sample j. Below
/// 256 p, rounded down, it says present; equal to it, a second number decides.
INLINE int64_t drawCandidates(
  const EngineListed *d, const Stream *s, int64_t span, uint64_t inside, const EngineLists *l,
  int64_t count
) {
  int64_t quad = (d->features + 3) / 4 * span;
  for (int f = 0; f < d->features; f += 8, quad += 2) {
    Words words[8];
    wordRows(s, (uint32_t)quad, words);
    int rows = d->features - f < 8 ? d->features - f : 8;
    for (int i = 0; i < rows; i++) {
      Bytes bytes = (Bytes)words[i], threshold = (Bytes){} + d->threshold[f + i];
      uint64_t here = bits64((Bytes)(bytes <= threshold)) & inside;
      uint64_t undecided = bits64((Bytes)(bytes == threshold));
      count = appendCandidates(l, count, (uint16_t)(f + i), here, undecided);
    }
  }
  return count;
}

/// Draws a uniform for each candidate, in their order, from row `row` on: u below the rest of 256 p
/// says that an undecided one is present, and u by that rest is then uniform. Returns the end of
/// what was kept.
INLINE int64_t drawValues(
  const EngineListed *d, const Stream *s, int64_t row, const EngineLists *l, int64_t first,
  int64_t end
) {
  int64_t kept = first;
  for (int64_t drawn = first; drawn < end; drawn += 128, row += 8) {
    Lanes rows[8];
    uniformRows(s, (uint32_t)(row / 4), rows);
    const float *u = (const float *)rows;
    int64_t count = end - drawn < 128 ? end - drawn : 128;
    for (int64_t i = 0; i < count; i++) {
      uint16_t feature = l->feature[drawn + i];
      uint8_t sample = l->sample[drawn + i];
      bool undecided = sample & UNDECIDED;
      l->value[kept] = __builtin_fmaf(u[i], undecided ? d->restScale[feature] : d->scale, d->offset);
      l->feature[kept] = feature;
      l->sample[kept] = sample & ~UNDECIDED;
      kept += !undecided | (u[i] < d->rest[feature]);
    }
  }
  return kept;
}

/// `samples` samples from block `first` (a multiple of 4) on.
static void listed(
  const EngineListed *d, EngineStream stream, int64_t first, int32_t samples,
  const EngineLists *l
) {
  EngineStream second = stream;
  second.draw += 1;
  const Stream presence = prepared(stream), values = prepared(second);
  int64_t count = 0, mostRows = ((int64_t)d->features * 4 + 7) / 8 * 8;
  for (int32_t s = 0; s * 64 < samples; s++) {
    int64_t span = first / 4 + s;
    uint64_t inside = samples - s * 64 < 64 ? ~0ull >> (64 - samples % 64) : ~0ull;
    l->start[s] = (int32_t)count;
    int64_t end = drawCandidates(d, &presence, span, inside, l, count);
    count = drawValues(d, &values, span * mostRows, l, count, end);
    l->start[s + 1] = (int32_t)count;
  }
}

/// Lists of samples that lie in blocks.
static void listBlocks(const float *x, int32_t features, int32_t blocks, const EngineLists *l) {
  int32_t count = l->start[0] = 0;
  // Copies, which stores to the lists cannot change.
  float *value = l->value;
  uint16_t *feature = l->feature;
  uint8_t *sample = l->sample;
  for (int32_t b = 0; b < blocks; b += 4) {
    int32_t here = blocks - b < 4 ? blocks - b : 4;
    int64_t toNextBlock = (int64_t)features * 16;
    const float *row = x + b * toNextBlock;
    for (int f = 0; f < features; f++, row += 16) {
      uint64_t left = 0;
      for (int32_t i = 0; i < here; i++) left |= (uint64_t)bits16((Ints)load(row + i * toNextBlock) != 0) << 16 * i;
      for (; left; left &= left - 1) {
        int place = __builtin_ctzll(left);
        value[count] = row[place / 16 * toNextBlock + place % 16];
        feature[count] = (uint16_t)f;
        sample[count++] = (uint8_t)place;
      }
    }
    l->start[b / 4 + 1] = count;
  }
}

/// The words of a span say which samples have each input: above 0, or not 0.
INLINE void presence(
  bool positive, const float *x, int32_t inputs, int32_t blocks, uint64_t *present
) {
  for (int32_t i = 0; i < inputs; i++) {
    present[i] = 0;
    for (int32_t b = 0; b < blocks; b++) {
      Lanes v = load(x + ((int64_t)b * inputs + i) * 16);
      Ints here = positive ? (Ints)(v > (Lanes){}) : (Ints)(v != (Lanes){});
      present[i] |= (uint64_t)bits16(here) << 16 * b;
    }
  }
}

/// Appends what a pair's target is in a span, after `count` entries; returns how many there are then.
INLINE int32_t appendPair(
  const bool logical, const float *u, const float *v, int64_t toNextBlock, uint16_t pair, uint64_t left,
  const EngineLists *l, int32_t count
) {
  int32_t end = count + __builtin_popcountll(left);
  // Two are written, needed or not, since branches would often be mispredicted; what is too much is overwritten.
  for (; count < end; count += 2)
#pragma clang loop unroll(full)
    for (int i = 0; i < 2; i++, left &= left - 1) {
      int place = __builtin_ctzll(left | 1ull << 63);
      int64_t at = place / 16 * toNextBlock + place % 16;
      l->value[count + i] = logical ? 1 : u[at] * v[at];
      l->feature[count + i] = pair;
      l->sample[count + i] = (uint8_t)place;
    }
  return end;
}

INLINE void appendPairs(
  const bool logical, const int32_t *first, const int32_t *second, int32_t pairs, const float *x, int32_t inputs,
  int32_t blocks, uint64_t *present, const EngineLists *lists
) {
  const EngineLists l = *lists;  // a copy, which stores to the lists cannot change
  int32_t count = l.start[0] = 0;
  for (int32_t b = 0; b < blocks; b += 4, x += (int64_t)inputs * 64) {
    presence(logical, x, inputs, blocks - b < 4 ? blocks - b : 4, present);
    for (int32_t j = 0; j < pairs; j++) {
      const float *u = x + first[j] * 16, *v = x + second[j] * 16;
      uint64_t both = present[first[j]] & present[second[j]];
      count = appendPair(logical, u, v, (int64_t)inputs * 16, (uint16_t)j, both, &l, count);
    }
    l.start[b / 4 + 1] = count;
  }
}

/// Lists of what `pairTargets` gives for samples that lie in blocks. `present` is working memory: [inputs].
static void listPairs(
  bool logical, const int32_t *first, const int32_t *second, int32_t pairs, const float *x, int32_t inputs,
  int32_t blocks, uint64_t *present, const EngineLists *l
) {
  if (logical) appendPairs(true, first, second, pairs, x, inputs, blocks, present, l);
  else appendPairs(false, first, second, pairs, x, inputs, blocks, present, l);
}
