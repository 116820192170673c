// A linear last layer that trains by moments: its weights as products read them, and its gradients. Included once
// for each kind of processor. Products are rounded before they are added.

/// `count` numbers from p on, and zeros.
INLINE Lanes loadFirst(const float *p, int count) {
  if (count == 16) return loadLanes(p);
  Lanes v = {};
  if (count > 0) memcpy(&v, p, (size_t)count * 4);
  return v;
}

INLINE void storeFirst(float *p, Lanes v, int count) {
  if (count == 16) storeLanes(p, v);
  else if (count > 0) memcpy(p, &v, (size_t)count * 4);
}

INLINE int within(int count) { return count < 16 ? count : 16; }

/// Twice the importances of the outputs from `i` on, and their biases, as lanes.
INLINE void readOutLanes(const EngineReadOut *r, int i, Lanes *factor, Lanes *bias) {
  int count = within(r->outputs - i);
  *factor = all(2) * loadFirst(r->importance + i, count);
  *bias = r->bias ? loadFirst(r->bias + i, count) : (Lanes){};
}

/// W in lanes of sixteen outputs, [block][hidden][16], and times 2 c; −2 c W in rows of whole vectors; and Σ 2 c W b.
static void readOutWeights(
  const EngineReadOut *r, float *lanes, float *scaled, float *rows, float *offset
) {
  int n = r->outputs, m = r->hidden;
  int64_t stride = rowStride(m);
  memset(offset, 0, (size_t)m * 4);
  for (int i = 0; i < n; i++) {
    float factor = 2 * r->importance[i], bias = r->bias ? r->bias[i] : 0;
    const float *w = r->weights + (int64_t)i * m;
    float *row = rows + i * stride;
    for (int k = 0; k < m; k++) {
      row[k] = -(factor * w[k]);
      offset[k] += factor * w[k] * bias;
    }
  }
  for (int i = 0; i < n; i += 16) {
    Lanes factor, bias;
    readOutLanes(r, i, &factor, &bias);
    for (int k = 0; k < m; k += 16) {
      Lanes w[16];
      for (int j = 0; j < 16; j++)
        w[j] = i + j < n ? loadFirst(r->weights + (int64_t)(i + j) * m + k, within(m - k)) : (Lanes){};
      transpose(w);
      for (int j = 0; j < 16 && k + j < m; j++) {
        int64_t at = ((int64_t)i / 16 * m + k + j) * 16;
        store(lanes + at, w[j]);
        store(scaled + at, factor * w[j]);
      }
    }
  }
}

/// Adds the gradients of W, 2 c (W H + b Sᵀ − T), to G: [outputs][hidden]. `image` is W H in lanes as `lanes` is W,
/// `sums` is S, and T is in rows of whole vectors. For each output, w·S, wᵀH w and w·T go to `mean`, `square` and
/// `product`, [outputs, filled up to a multiple of 16].
static void readOutGradients(
  const EngineReadOut *r, const float *lanes, const float *image, const float *sums, const float *T, float *G,
  float *mean, float *square, float *product
) {
  int n = r->outputs, m = r->hidden;
  int64_t stride = rowStride(m);
  for (int i = 0; i < n; i += 16) {
    Lanes factor, bias, means = {}, squares = {}, products = {};
    readOutLanes(r, i, &factor, &bias);
    for (int k = 0; k < m; k += 16) {
      Lanes t[16];
      for (int j = 0; j < 16; j++) t[j] = i + j < n ? load(T + (i + j) * stride + k) : (Lanes){};
      transpose(t);
      for (int j = 0; j < 16 && k + j < m; j++) {
        int64_t at = ((int64_t)i / 16 * m + k + j) * 16;
        Lanes w = load(lanes + at), both = load(image + at), sum = all(sums[k + j]);
        means += w * sum;
        squares += w * both;
        products += w * t[j];
        t[j] = factor * (both + bias * sum - t[j]);
      }
      transpose(t);
      for (int j = 0; j < 16 && i + j < n; j++) {
        float *g = G + (int64_t)(i + j) * m + k;
        storeFirst(g, loadFirst(g, within(m - k)) + t[j], within(m - k));
      }
    }
    store(mean + i, means);
    store(square + i, squares);
    store(product + i, products);
  }
}
