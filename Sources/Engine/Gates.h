// The products with δ where blocks of it are zero: a gate that is closed for all sixteen samples lets
// nothing back, and in a trained model of very sparse features many are. Included once for each kind
// of processor.
//
// A product with zero adds nothing to a sum, so the sums are those of all blocks, to the bit.

/// Above this share of blocks with an open gate it costs less to take all.
static bool mostAreOpen(const uint64_t *open, int n, int32_t blocks) {
  int64_t count = 0;
  for (int f = 0; f < n; f++) count += __builtin_popcountll(open[f]);
  return count * 4 > (int64_t)n * blocks * 3;
}

/// d = δV, of the features whose gates are not all closed in a block.
static void encodeOpen(
  const float *delta, const float *V, const uint64_t *open, int n, int m, int32_t blocks,
  int32_t *index, float *d
) {
  const Lanes floor = activationFloor(false);
  for (int32_t b = 0; b < blocks; b += TILE_BLOCKS) {
    bool whole = b + TILE_BLOCKS <= blocks;
    Chosen chosen = {index, 0};
    for (int f = 0; f < n; f++) {
      index[chosen.count] = f;
      chosen.count += (open[f] >> b & ((1 << TILE_BLOCKS) - 1)) != 0;
    }
    const float *block = delta + (int64_t)b * n * 16;
    float *to = d + (int64_t)b * m * 16;
    if (whole) encodeBlocks(TILE_BLOCKS, block, V, chosen, n, m, floor, to);
    else encodeBlocks(1, block, V, chosen, n, m, floor, to);
  }
}

/// G[k] += Σ δ h over the blocks of one feature whose bits are set, for K hidden units.
INLINE void outerOpenTile(
  const int K, const float *delta, const float *h, uint64_t open, int n, int m, float *G
) {
  Lanes total[TILE_HIDDEN];
  for (int p = 0; p < PARTS; p++) {
    Part sum[TILE_HIDDEN] = {};
    for (uint64_t left = open; left; left &= left - 1) {
      int64_t b = __builtin_ctzll(left);
      Part v = loadPart(delta + b * n * 16 + p * PART_LANES);
      const float *row = h + b * m * 16 + p * PART_LANES;
#pragma clang loop unroll(full)
      for (int k = 0; k < K; k++) sum[k] = fmaPart(v, loadPart(row + k * 16), sum[k]);
    }
#pragma clang loop unroll(full)
    for (int k = 0; k < K; k++) ((Part *)&total[k])[p] = sum[k];
  }
#pragma clang loop unroll(full)
  for (int k = 0; k + 4 <= K; k += 4) {
    Quarter q = sums(total[k], total[k + 1], total[k + 2], total[k + 3]);
    for (int i = 0; i < 4; i++) G[k + i] += q[i];
  }
#pragma clang loop unroll(full)
  for (int k = K / 4 * 4; k < K; k++) G[k] += sum16(total[k]);
}

/// G += δᵀh.
static void outerOpen(
  const float *delta, const float *h, const uint64_t *open, int n, int m, float *G
) {
  for (int f = 0; f < n; f++)
    for (int k = 0; k < m && open[f]; k += TILE_HIDDEN) {
      int count = m - k < TILE_HIDDEN ? m - k : TILE_HIDDEN;
#define CALL(K) outerOpenTile( \
        K, delta + f * 16, h + k * 16, open[f], n, m, G + (int64_t)f * m + k);
      TILE_SWITCH(count, CALL)
#undef CALL
    }
}
