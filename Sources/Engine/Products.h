// The matrix products of a general model, tile by tile in registers.
// Included once for each kind of processor. The tiling never changes the order of a sum.

/// How a tile of `BLOCKS` x `K` accumulators fits the registers.
#if ENGINE_WIDE
#define TILE 10
#define TILE_BLOCKS 2
#define OUTER_FEATURES 4
#define OUTER_HIDDEN 5
#else
#define TILE 5
#define TILE_BLOCKS 1
#define OUTER_FEATURES 3
#define OUTER_HIDDEN 4
#endif

/// Features that a product is made of, in order: `count` of `index`, or the first `count` without.
typedef struct {
  const int32_t *index;
  int32_t count;
} Chosen;

/// h[block][k] = gate(Σ_f x[block][f] W[f][k]) for K of the m hidden units.
INLINE void encodeTile(
  const int K, const int B, const float *x, const float *W, Chosen chosen, int n, int m,
  Lanes floor, float *h
) {
  Lanes sum[TILE_BLOCKS][TILE] = {};
  for (int i = 0; i < chosen.count; i++) {
    int64_t f = chosen.index ? chosen.index[i] : i;
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

/// The most cases that `TILE_SWITCH` has.
#define TILE_HIDDEN 10
#define TILE_CASE(K, CALL) case K: CALL(K); break;
#define TILE_SWITCH(COUNT, CALL) \
  switch (COUNT) { \
    TILE_CASE(1, CALL) TILE_CASE(2, CALL) TILE_CASE(3, CALL) TILE_CASE(4, CALL) \
    TILE_CASE(5, CALL) TILE_CASE(6, CALL) TILE_CASE(7, CALL) TILE_CASE(8, CALL) \
    TILE_CASE(9, CALL) TILE_CASE(10, CALL) \
  }

/// h = gate(xW) for a tile's blocks and all hidden units.
INLINE void encodeBlocks(
  const int B, const float *x, const float *W, Chosen chosen, int n, int m, Lanes floor, float *h
) {
  for (int k = 0; k < m; k += TILE) {
    int count = m - k < TILE ? m - k : TILE;
#define CALL(K) \
    if (K <= TILE) encodeTile(K, B, x, W + k, chosen, n, m, floor, h + k * 16);
    TILE_SWITCH(count, CALL)
#undef CALL
  }
}

/// h = gate(xW) for all blocks and hidden units.
static void encode(
  const float *x, const float *W, int n, int m, int32_t blocks, Lanes floor, float *h
) {
  const Chosen all = {NULL, n};
  int32_t b = 0;
  for (; b + TILE_BLOCKS <= blocks; b += TILE_BLOCKS)
    encodeBlocks(
      TILE_BLOCKS, x + (int64_t)b * n * 16, W, all, n, m, floor, h + (int64_t)b * m * 16);
  for (; b < blocks; b++)
    encodeBlocks(1, x + (int64_t)b * n * 16, W, all, n, m, floor, h + (int64_t)b * m * 16);
}

/// What the loss needs to know of a model's outputs.
typedef struct { Part floor, targetMask; } Outputs;

INLINE Outputs outputs(const EngineModel *model) {
  return (Outputs){
    partOf(activationFloor(model->outputReLU), 0), partOf(absoluteMask(model->absoluteTarget), 0)};
}

/// δ = ∂loss/∂z from z and x, adding to the loss. A closed gate lets nothing back.
INLINE Part lossDelta(Part z, Part x, Part importance, Outputs o, Part *loss) {
  PartInts open = ~(PartInts)(z <= o.floor);
  Part error = (Part)(open & (PartInts)z) - (Part)((PartInts)x & (PartInts)o.targetMask);
  Part weighted = error * importance;
  *loss = fmaPart(error, weighted, *loss);
  return (Part)(open & (PartInts)(weighted + weighted));
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
  float *delta, uint64_t *open
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
      float importance = model->importance[f0 + f];
      Lanes d;
#pragma clang loop unroll(full)
      for (int p = 0; p < PARTS; p++)
        ((Part *)&d)[p] = lossDelta(
          partOf(z[b][f], p), loadPart(x + at + p * PART_LANES), allParts(importance), o,
          (Part *)&loss[2 * odd + oddFeature] + p);
      store(delta + at, d);
      if (open) open[f0 + f] |= (uint64_t)anyBits((Ints)d) << (block + b);
      sum += d;
    }
    gBias[f0 + f] = sum;
  }
}

/// δ for blocks `first ..< end` and all features; adds to the bias's gradient, lane by lane, and
/// returns the loss. Tiles of blocks begin at `first`; `packed` holds the decoder's tiles.
///
/// Where `open` is given, a feature's word gets a bit for each block in which its δ is not all zeros.
///
/// The loss has four sums, for even and odd blocks and features: one would be a chain of additions
/// that each wait for the last, and its order would depend on the tiling.
static Lanes deltas(
  const EngineModel *model, const float *x, const float *h, int32_t first, int32_t end,
  const float *packed, Lanes *gBias, float *delta, uint64_t *open
) {
  Lanes loss[4] = {};
  int n = model->features, m = model->hidden;
  const Outputs o = outputs(model);
  for (int32_t b = first; b < end; b += TILE_BLOCKS) {
    const float *xb = x + (int64_t)b * n * 16, *hb = h + (int64_t)b * m * 16;
    float *db = delta + (int64_t)b * n * 16;
    bool whole = b + TILE_BLOCKS <= end;
    for (int f = 0; f < n; f += TILE) {
      int count = n - f < TILE ? n - f : TILE;
#define CALL(F) \
      if (F <= TILE) { \
        if (whole) \
          deltaTile(F, TILE_BLOCKS, model, f, packed, xb, hb, o, b, loss, gBias, db, open); \
        else deltaTile(F, 1, model, f, packed, xb, hb, o, b, loss, gBias, db, open); \
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

/// The sums of four accumulators' lanes: each as `sum16` makes it.
INLINE Quarter sums(Lanes a, Lanes b, Lanes c, Lanes d) {
  Half ab[2] = {halves(a), halves(b)}, cd[2] = {halves(c), halves(d)};
#define LOWS(V) __builtin_shufflevector(V[0], V[1], 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGHS(V) __builtin_shufflevector(V[0], V[1], 4, 5, 6, 7, 12, 13, 14, 15)
  Half q = LOWS(ab) + HIGHS(ab), r = LOWS(cd) + HIGHS(cd);  // [a quarter, b's], [c's, d's]
#undef LOWS
#undef HIGHS
  Half t = __builtin_shufflevector(q, r, 0, 1, 8, 9, 4, 5, 12, 13)
    + __builtin_shufflevector(q, r, 2, 3, 10, 11, 6, 7, 14, 15);  // two of a, c, b, d
  Half u = __builtin_shufflevector(t, t, 0, 2, 4, 6, 0, 2, 4, 6)
    + __builtin_shufflevector(t, t, 1, 3, 5, 7, 1, 3, 5, 7);  // a, c, b, d
  return __builtin_shufflevector(u, u, 0, 2, 1, 3);
}

/// sum[f][k] += a[f] b[k], lane by lane, of one part of one block.
INLINE void outerPart(
  const int F, const int K, const float *a, const float *b, Part sum[OUTER_FEATURES][OUTER_HIDDEN]
) {
  Part v[OUTER_FEATURES];
#pragma clang loop unroll(full)
  for (int f = 0; f < F; f++) v[f] = loadPart(a + f * 16);
#pragma clang loop unroll(full)
  for (int k = 0; k < K; k++) {
    Part w = loadPart(b + k * 16);
#pragma clang loop unroll(full)
    for (int f = 0; f < F; f++) sum[f][k] = fmaPart(v[f], w, sum[f][k]);
  }
}

/// G[f][k] += Σ_blocks Σ_lanes a[f] b[k] (+ c[f] d[k]), for F features and K hidden units.
INLINE void outerTile(
  const int F, const int K, const bool two, const float *a, const float *b, const float *c,
  const float *d, int n, int m, int32_t blocks, float *G
) {
  Lanes total[4][5];
  for (int p = 0; p < PARTS; p++) {
    Part sum[OUTER_FEATURES][OUTER_HIDDEN] = {};
    for (int32_t i = 0; i < blocks; i++) {
      int64_t at = (int64_t)i * n * 16 + p * PART_LANES, to = (int64_t)i * m * 16 + p * PART_LANES;
      outerPart(F, K, a + at, b + to, sum);
      if (two) outerPart(F, K, c + at, d + to, sum);
    }
#pragma clang loop unroll(full)
    for (int f = 0; f < F; f++)
#pragma clang loop unroll(full)
      for (int k = 0; k < K; k++) ((Part *)&total[f][k])[p] = sum[f][k];
  }
  if (F == 4) {
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++) {
      Quarter q = sums(total[0][k], total[1][k], total[2][k], total[3][k]);
      for (int f = 0; f < 4; f++) G[f * m + k] += q[f];
    }
    return;
  }
#pragma clang loop unroll(full)
  for (int f = 0; f < F; f++) {
    float *row = G + f * m;
    if (K == 4) {
      Quarter q = sums(total[f][0], total[f][1], total[f][2], total[f][3]);
      for (int k = 0; k < 4; k++) row[k] += q[k];
    } else {
#pragma clang loop unroll(full)
      for (int k = 0; k < K; k++) row[k] += sum16(total[f][k]);
    }
  }
}

#define OUTER_CASE(K, F) \
  case K: if (K <= OUTER_HIDDEN) outerTile(F, K, two, a + f * 16, b + k * 16, c + f * 16, \
    d + k * 16, n, m, blocks, G + (int64_t)f * m + k); break;
#define OUTER_SWITCH(F) \
  switch (count) { OUTER_CASE(1, F) OUTER_CASE(2, F) OUTER_CASE(3, F) OUTER_CASE(4, F) \
    OUTER_CASE(5, F) }

/// `upper` leaves out tiles in which f is always above k.
INLINE void outerSums(
  const bool two, const bool upper, const float *a, const float *b, const float *c, const float *d, int n,
  int m, int32_t blocks, float *G
) {
  for (int k = 0; k < m; k += OUTER_HIDDEN) {
    int count = m - k < OUTER_HIDDEN ? m - k : OUTER_HIDDEN, f = 0, end = upper ? k + count : n;
    for (; f + OUTER_FEATURES <= n && f < end; f += OUTER_FEATURES) { OUTER_SWITCH(OUTER_FEATURES) }
    for (; f < end; f++) { OUTER_SWITCH(1) }
  }
}

/// G += aᵀb + cᵀd over all samples.
static void outerSums2(
  const float *a, const float *b, const float *c, const float *d, int n, int m, int32_t blocks,
  float *G
) { outerSums(true, false, a, b, c, d, n, m, blocks, G); }

/// G += aᵀb over all samples.
static void outerSums1(
  const float *a, const float *b, int n, int m, int32_t blocks, float *G
) { outerSums(false, false, a, b, a, b, n, m, blocks, G); }

/// G += aᵀa over all samples. G is symmetric; what is below its diagonal is copied.
static void outerSquare(const float *a, int m, int32_t blocks, float *G) {
  outerSums(false, true, a, a, a, a, m, m, blocks, G);
  for (int f = 1; f < m; f++)
    for (int k = 0; k < f; k++) G[(int64_t)f * m + k] = G[(int64_t)k * m + f];
}
