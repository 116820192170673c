// Sparse autoencoders, for sixteen samples at once. Products are rounded before they are added, as in
// Swift. Included once for each kind of processor.

// Lanes of Swift's may lie anywhere; they are fast where they are aligned.
INLINE Lanes loadLanes(const float *p) {
  Lanes v;
  memcpy(&v, p, 64);
  return v;
}
INLINE void storeLanes(float *p, Lanes v) { memcpy(p, &v, 64); }

/// out[j] = Σ_k x[k] W[j][k] of `rows` rows.
INLINE void dotsOfRows(const float *x, const float *W, int32_t columns, const int rows, float *out) {
  Lanes sums[8] = {};
  for (int32_t k = 0; k < columns; k++) {
    Lanes v = loadLanes(x + (int64_t)k * 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r] += v * all(W[(int64_t)r * columns + k]);
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) storeLanes(out + r * 16, sums[r]);
}

static void dots(const float *x, const float *W, int32_t rows, int32_t columns, float *out) {
  int32_t j = 0;
  for (; j + 8 <= rows; j += 8) dotsOfRows(x, W + (int64_t)j * columns, columns, 8, out + (int64_t)j * 16);
  for (; j < rows; j++) dotsOfRows(x, W + (int64_t)j * columns, columns, 1, out + (int64_t)j * 16);
}

/// y[k] += f · row[k]
static void addScaledRow(const float *f, const float *row, int32_t columns, float *y) {
  Lanes v = loadLanes(f);
  for (int64_t k = 0; k < columns; k++) storeLanes(y + k * 16, loadLanes(y + k * 16) + v * all(row[k]));
}

/// y[k] += f · x[k]
static void addProducts(const float *f, const float *x, int32_t columns, float *y) {
  Lanes v = loadLanes(f);
  for (int64_t k = 0; k < (int64_t)columns * 16; k += 16)
    storeLanes(y + k, loadLanes(y + k) + v * loadLanes(x + k));
}
