// The matrix products of a general model, tile by tile in registers.
// Included once for each kind of processor. The tiling never changes the order of a sum.

/// How a tile of `BLOCKS` x `K` accumulators fits the registers.
#if ENGINE_WIDE
#define TILE 10
#define TILE_BLOCKS 2
#else
#define TILE 5
#define TILE_BLOCKS 1
#endif

/// h[block][k] = gate(Σ_f x[block][f] W[f][k]) for K of the m hidden units.
INLINE void encodeTile(
  const int K, const int B, const float *x, const float *W, int n, int m, Lanes floor, float *h
) {
  Lanes sum[TILE_BLOCKS][TILE] = {};
  for (int f = 0; f < n; f++) {
    Lanes v[TILE_BLOCKS];
    for (int b = 0; b < B; b++) v[b] = load(x + ((int64_t)b * n + f) * 16);
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++)
#pragma clang loop unroll(full)
      for (int b = 0; b < B; b++) sum[b][k] = fmaScalar(v[b], W[f * m + k], sum[b][k]);
  }
#pragma clang loop unroll(full)
  for (int b = 0; b < B; b++)
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++) store(h + ((int64_t)b * m + k) * 16, gated(sum[b][k], floor));
}

#define TILE_CASE(K, CALL) case K: CALL(K); break;
#define TILE_SWITCH(COUNT, CALL) \
  switch (COUNT) { \
    TILE_CASE(1, CALL) TILE_CASE(2, CALL) TILE_CASE(3, CALL) TILE_CASE(4, CALL) \
    TILE_CASE(5, CALL) TILE_CASE(6, CALL) TILE_CASE(7, CALL) TILE_CASE(8, CALL) \
    TILE_CASE(9, CALL) TILE_CASE(10, CALL) \
  }

/// h = gate(xW) for all blocks and hidden units.
static void encode(
  const float *x, const float *W, int n, int m, int32_t blocks, Lanes floor, float *h
) {
  for (int32_t b = 0; b < blocks; b += TILE_BLOCKS) {
    const float *xb = x + (int64_t)b * n * 16;
    float *hb = h + (int64_t)b * m * 16;
    bool whole = b + TILE_BLOCKS <= blocks;
    for (int k = 0; k < m; k += TILE) {
      int count = m - k < TILE ? m - k : TILE;
#define CALL(K) \
      if (K <= TILE) { \
        if (whole) encodeTile(K, TILE_BLOCKS, xb, W + k, n, m, floor, hb + k * 16); \
        else encodeTile(K, 1, xb, W + k, n, m, floor, hb + k * 16); \
      }
      TILE_SWITCH(count, CALL)
#undef CALL
    }
  }
}

/// What the loss needs to know of a model's outputs.
typedef struct { Lanes floor, targetMask; } Outputs;

INLINE Outputs outputs(const EngineModel *model) {
  return (Outputs){activationFloor(model->outputReLU), absoluteMask(model->absoluteTarget)};
}

/// δ = ∂loss/∂z from z and x, adding to the loss. A closed gate lets nothing back.
INLINE Lanes lossDelta(Lanes z, Lanes x, float importance, Outputs o, Lanes *loss) {
  Ints open = ~(Ints)(z <= o.floor);
  Lanes error = (Lanes)(open & (Ints)z) - masked(x, o.targetMask);
  Lanes weighted = error * importance;
  *loss = fma16(error, weighted, *loss);
  return (Lanes)(open & (Ints)(weighted + weighted));
}

/// V tile by tile, [tile][hidden][features of the tile]: read from end to end when decoding.
static void packTiles(const float *V, int n, int m, float *packed) {
  for (int f0 = 0; f0 < n; f0 += TILE) {
    int count = n - f0 < TILE ? n - f0 : TILE;
    for (int k = 0; k < m; k++)
      for (int f = 0; f < count; f++) *packed++ = V[(f0 + f) * m + k];
  }
}

/// z = hVᵀ + b for F of the n features of B blocks; `V` is a packed tile.
INLINE void decodeTile(
  const int F, const int B, const float *h, const float *V, const float *bias, int m,
  Lanes z[TILE_BLOCKS][TILE]
) {
#pragma clang loop unroll(full)
  for (int f = 0; f < F; f++)
#pragma clang loop unroll(full)
    for (int b = 0; b < B; b++) z[b][f] = all(bias[f]);
  for (int k = 0; k < m; k++) {
    Lanes v[TILE_BLOCKS];
    for (int b = 0; b < B; b++) v[b] = load(h + ((int64_t)b * m + k) * 16);
#pragma clang loop unroll(full)
    for (int f = 0; f < F; f++)
#pragma clang loop unroll(full)
      for (int b = 0; b < B; b++) z[b][f] = fmaScalar(v[b], V[k * F + f], z[b][f]);
  }
}

INLINE void deltaTile(
  const int F, const int B, const EngineModel *model, int f0, const float *packed,
  const float *x, const float *h, Outputs o, int32_t block, Lanes loss[4], Lanes *gBias,
  float *delta
) {
  int n = model->features, m = model->hidden;
  Lanes z[TILE_BLOCKS][TILE];
  decodeTile(F, B, h, packed + f0 * m, model->bias + f0, m, z);
#pragma clang loop unroll(full)
  for (int f = 0; f < F; f++) {
    Lanes sum = gBias[f0 + f];
#pragma clang loop unroll(full)
    for (int b = 0; b < B; b++) {
      int64_t at = ((int64_t)b * n + f0 + f) * 16;
      // The parities of block and feature, which even tiles make constants.
      int odd = ((TILE_BLOCKS & 1 ? block : 0) + b) & 1, oddFeature = ((TILE & 1 ? f0 : 0) + f) & 1;
      Lanes *sumOfLoss = &loss[2 * odd + oddFeature];
      Lanes d = lossDelta(z[b][f], load(x + at), model->importance[f0 + f], o, sumOfLoss);
      store(delta + at, d);
      sum += d;
    }
    gBias[f0 + f] = sum;
  }
}

/// δ for all blocks and features; adds to the bias's gradient, lane by lane, and returns the loss.
///
/// The loss has four sums, for even and odd blocks and features: one would be a chain of additions
/// that each wait for the last, and its order would depend on the tiling.
static Lanes deltas(
  const EngineModel *model, const float *x, const float *h, int32_t blocks, float *packed,
  Lanes *gBias, float *delta
) {
  Lanes loss[4] = {};
  int n = model->features, m = model->hidden;
  packTiles(model->decoder, n, m, packed);
  const Outputs o = outputs(model);
  for (int32_t b = 0; b < blocks; b += TILE_BLOCKS) {
    const float *xb = x + (int64_t)b * n * 16, *hb = h + (int64_t)b * m * 16;
    float *db = delta + (int64_t)b * n * 16;
    bool whole = b + TILE_BLOCKS <= blocks;
    for (int f = 0; f < n; f += TILE) {
      int count = n - f < TILE ? n - f : TILE;
#define CALL(F) \
      if (F <= TILE) { \
        if (whole) deltaTile(F, TILE_BLOCKS, model, f, packed, xb, hb, o, b, loss, gBias, db); \
        else deltaTile(F, 1, model, f, packed, xb, hb, o, b, loss, gBias, db); \
      }
      TILE_SWITCH(count, CALL)
#undef CALL
    }
  }
  return (loss[0] + loss[1]) + (loss[2] + loss[3]);
}

/// out = act(z) for all blocks and features.
static void decode(const EngineModel *model, const float *h, int32_t blocks, float *out) {
  int n = model->features, m = model->hidden;
  const Lanes floor = activationFloor(model->outputReLU);
  for (int32_t b = 0; b < blocks; b++) {
    for (int f = 0; f < n; f++) {
      Lanes z[TILE_BLOCKS][TILE];
      decodeTile(1, 1, h + (int64_t)b * m * 16, model->decoder + f * m, model->bias + f, m, z);
      store(out + ((int64_t)b * n + f) * 16, gated(z[0][0], floor));
    }
  }
}

/// d = gate(δV + λ sign h): what comes back to the hidden units. `d` holds δV.
static void hiddenDeltas(const EngineModel *model, const float *h, int32_t blocks, float *d) {
  if (!model->hiddenReLU && model->hiddenPenalty == 0) return;
  const Lanes floor = activationFloor(model->hiddenReLU), zero = {};
  const Lanes penalty = all(model->hiddenPenalty);
  for (int64_t i = 0; i < (int64_t)blocks * model->hidden; i++) {
    Lanes v = load(h + i * 16), back = load(d + i * 16);
    back += masked(penalty, (Lanes)(v > zero)) - masked(penalty, (Lanes)(v < zero));
    store(d + i * 16, (Lanes)(~(Ints)(v <= floor) & (Ints)back));
  }
}

INLINE Lanes mergeSums8(Lanes a, Lanes b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
    + __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
}
INLINE Lanes mergeSums4(Lanes a, Lanes b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
    + __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
}

/// The sums of four accumulators' lanes: each as `sum16` makes it.
INLINE Quarter sums(Lanes a, Lanes b, Lanes c, Lanes d) {
  // After merging 8 and 4: [a a' | c c' ...] quarters in the order a, c, b, d.
  Lanes q = mergeSums4(mergeSums8(a, b), mergeSums8(c, d));
  Lanes r = q + __builtin_shufflevector(q, q, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
  Lanes s = r + __builtin_shufflevector(r, r, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
  return (Quarter){s[0], s[8], s[4], s[12]};
}

/// G[f][k] += Σ_blocks Σ_lanes a[f] b[k] (+ c[f] d[k]), for F features and K hidden units.
INLINE void outerTile(
  const int F, const int K, const bool two, const float *a, const float *b, const float *c,
  const float *d, int n, int m, int32_t blocks, float *G
) {
  Lanes sum[4][5] = {};
  for (int32_t i = 0; i < blocks; i++) {
    const float *ai = a + (int64_t)i * n * 16, *bi = b + (int64_t)i * m * 16;
    const float *ci = c + (int64_t)i * n * 16, *di = d + (int64_t)i * m * 16;
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++) {
      Lanes v = load(bi + k * 16);
#pragma clang loop unroll(full)
      for (int f = 0; f < F; f++) sum[f][k] = fma16(load(ai + f * 16), v, sum[f][k]);
    }
    if (two) {
#pragma clang loop unroll(full)
      for (int k = 0; k < K; k++) {
        Lanes v = load(di + k * 16);
#pragma clang loop unroll(full)
        for (int f = 0; f < F; f++) sum[f][k] = fma16(load(ci + f * 16), v, sum[f][k]);
      }
    }
  }
  if (F == 4) {
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++) {
      Quarter q = sums(sum[0][k], sum[1][k], sum[2][k], sum[3][k]);
      for (int f = 0; f < 4; f++) G[f * m + k] += q[f];
    }
  } else {
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++)
#pragma clang loop unroll(full)
      for (int f = 0; f < F; f++) G[f * m + k] += sum16(sum[f][k]);
  }
}

#define OUTER_CASE(K, F) \
  case K: outerTile(F, K, two, a + f * 16, b + k * 16, c + f * 16, d + k * 16, n, m, blocks, \
    G + (int64_t)f * m + k); break;
#define OUTER_SWITCH(F) \
  switch (count) { OUTER_CASE(1, F) OUTER_CASE(2, F) OUTER_CASE(3, F) OUTER_CASE(4, F) \
    OUTER_CASE(5, F) }

INLINE void outerSums(
  const bool two, const float *a, const float *b, const float *c, const float *d, int n, int m,
  int32_t blocks, float *G
) {
  for (int k = 0; k < m; k += 5) {
    int count = m - k < 5 ? m - k : 5, f = 0;
    for (; f + 4 <= n; f += 4) { OUTER_SWITCH(4) }
    for (; f < n; f++) { OUTER_SWITCH(1) }
  }
}

/// G += aᵀb + cᵀd over all samples.
static void outerSums2(
  const float *a, const float *b, const float *c, const float *d, int n, int m, int32_t blocks,
  float *G
) { outerSums(true, a, b, c, d, n, m, blocks, G); }

/// G += aᵀb over all samples.
static void outerSums1(
  const float *a, const float *b, int n, int m, int32_t blocks, float *G
) { outerSums(false, a, b, a, b, n, m, blocks, G); }
