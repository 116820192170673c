// The products with x where most of x is zero: work for what is present only.
// Included once for each kind of processor.
//
// Zeros add nothing to a sum, so the sums are the dense ones to the bit, but for the order in which
// the two halves of a tied gradient meet.

/// Each feature's present values and their samples, in order.
typedef struct {
  float *value;      // [features][capacity]
  uint32_t *sample;  // [features][capacity]
  int64_t capacity;
} Lists;

INLINE Lists lists(const EngineScratch *s, int features, int32_t blocks) {
  int64_t capacity = (int64_t)blocks * 16 + 16;  // whole vectors are written at the end
  return (Lists){s->sparse, (uint32_t *)(s->sparse + features * capacity), capacity};
}

/// Notes what is present in all blocks.
static void listPresent(const float *x, int n, int32_t blocks, Lists l, int32_t *counts) {
  const Words lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  memset(counts, 0, (size_t)n * 4);
  for (int32_t b = 0; b < blocks; b++) {
    Words samples = lanes + (uint32_t)b * 16;
    for (int f = 0; f < n; f++, x += 16) {
      Lanes v = load(x);
      int32_t count = counts[f];
      float *value = l.value + f * l.capacity + count;
      uint32_t *sample = l.sample + f * l.capacity + count;
#if ENGINE_AVX512
      __mmask16 here = _mm512_test_epi32_mask((__m512i)v, (__m512i)v);
      _mm512_storeu_ps(value, _mm512_maskz_compress_ps(here, (__m512)v));
      _mm512_storeu_si512(sample, _mm512_maskz_compress_epi32(here, (__m512i)samples));
      counts[f] = count + __builtin_popcount(here);
#else
      for (int half = 0; half < 2; half++) {
        Half w = loadHalf(x + half * 8);
        Packing p = packing(bits8((HalfInts)w != 0));
        storeHalf(value, packed(p.from, w));
        HalfInts numbers = p.from + (b * 16 + half * 8);
        memcpy(sample, &numbers, 32);
        value += p.count;
        sample += p.count;
        count += p.count;
      }
      counts[f] = count;
#endif
    }
  }
}

/// Rows become columns.
INLINE void transpose(Lanes r[16]) {
  Lanes t[16];
#define PAIRS(A, B, LOW, HIGH, ...) \
  LOW = __builtin_shufflevector(A, B, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29); \
  HIGH = __builtin_shufflevector(A, B, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i += 2) { PAIRS(r[i], r[i + 1], t[i], t[i + 1]) }
#undef PAIRS
#define JOIN(A, B, LOW, HIGH) \
  LOW = __builtin_shufflevector(A, B, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29); \
  HIGH = __builtin_shufflevector(A, B, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i += 4) {
    JOIN(t[i], t[i + 2], r[i], r[i + 1])
    JOIN(t[i + 1], t[i + 3], r[i + 2], r[i + 3])
  }
#undef JOIN
  // r[4q + j] now holds, for quarter c, column 4c + j of rows 4q ... 4q + 3.
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    Lanes a = r[j], b = r[4 + j], c = r[8 + j], d = r[12 + j];
    Lanes ab0 = __builtin_shufflevector(
      a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
    Lanes ab1 = __builtin_shufflevector(
      a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
    Lanes cd0 = __builtin_shufflevector(
      c, d, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
    Lanes cd1 = __builtin_shufflevector(
      c, d, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
    t[j] = __builtin_shufflevector(
      ab0, cd0, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    t[8 + j] = __builtin_shufflevector(
      ab0, cd0, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    t[4 + j] = __builtin_shufflevector(
      ab1, cd1, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    t[12 + j] = __builtin_shufflevector(
      ab1, cd1, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i++) r[i] = t[i];
}

/// From one row to the next, in floats.
INLINE int64_t rowStride(int m) { return (m + 15) / 16 * 16; }

/// [block][k][16 samples] to [sample][k], filled up with zeros.
static void toRows(const float *columns, int m, int32_t blocks, float *rows) {
  int64_t stride = rowStride(m);
  for (int32_t b = 0; b < blocks; b++)
    for (int j = 0; j < stride; j += 16) {
      Lanes r[16];
      for (int k = 0; k < 16; k++)
        r[k] = j + k < m ? load(columns + ((int64_t)b * m + j + k) * 16) : (Lanes){};
      transpose(r);
#pragma clang loop unroll(full)
      for (int i = 0; i < 16; i++) store(rows + ((int64_t)b * 16 + i) * stride + j, r[i]);
    }
}

/// The other way, through the activation's gate.
static void toColumns(const float *rows, int m, int32_t blocks, Lanes floor, float *columns) {
  int64_t stride = rowStride(m);
  for (int32_t b = 0; b < blocks; b++)
    for (int j = 0; j < stride; j += 16) {
      Lanes r[16];
#pragma clang loop unroll(full)
      for (int i = 0; i < 16; i++) r[i] = load(rows + ((int64_t)b * 16 + i) * stride + j);
      transpose(r);
      for (int k = 0; k < 16 && j + k < m; k++)
        store(columns + ((int64_t)b * m + j + k) * 16, gated(r[k], floor));
    }
}

// A row is worked on part by part: P parts hold its hidden units. What lies in the last part beyond
// them is zero.

/// Hidden units are at most this many where rows are used, so a row has at most as many parts.
#define ROWS_HIDDEN 64
#define ROW_PARTS (ROWS_HIDDEN / PART_LANES)

/// A row of weights. What lies behind it is read too, and cut off: biases follow the last row, and
/// there are at least 32 of them.
INLINE void loadWeights(const int P, const float *W, int m, Part w[]) {
  const Words lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  Part inside = partOf((Lanes)(lanes < (Words){} + (uint32_t)(m - (P - 1) * PART_LANES)), 0);
#pragma clang loop unroll(full)
  for (int p = 0; p < P; p++) memcpy(&w[p], W + p * PART_LANES, sizeof(Part));
  w[P - 1] = (Part)((PartInts)w[P - 1] & (PartInts)inside);
}

/// row += v w
INLINE void addToRow(const int P, Part v, const Part w[], float *row) {
#pragma clang loop unroll(full)
  for (int p = 0; p < P; p++)
    storePart(row + p * PART_LANES, fmaPart(v, w[p], loadPart(row + p * PART_LANES)));
}

/// sum += v row
INLINE void addRow(const int P, Part v, const float *row, Part sum[]) {
#pragma clang loop unroll(full)
  for (int p = 0; p < P; p++) sum[p] = fmaPart(v, loadPart(row + p * PART_LANES), sum[p]);
}

/// h = gate(xW), and the lists that the backward pass will want.
INLINE void encodeLists(
  const int P, const EngineModel *model, const float *x, int32_t blocks, const EngineScratch *s
) {
  int n = model->features, m = model->hidden;
  int64_t stride = rowStride(m);
  Lists l = lists(s, n, blocks);
  float *rows = s->rows;
  listPresent(x, n, blocks, l, s->counts);
  memset(rows, 0, (size_t)(blocks * 16 * stride) * 4);
  for (int f = 0; f < n; f++) {
    const float *value = l.value + f * l.capacity;
    const uint32_t *sample = l.sample + f * l.capacity;
    int32_t count = s->counts[f];
    Part w[ROW_PARTS];
    loadWeights(P, model->encoder + (int64_t)f * m, m, w);
    for (int32_t i = 0; i < count; i++)
      addToRow(P, allParts(value[i]), w, rows + sample[i] * stride);
  }
  toColumns(rows, m, blocks, activationFloor(model->hiddenReLU), s->hidden);
}

/// G += xᵀd from the lists.
INLINE void outerLists(
  const int P, const EngineModel *model, int32_t blocks, const EngineScratch *s, float *G
) {
  int n = model->features, m = model->hidden;
  int64_t stride = rowStride(m);
  Lists l = lists(s, n, blocks);
  const float *rows = s->rows;
  toRows(s->hiddenDelta, m, blocks, s->rows);
  for (int f = 0; f < n; f++) {
    const float *value = l.value + f * l.capacity;
    const uint32_t *sample = l.sample + f * l.capacity;
    int32_t count = s->counts[f];
    Part sum[ROW_PARTS];
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) sum[p] = (Part){};
    for (int32_t i = 0; i < count; i++)
      addRow(P, allParts(value[i]), rows + sample[i] * stride, sum);
    float padded[ROWS_HIDDEN] __attribute__((aligned(64)));
#pragma clang loop unroll(full)
    for (int p = 0; p < P; p++) storePart(padded + p * PART_LANES, sum[p]);
    for (int k = 0; k < m; k++) G[(int64_t)f * m + k] += padded[k];
  }
}

#define PARTS_CASE(P, CALL) case P: if (P <= ROW_PARTS) CALL(P); break;
#define PARTS_SWITCH(m, CALL) \
  switch (((m) + PART_LANES - 1) / PART_LANES) { \
    PARTS_CASE(1, CALL) PARTS_CASE(2, CALL) PARTS_CASE(3, CALL) PARTS_CASE(4, CALL) \
    PARTS_CASE(5, CALL) PARTS_CASE(6, CALL) PARTS_CASE(7, CALL) PARTS_CASE(8, CALL) \
  }

static void encodePresent(
  const EngineModel *model, const float *x, int32_t blocks, const EngineScratch *s
) {
#define CALL(P) encodeLists(P, model, x, blocks, s)
  PARTS_SWITCH(model->hidden, CALL)
#undef CALL
}

static void outerPresent(
  const EngineModel *model, int32_t blocks, const EngineScratch *s, float *G
) {
#define CALL(P) outerLists(P, model, blocks, s, G)
  PARTS_SWITCH(model->hidden, CALL)
#undef CALL
}
