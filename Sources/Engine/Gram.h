// Loss and gradients of tied models that are linear as far as their hidden units, by the Gram matrix
// of their weights: for data so sparse that a sample has fewer features than the model hidden units.
// Included once for each kind of processor.
//
// z = xG + b with G = WWᵀ takes a row of G for each feature that is present, and no h. With
// M = Σ xᵀδ over the samples, the gradient is (M + Mᵀ) W: one product for all of them. So a sample
// costs two rows of `features` multiply-adds for each feature that it has, where the ordinary way
// costs five for each hidden unit.
//
// G and M are made in blocks of sixteen columns, [block][feature][16], so that what is gathered from
// fits the caches. Lanes are features here, not samples: nothing is summed across them but the loss.

/// The most blocks of columns that are worked on together, for each look at an entry.
#define GRAM_BLOCKS 2

/// Orders samples by how many features they have, so that loops over those are equally long from one
/// sample to the next. Returns the most; `cursor` becomes where a sample's first entry goes.
static int32_t orderSamples(
  const EngineLists *l, int n, int32_t samples, const EngineGramScratch *s
) {
  int32_t *counts = s->cursor, *begin = s->begin, most = 0;
  memset(counts, 0, (size_t)samples * 4);
  for (int32_t span = 0; span * 64 < samples; span++)
    for (int32_t i = l->start[span]; i < l->start[span + 1]; i++)
      counts[span * 64 + l->sample[i]]++;
  memset(begin, 0, (size_t)(n + 2) * 4);
  for (int32_t i = 0; i < samples; i++) begin[counts[i] + 1]++;
  for (int32_t c = 0, entries = 0; c <= n; c++) {
    if (begin[c + 1] > 0) most = c;
    s->next[c] = begin[c];
    s->first[c] = entries;
    entries += begin[c + 1] * c;
    begin[c + 1] += begin[c];
  }
  for (int32_t i = 0; i < samples; i++) {
    int32_t c = counts[i], place = s->next[c]++;
    s->place[i] = place;
    s->cursor[i] = s->first[c] + (place - begin[c]) * c;
  }
  return most;
}

/// The entries by sample, and again by feature.
static void orderEntries(const EngineLists *l, int n, int32_t samples, const EngineGramScratch *s) {
  int32_t spans = (samples + 63) / 64, *column = s->column;
  memset(column, 0, (size_t)(n + 2) * 4);
  for (int32_t i = 0; i < l->start[spans]; i++) column[l->feature[i] + 2]++;
  for (int f = 0; f < n; f++) column[f + 2] += column[f + 1];
  for (int32_t span = 0; span < spans; span++)
    for (int32_t i = l->start[span]; i < l->start[span + 1]; i++) {
      int32_t sample = span * 64 + l->sample[i], f = l->feature[i];
      int32_t bySample = s->cursor[sample]++, byFeature = column[f + 1]++;
      s->offset[bySample] = (uint32_t)f * 16;
      s->sampleValue[bySample] = l->value[i];
      s->row[byFeature] = (uint32_t)s->place[sample];
      s->featureValue[byFeature] = l->value[i];
    }
}

/// [feature][k] to [block of features][k][16], filled up with zeros.
static void toFeatureLanes(const float *rows, int n, int m, float *lanes) {
  memset(lanes, 0, (size_t)((n + 15) / 16 * m) * 64);
  for (int f = 0; f < n; f++)
    for (int k = 0; k < m; k++) lanes[(f / 16 * m + k) * 16 + f % 16] = rows[f * m + k];
}

/// The other way.
static void fromFeatureLanes(const float *lanes, int n, int m, float *rows) {
  for (int f = 0; f < n; f++)
    for (int k = 0; k < m; k++) rows[f * m + k] = lanes[(f / 16 * m + k) * 16 + f % 16];
}

/// Sixteen columns of G, [feature][16], from those of W.
static void gramBlock(const float *packed, const float *W, int n, int m, float *G) {
  static const float zeros[TILE] = {};
  for (int f = 0; f < n; f += TILE) {
    int count = n - f < TILE ? n - f : TILE;
    Lanes z[TILE_BLOCKS][TILE];
#define CALL(F) \
    if (F <= TILE) { \
      decodeTile(F, 1, W, packed + f * m, zeros, m, z); \
      for (int i = 0; i < F; i++) store(G + (f + i) * 16, z[0][i]); \
    }
    TILE_SWITCH(count, CALL)
#undef CALL
  }
}

/// What belongs to the columns that are worked on.
typedef struct {
  Lanes bias[GRAM_BLOCKS], importance[GRAM_BLOCKS], gBias[GRAM_BLOCKS], loss;
} Columns;

/// Turns x into δ for `count` samples of K features each, in B blocks of columns.
INLINE void gramDeltas(
  const int B, const int32_t K, int32_t count, const uint32_t *offset, const float *value,
  const float *G, int64_t block, Outputs o, Columns *columns, float *x
) {
  Part loss[PARTS], gBias[GRAM_BLOCKS * PARTS];
  memcpy(loss, &columns->loss, sizeof loss);
  memcpy(gBias, columns->gBias, sizeof gBias);
  for (int32_t i = 0; i < count; i++, offset += K, value += K, x += B * 16) {
    Part z[GRAM_BLOCKS * PARTS];
#pragma clang loop unroll(full)
    for (int p = 0; p < B * PARTS; p++) z[p] = partOf(columns->bias[p / PARTS], p % PARTS);
    for (int32_t k = 0; k < K; k++) {
      Part v = allParts(value[k]);
      const float *row = G + offset[k];
#pragma clang loop unroll(full)
      for (int p = 0; p < B * PARTS; p++)
        z[p] = fmaPart(v, loadPart(row + p / PARTS * block + p % PARTS * PART_LANES), z[p]);
    }
#pragma clang loop unroll(full)
    for (int p = 0; p < B * PARTS; p++) {
      float *here = x + p * PART_LANES;
      Part importance = partOf(columns->importance[p / PARTS], p % PARTS);
      Part delta = lossDelta(z[p], loadPart(here), importance, o, &loss[p % PARTS]);
      gBias[p] += delta;
      storePart(here, delta);
    }
  }
  memcpy(&columns->loss, loss, sizeof loss);
  memcpy(columns->gBias, gBias, sizeof gBias);
}

/// The same for all samples that have features. The first few numbers of them have loops of their own.
INLINE void allGramDeltas(
  const int B, int64_t block, Outputs o, int32_t most, const EngineGramScratch *s, Columns *columns
) {
  for (int32_t c = 1; c <= most; c++) {
    int32_t begin = s->begin[c], count = s->begin[c + 1] - begin, first = s->first[c];
#define DELTAS(K) gramDeltas( \
      B, K, count, s->offset + first, s->sampleValue + first, s->G, block, o, columns, \
      s->x + (int64_t)begin * B * 16)
    switch (c) {
      case 1: DELTAS(1); break;
      case 2: DELTAS(2); break;
      case 3: DELTAS(3); break;
      case 4: DELTAS(4); break;
      default: DELTAS(c);
    }
#undef DELTAS
  }
}

/// M = Σ xᵀδ in B blocks of columns.
INLINE void gramProducts(
  const int B, int n, int64_t block, const EngineGramScratch *s, float *M
) {
  for (int f = 0; f < n; f++) {
    Part sum[GRAM_BLOCKS * PARTS] = {};
    for (int32_t i = s->column[f]; i < s->column[f + 1]; i++) {
      Part v = allParts(s->featureValue[i]);
      const float *delta = s->x + (int64_t)s->row[i] * (B * 16);
#pragma clang loop unroll(full)
      for (int p = 0; p < B * PARTS; p++)
        sum[p] = fmaPart(v, loadPart(delta + p * PART_LANES), sum[p]);
    }
    float *row = M + f * 16;
#pragma clang loop unroll(full)
    for (int p = 0; p < B * PARTS; p++)
      storePart(row + p / PARTS * block + p % PARTS * PART_LANES, sum[p]);
  }
}

/// All that B blocks of columns have to do with, from block `b` on.
INLINE void gramColumns(
  const int B, const EngineModel *model, int b, int32_t samples, int32_t most,
  const EngineGramScratch *s, EngineSums *sums, Lanes *loss
) {
  int n = model->features, m = model->hidden, first = b * 16;
  int count = n - first < B * 16 ? n - first : B * 16;
  int64_t block = (int64_t)n * 16;
  Columns columns = {};
  for (int i = 0; i < B; i++)
    gramBlock(s->packed, s->weights + (b + i) * m * 16, n, m, s->G + i * block);
  int64_t zeros = (int64_t)s->begin[1] * B * 16;  // samples that nothing is done with
  memset(s->x + zeros, 0, (size_t)(samples - s->begin[1]) * B * 64);
  for (int i = 0; i < count; i++) {
    int f = first + i;
    columns.bias[i / 16][i % 16] = model->bias[f];
    columns.importance[i / 16][i % 16] = model->importance[f];
    for (int32_t e = s->column[f]; e < s->column[f + 1]; e++)
      s->x[(int64_t)s->row[e] * (B * 16) + i] = s->featureValue[e];
  }
  allGramDeltas(B, block, outputs(model), most, s, &columns);
  gramProducts(B, n, block, s, s->M + b * block);
  for (int i = 0; i < count; i++) sums->bias[first + i] = columns.gBias[i / 16][i % 16];
  *loss += columns.loss;
}

/// M += Mᵀ.
static void addTranspose(int n, float *M) {
  for (int a = 0; a * 16 < n; a++)
    for (int b = 0; b <= a; b++) {
      // Rows of block b's features in columns a, and the reverse; beyond n there are none.
      int rows = n - b * 16 < 16 ? n - b * 16 : 16, columns = n - a * 16 < 16 ? n - a * 16 : 16;
      float *there = M + ((int64_t)a * n + b * 16) * 16, *back = M + ((int64_t)b * n + a * 16) * 16;
      Lanes sum[16], t[16];
      for (int i = 0; i < 16; i++) t[i] = i < columns ? load(back + i * 16) : (Lanes){};
      transpose(t);
      for (int i = 0; i < 16; i++) sum[i] = i < rows ? load(there + i * 16) + t[i] : (Lanes){};
      for (int i = 0; i < rows; i++) store(there + i * 16, sum[i]);
      transpose(sum);
      for (int i = 0; i < columns; i++) store(back + i * 16, sum[i]);
    }
}

static void gramGradients(
  const EngineModel *model, const EngineLists *l, int32_t samples, float zeros,
  const EngineGramScratch *s, EngineSums *sums
) {
  int n = model->features, m = model->hidden, blocks = (n + 15) / 16, b = 0;
  const float *W = model->encoder;
  Lanes loss = {};
  int32_t most = orderSamples(l, n, samples, s);
  orderEntries(l, n, samples, s);
  toFeatureLanes(W, n, m, s->weights);
  packTiles(W, n, m, s->packed);
  for (; b + GRAM_BLOCKS <= blocks; b += GRAM_BLOCKS)
    gramColumns(GRAM_BLOCKS, model, b, samples, most, s, sums, &loss);
  for (; b < blocks; b++) gramColumns(1, model, b, samples, most, s, sums, &loss);
  addTranspose(n, s->M);
  encode(s->M, W, n, m, blocks, activationFloor(false), s->gradient);
  fromFeatureLanes(s->gradient, n, m, sums->encoder);
  sums->loss = sum16(loss);
  zeroSamples(model, (float)s->begin[1] + zeros, sums);
}
