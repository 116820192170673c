// Linear layers: products with packed weights, sums of outer products, and both from lists of what is
// present. Included once for each kind of processor. The tiling never changes the order of a sum.

/// Packs weights for `layerProduct`, tile by tile of outputs: [tile][input][outputs of the tile].
/// W is [outputs][inputs], or [inputs][outputs] if `transposed`.
static void packLayer(const float *W, int32_t outputs, int32_t inputs, bool transposed, float *packed) {
  if (!transposed) {
    packTiles(W, outputs, inputs, packed);
    return;
  }
  for (int32_t f = 0; f < outputs; f += TILE) {
    int32_t count = outputs - f < TILE ? outputs - f : TILE;
    for (int32_t k = 0; k < inputs; k++, packed += count)
      memcpy(packed, W + (int64_t)k * outputs + f, (size_t)count * 4);
  }
}

/// F outputs of B blocks; `W` is a packed tile.
INLINE void layerTile(
  const int F, const int B, const float *x, const float *W, const float *bias, const float *addend,
  int inputs, int outputs, float *out
) {
  Lanes sum[TILE_BLOCKS][TILE];
#pragma clang loop unroll(full)
  for (int f = 0; f < F; f++)
#pragma clang loop unroll(full)
    for (int b = 0; b < B; b++) {
      sum[b][f] = all(bias ? bias[f] : 0);
      if (addend) sum[b][f] += load(addend + ((int64_t)b * outputs + f) * 16);
    }
  for (int k = 0; k < inputs; k++) {
    Lanes v[TILE_BLOCKS];
    for (int b = 0; b < B; b++) v[b] = load(x + ((int64_t)b * inputs + k) * 16);
#pragma clang loop unroll(full)
    for (int f = 0; f < F; f++)
#pragma clang loop unroll(full)
      for (int b = 0; b < B; b++) sum[b][f] = fmaScalar(v[b], W[k * F + f], sum[b][f]);
  }
#pragma clang loop unroll(full)
  for (int b = 0; b < B; b++)
#pragma clang loop unroll(full)
    for (int f = 0; f < F; f++) store(out + ((int64_t)b * outputs + f) * 16, sum[b][f]);
}

/// out = Wx (+ bias) (+ addend) for all blocks.
static void layerProduct(
  const EngineLayer *l, const float *packed, const float *addend, const float *x, int32_t blocks,
  float *out
) {
  int n = l->inputs, m = l->outputs;
  for (int32_t b = 0; b < blocks; b += TILE_BLOCKS) {
    bool whole = b + TILE_BLOCKS <= blocks;
    const float *xb = x + (int64_t)b * n * 16;
    for (int f = 0; f < m; f += TILE) {
      int count = m - f < TILE ? m - f : TILE;
      int64_t at = ((int64_t)b * m + f) * 16;
      const float *bias = l->bias ? l->bias + f : NULL, *to = addend ? addend + at : NULL;
      const float *W = packed + (int64_t)f * n;
#define CALL(F) \
      if (F <= TILE) { \
        if (whole) layerTile(F, TILE_BLOCKS, xb, W, bias, to, n, m, out + at); \
        else layerTile(F, 1, xb, W, bias, to, n, m, out + at); \
      }
      TILE_SWITCH(count, CALL)
#undef CALL
    }
  }
}

/// G += Σ over samples of δ xᵀ: [outputs][inputs].
static void layerOuter(const EngineLayer *l, const float *delta, const float *x, int32_t blocks, float *G) {
  outerSums1(delta, x, l->outputs, l->inputs, blocks, G);
}

/// G += Σ over samples of δ.
static void biasSums(const float *delta, int32_t outputs, int32_t blocks, float *G) {
  for (int32_t f = 0; f < outputs; f++) {
    Lanes sum = {};
    for (int32_t b = 0; b < blocks; b++) sum += load(delta + ((int64_t)b * outputs + f) * 16);
    G[f] += sum16(sum);
  }
}

/// The same as `layerProduct` from lists of what is present in x. `columns` is Wᵀ,
/// [inputs][outputs, filled up with zeros to a multiple of 16]; `rows` is working memory.
static void listProduct(
  const EngineLayer *l, const float *columns, const float *addend, const EngineLists *lists,
  int32_t blocks, float *rows, float *out
) {
  int m = l->outputs;
  int64_t stride = rowStride(m);
  memset(rows, 0, (size_t)(blocks * 16 * stride) * 4);
  for (int32_t span = 0; span * 4 < blocks; span++)
    for (int32_t i = lists->start[span]; i < lists->start[span + 1]; i++) {
      const float *w = columns + lists->feature[i] * stride;
      float *row = rows + ((int64_t)span * 64 + lists->sample[i]) * stride;
      Lanes v = all(lists->value[i]);
      for (int64_t k = 0; k < stride; k += 16) store(row + k, fma16(v, load(w + k), load(row + k)));
    }
  for (int32_t b = 0; b < blocks; b++)
    for (int j = 0; j < stride; j += 16) {
      Lanes r[16];
#pragma clang loop unroll(full)
      for (int i = 0; i < 16; i++) r[i] = load(rows + ((int64_t)b * 16 + i) * stride + j);
      transpose(r);
      for (int k = 0; k < 16 && j + k < m; k++) {
        int64_t at = ((int64_t)b * m + j + k) * 16;
        Lanes v = r[k] + (l->bias ? l->bias[j + k] : 0.0f);
        store(out + at, addend ? v + load(addend + at) : v);
      }
    }
}

/// G += Σ over samples of x δᵀ from lists: [inputs][outputs, filled up to a multiple of 16].
static void listOuter(
  const EngineLayer *l, const float *delta, const EngineLists *lists, int32_t blocks, float *rows,
  float *G
) {
  int64_t stride = rowStride(l->outputs);
  toRows(delta, l->outputs, blocks, rows);
  for (int32_t span = 0; span * 4 < blocks; span++)
    for (int32_t i = lists->start[span]; i < lists->start[span + 1]; i++) {
      const float *row = rows + ((int64_t)span * 64 + lists->sample[i]) * stride;
      float *g = G + lists->feature[i] * stride;
      Lanes v = all(lists->value[i]);
      for (int64_t k = 0; k < stride; k += 16) store(g + k, fma16(v, load(row + k), load(g + k)));
    }
}
