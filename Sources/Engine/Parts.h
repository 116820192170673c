// Rank-one parts of matrices and their gates, for sixteen samples at once. Values are [units][blocks][16].
// Products are rounded before they are added, as in Swift, and every sum goes over the blocks or the units in
// their order. Included once for each kind of processor.

/// Rows and blocks of a tile, whose sums stay in registers.
#define PART_ROWS 4
#if ENGINE_WIDE
#define PART_BLOCKS 4
#else
#define PART_BLOCKS 1
#endif

/// out[r] = Σ_c W[r][c] x[c] for R rows and B blocks.
INLINE void partTile(
  const int R, const int B, const EnginePartMatrix *W, const float *weights, const float *x, int64_t blocks,
  float *out
) {
  Lanes sum[PART_ROWS][PART_BLOCKS] = {};
  for (int64_t c = 0; c < W->columns; c++) {
    Lanes v[PART_BLOCKS];
#pragma clang loop unroll(full)
    for (int b = 0; b < B; b++) v[b] = loadLanes(x + (c * blocks + b) * 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < R; r++) {
      Lanes w = all(weights[r * W->rowStride + c * W->columnStride]);
#pragma clang loop unroll(full)
      for (int b = 0; b < B; b++) sum[r][b] += v[b] * w;
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < R; r++)
#pragma clang loop unroll(full)
    for (int b = 0; b < B; b++) storeLanes(out + (r * blocks + b) * 16, sum[r][b]);
}

/// out = W x
static void partProduct(const EnginePartMatrix *W, const float *x, int32_t blocks, float *out) {
  for (int64_t r = 0; r < W->rows; r += PART_ROWS) {
    const float *weights = W->weights + r * W->rowStride;
    float *to = out + r * blocks * 16;
    int64_t b = 0;
    if (r + PART_ROWS <= W->rows) {
      for (; b + PART_BLOCKS <= blocks; b += PART_BLOCKS)
        partTile(PART_ROWS, PART_BLOCKS, W, weights, x + b * 16, blocks, to + b * 16);
      for (; b < blocks; b++) partTile(PART_ROWS, 1, W, weights, x + b * 16, blocks, to + b * 16);
    } else {
      for (int64_t k = 0; k < W->rows - r; k++)
        for (b = 0; b < blocks; b++)
          partTile(1, 1, W, weights + k * W->rowStride, x + b * 16, blocks, to + (k * blocks + b) * 16);
    }
  }
}

/// G[r][c] += Σ y[r] x[c] over all samples, for R rows and C columns.
INLINE void partOuterTile(
  const int R, const int C, const float *y, const float *x, int64_t blocks, float *G, int64_t columns
) {
  Lanes sum[PART_ROWS][PART_BLOCKS] = {};
  for (int64_t b = 0; b < blocks; b++) {
    Lanes v[PART_BLOCKS];
#pragma clang loop unroll(full)
    for (int c = 0; c < C; c++) v[c] = loadLanes(x + (c * blocks + b) * 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < R; r++) {
      Lanes w = loadLanes(y + (r * blocks + b) * 16);
#pragma clang loop unroll(full)
      for (int c = 0; c < C; c++) sum[r][c] += w * v[c];
    }
  }
#pragma clang loop unroll(full)
  for (int c = 0; c < C; c++) {
    if (R == 4) {
      Quarter q = sums(sum[0][c], sum[1][c], sum[2][c], sum[3][c]);
      for (int r = 0; r < 4; r++) G[r * columns + c] += q[r];
    } else {
      for (int r = 0; r < R; r++) G[r * columns + c] += sum16(sum[r][c]);
    }
  }
}

/// G[r][c] += Σ y[r] x[c] over all samples.
static void partOuter(
  const float *y, int32_t rows, const float *x, int32_t columns, int32_t blocks, float *G
) {
  int64_t r = 0, row = (int64_t)blocks * 16;
  for (; r + PART_ROWS <= rows; r += PART_ROWS) {
    int64_t c = 0;
    for (; c + PART_BLOCKS <= columns; c += PART_BLOCKS)
      partOuterTile(PART_ROWS, PART_BLOCKS, y + r * row, x + c * row, blocks, G + r * columns + c, columns);
    for (; c < columns; c++)
      partOuterTile(PART_ROWS, 1, y + r * row, x + c * row, blocks, G + r * columns + c, columns);
  }
  for (; r < rows; r++)
    for (int64_t c = 0; c < columns; c++)
      partOuterTile(1, 1, y + r * row, x + c * row, blocks, G + r * columns + c, columns);
}

/// Each part's logits: d + Σ v GELU(w h + c). A gate is w, c, v (`width` numbers each) and d.
static void gateLogits(
  const float *gates, int32_t width, int32_t parts, int32_t blocks, const float *inner, float *logit
) {
  for (int64_t part = 0; part < parts; part++) {
    const float *gate = gates + part * (3 * width + 1);
    for (int64_t b = part * blocks; b < (part + 1) * blocks; b++) {
      Lanes h = loadLanes(inner + b * 16), sum = all(gate[3 * width]);
      for (int k = 0; k < width; k++)
        sum += activated(ENGINE_GELU, h * all(gate[k]) + all(gate[width + k])) * all(gate[2 * width + k]);
      storeLanes(logit + b * 16, sum);
    }
  }
}

/// From the gradient by the logits of one gate: adds those by its numbers to `sums`, by h to `byInner`.
INLINE void gateGradient(
  const float *gate, int width, int32_t blocks, const float *inner, const float *byLogit, float *byInner,
  float *sums
) {
  Lanes total = {};
  for (int64_t b = 0; b < blocks; b++) total += loadLanes(byLogit + b * 16);
  sums[3 * width] += sum16(total);
  for (int k = 0; k < width; k++) {
    Lanes byWeight = {}, byBias = {}, byValue = {};
    for (int64_t b = 0; b < blocks * 16; b += 16) {
      Lanes h = loadLanes(inner + b), back = loadLanes(byLogit + b), density;
      Lanes z = h * all(gate[k]) + all(gate[width + k]);
      Lanes share = normalDistribution(z, &density);
      byValue += back * (z * share);
      Lanes dz = back * all(gate[2 * width + k]) * fma16(z, density, share);
      byWeight += dz * h;
      byBias += dz;
      storeLanes(byInner + b, loadLanes(byInner + b) + dz * all(gate[k]));
    }
    sums[k] += sum16(byWeight);
    sums[width + k] += sum16(byBias);
    sums[2 * width + k] += sum16(byValue);
  }
}

static void gateGradients(
  const float *gates, int32_t width, int32_t parts, int32_t blocks, const float *inner, const float *byLogit,
  float *byInner, float *sums
) {
  for (int64_t part = 0; part < parts; part++) {
    int64_t at = part * blocks * 16, gate = part * (3 * width + 1);
    gateGradient(gates + gate, width, blocks, inner + at, byLogit + at, byInner + at, sums + gate);
  }
}

/// m = g + (1 − g) r with g, the logit between 0 and 1, and q = m h.
static void maskParts(
  const EnginePartMasks *masks, const float *logit, const float *inner, float *mask, float *kept
) {
  for (int64_t part = 0, at = 0; part < masks->parts; part++)
    for (int64_t b = 0; b < masks->blocks; b++, at += 16) {
      Lanes g = activated(ENGINE_HARD_SIGMOID, loadLanes(logit + at));
      Lanes m = g + (1.0f - g) * loadLanes(masks->random + (b * masks->stride + part) * 16);
      storeLanes(mask + at, m);
      storeLanes(kept + at, m * loadLanes(inner + at));
    }
}

/// From the gradient by q: adds that by g to `byImportance`, and sets that by h, or adds it.
static void partGradients(
  const EnginePartMasks *masks, const float *byKept, const float *inner, const float *mask, bool adds,
  float *byImportance, float *byInner
) {
  for (int64_t part = 0, at = 0; part < masks->parts; part++)
    for (int64_t b = 0; b < masks->blocks; b++, at += 16) {
      Lanes back = loadLanes(byKept + at), r = loadLanes(masks->random + (b * masks->stride + part) * 16);
      storeLanes(
        byImportance + at, loadLanes(byImportance + at) + back * loadLanes(inner + at) * (1.0f - r));
      Lanes through = back * loadLanes(mask + at);
      storeLanes(byInner + at, adds ? loadLanes(byInner + at) + through : through);
    }
}

/// Turns the gradient by the importances into that by the logits, with the penalty's; adds the penalty to
/// `cost`. Slopes outside of 0 to 1 are those that DecompositionPass states.
static void logitGradients(
  const EnginePartPenalty *p, int32_t parts, int32_t blocks, const float *logit, const float *weights,
  float *byLogit, float *cost
) {
  const Lanes zero = {}, one = all(1);
  Lanes sum = loadLanes(cost);
  for (int64_t part = 0, at = 0; part < parts; part++)
    for (int64_t b = 0; b < blocks; b++, at += 16) {
      Lanes z = loadLanes(logit + at), back = loadLanes(byLogit + at), weight = loadLanes(weights + b * 16);
      Ints low = z <= zero, high = z > one;
      Lanes result = choose(low, choose(back >= zero, zero, back * 0.01f), choose(high, zero, back));
      Lanes upper = choose(low, zero, choose(high, 1.0f + (z - 1.0f) * 0.01f, z));
      Lanes below = one;
      for (int i = 1; i < p->power; i++) below *= upper;
      sum += below * upper * weight * p->penalty;
      Lanes slope = below * weight * (p->penalty * (float)p->power);
      slope = choose(low, zero, choose(high, slope * 0.01f, slope));
      storeLanes(byLogit + at, result + slope);
    }
  storeLanes(cost, sum);
}

/// The squared error of ReLU(z + b) against ReLU(t + b), or of z + b against t + b, times weights and `scale`:
/// adds it to `loss`, and sets its gradient by z.
static void partErrors(
  const float *z, const float *target, const float *bias, bool rectified, int32_t outputs, int32_t blocks,
  const float *weights, float scale, float *delta, float *loss
) {
  const Lanes zero = {};
  Lanes sum = {};
  for (int64_t j = 0, at = 0; j < outputs; j++)
    for (int64_t b = 0; b < blocks; b++, at += 16) {
      Lanes y = loadLanes(z + at) + all(bias[j]), t = loadLanes(target + at) + all(bias[j]);
      Lanes weight = loadLanes(weights + b * 16);
      Lanes e = rectified ? choose(y > zero, y, zero) - choose(t > zero, t, zero) : y - t;
      Lanes back = e * weight * (2 * scale);
      sum += e * e * weight * scale;
      storeLanes(delta + at, rectified ? choose(y > zero, back, zero) : back);
    }
  storeLanes(loss, loadLanes(loss) + sum);
}
