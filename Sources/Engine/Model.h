// Loss and gradients of a chunk of samples. Included once for each kind of processor.

/// What `count` samples of zeros add: they reach the loss and the bias only.
static void zeroSamples(const EngineModel *model, float count, EngineSums *sums) {
  const Outputs o = outputs(model);
  for (int f = 0; f < model->features; f++) {
    Part loss = {};
    Part d = lossDelta(allParts(model->bias[f]), (Part){}, allParts(model->importance[f]), o, &loss);
    sums->bias[f] += d[0] * count;
    sums->loss += loss[0] * count;
  }
}

static void clearSums(const EngineModel *model, EngineSums *sums) {
  size_t size = (size_t)model->features * (size_t)model->hidden * 4;
  memset(sums->encoder, 0, size);
  if (!model->tied) memset(sums->decoder, 0, size);
}

static float penaltySum(const EngineModel *model, int32_t blocks, const float *h) {
  if (model->hiddenPenalty == 0) return 0;
  Lanes sum = {};
  const Lanes magnitude = absoluteMask(true);
  for (int64_t i = 0; i < (int64_t)blocks * model->hidden; i++)
    sum += masked(load(h + i * 16), magnitude);
  return sum16(sum) * model->hiddenPenalty;
}

/// Gradients from δ and h, with every block of every feature.
static void backward(
  const EngineModel *model, const float *x, int32_t blocks, const EngineScratch *s,
  EngineSums *sums
) {
  int n = model->features, m = model->hidden;
  const float *h = s->hidden, *delta = s->delta;
  float *d = s->hiddenDelta;
  clearSums(model, sums);
  encode(delta, model->decoder, n, m, blocks, activationFloor(false), d);
  hiddenDeltas(model, h, blocks, d);
  if (model->tied) {
    outerSums2(delta, h, x, d, n, m, blocks, sums->encoder);
  } else {
    outerSums1(x, d, n, m, blocks, sums->encoder);
    outerSums1(delta, h, n, m, blocks, sums->decoder);
  }
}

/// The same with what is present and where gates are open.
static void backwardSparse(
  const EngineModel *model, int32_t blocks, const EngineScratch *s, EngineSums *sums
) {
  int n = model->features, m = model->hidden;
  const float *h = s->hidden, *delta = s->delta;
  float *d = s->hiddenDelta, *decoder = model->tied ? sums->encoder : sums->decoder;
  clearSums(model, sums);
  bool all = mostAreOpen(s->open, n, blocks);
  if (all) encode(delta, model->decoder, n, m, blocks, activationFloor(false), d);
  else encodeOpen(delta, model->decoder, s->open, n, m, blocks, s->index, d);
  hiddenDeltas(model, h, blocks, d);
  if (all) outerSums1(delta, h, n, m, blocks, decoder);
  else outerOpen(delta, h, s->open, n, m, decoder);
  outerPresent(model, blocks, s, sums->encoder);
}

/// δ of all blocks; returns the loss. The last `padding` samples of the last block do not count.
///
/// What padding adds cannot be taken off again: where it is larger than the rest, only rounding would
/// be left. So the last block is done first, and the padding's lanes of the sums are cleared.
static Lanes allDeltas(
  const EngineModel *model, const float *x, int32_t blocks, int padding, const EngineScratch *s,
  uint64_t *open
) {
  int n = model->features;
  Lanes *gBias = (Lanes *)s->biasLanes, loss = {};
  for (int f = 0; f < n; f++) gBias[f] = (Lanes){};
  packTiles(model->decoder, n, model->hidden, s->packed);
  if (padding > 0) {
    blocks--;
    loss = deltas(model, x, s->hidden, blocks, blocks + 1, s->packed, gBias, s->delta, open);
    for (int i = 16 - padding; i < 16; i++) {
      loss[i] = 0;
      for (int f = 0; f < n; f++) gBias[f][i] = 0;
    }
  }
  return deltas(model, x, s->hidden, 0, blocks, s->packed, gBias, s->delta, open) + loss;
}

static void generalGradients(
  const EngineModel *model, const float *x, int32_t blocks, int padding, const EngineScratch *s,
  EngineSums *sums
) {
  int n = model->features;
  const Lanes *gBias = (const Lanes *)s->biasLanes;
  bool sparse = model->sparseInputs && model->hidden <= ROWS_HIDDEN;
  Lanes loss;
  if (sparse) {
    encodePresent(model, x, blocks, s);
    memset(s->open, 0, (size_t)n * 8);
    loss = allDeltas(model, x, blocks, padding, s, s->open);
  } else {
    encode(
      x, model->encoder, n, model->hidden, blocks, activationFloor(model->hiddenReLU), s->hidden);
    loss = allDeltas(model, x, blocks, padding, s, NULL);
  }
  for (int f = 0; f < n; f++) sums->bias[f] = sum16(gBias[f]);
  sums->loss = sum16(loss) + penaltySum(model, blocks, s->hidden);
  if (sparse) backwardSparse(model, blocks, s, sums);
  else backward(model, x, blocks, s, sums);
}

/// What a small tied model does with its inputs; constants where it is inlined.
typedef struct { bool hiddenReLU, outputReLU, absoluteTarget; } SmallKind;

/// What comes of one part of a block, as far as the weights' gradient needs it.
typedef struct { Part delta[8], h[4], d[4]; } SmallPart;

/// Blocks whose weights' gradient is made together: with few registers its sums are kept out of the
/// way of everything else.
#if ENGINE_WIDE
#define SMALL_BLOCKS 1
#else
#define SMALL_BLOCKS 16
#endif

INLINE void smallPart(
  const int n, const int m, const SmallKind kind, const EngineModel *model, const float *x,
  Outputs o, Part *loss, Part gBias[], SmallPart *part
) {
  const float *restrict W = model->encoder;
  Part h[4] = {}, d[4] = {};
#pragma clang loop unroll(full)
  for (int f = 0; f < n; f++)
#pragma clang loop unroll(full)
    for (int k = 0; k < m; k++) h[k] = fmaPart(loadPart(x + f * 16), allParts(W[f * m + k]), h[k]);
#pragma clang loop unroll(full)
  for (int k = 0; k < m; k++)
    if (kind.hiddenReLU) h[k] = (Part)(~(PartInts)(h[k] <= 0) & (PartInts)h[k]);
#pragma clang loop unroll(full)
  for (int f = 0; f < n; f++) {
    Part z = allParts(model->bias[f]);
#pragma clang loop unroll(full)
    for (int k = 0; k < m; k++) z = fmaPart(h[k], allParts(W[f * m + k]), z);
    Part delta = lossDelta(z, loadPart(x + f * 16), allParts(model->importance[f]), o, loss);
    gBias[f] += delta;
    part->delta[f] = delta;
#pragma clang loop unroll(full)
    for (int k = 0; k < m; k++) d[k] = fmaPart(delta, allParts(W[f * m + k]), d[k]);
  }
#pragma clang loop unroll(full)
  for (int k = 0; k < m; k++) {
    if (kind.hiddenReLU) d[k] = (Part)(~(PartInts)(h[k] <= 0) & (PartInts)d[k]);
    part->h[k] = h[k];
    part->d[k] = d[k];
  }
}

/// gW += δᵀh + xᵀd
INLINE void smallProducts(
  const int n, const int m, const float *x, const SmallPart *part, Part gW[]
) {
#pragma clang loop unroll(full)
  for (int f = 0; f < n; f++) {
    Part v = loadPart(x + f * 16);
#pragma clang loop unroll(full)
    for (int k = 0; k < m; k++)
      gW[f * m + k] = fmaPart(v, part->d[k], fmaPart(part->delta[f], part->h[k], gW[f * m + k]));
  }
}

/// A small tied model, in registers as far as there are some.
INLINE void smallGradients(
  const int n, const int m, const SmallKind kind, const EngineModel *model, const float *x,
  int32_t blocks, EngineSums *sums
) {
  // Constants, as the kind is.
  const Outputs o = {
    partOf(activationFloor(kind.outputReLU), 0), partOf(absoluteMask(kind.absoluteTarget), 0)};
  Lanes loss, gW[16], gBias[8];
  for (int p = 0; p < PARTS; p++) {
    Part partLoss = {}, partW[16] = {}, partBias[8] = {};
    const float *xp = x + p * PART_LANES;
    for (int32_t i = 0; i < blocks; i += SMALL_BLOCKS) {
      SmallPart parts[SMALL_BLOCKS];
      int32_t count = blocks - i < SMALL_BLOCKS ? blocks - i : SMALL_BLOCKS;
      const float *first = xp + (int64_t)i * n * 16;
      for (int32_t j = 0; j < count; j++)
        smallPart(n, m, kind, model, first + j * n * 16, o, &partLoss, partBias, &parts[j]);
      for (int32_t j = 0; j < count; j++)
        smallProducts(n, m, first + j * n * 16, &parts[j], partW);
    }
    ((Part *)&loss)[p] = partLoss;
#pragma clang loop unroll(full)
    for (int f = 0; f < n; f++) ((Part *)&gBias[f])[p] = partBias[f];
#pragma clang loop unroll(full)
    for (int k = 0; k < n * m; k++) ((Part *)&gW[k])[p] = partW[k];
  }
  sums->loss = sum16(loss);
#pragma clang loop unroll(full)
  for (int f = 0; f < n; f++) sums->bias[f] = sum16(gBias[f]);
#pragma clang loop unroll(full)
  for (int k = 0; k < n * m; k++) sums->encoder[k] = sum16(gW[k]);
}

/// n and m are constants where it is inlined, and so is the kind of the paper's models.
INLINE void smallModel(
  const int n, const int m, const EngineModel *model, const float *x, int32_t blocks,
  EngineSums *sums
) {
  const SmallKind kind = {model->hiddenReLU, model->outputReLU, model->absoluteTarget};
  const SmallKind reluOutput = {false, true, false};
  if (!kind.hiddenReLU && kind.outputReLU && !kind.absoluteTarget)
    smallGradients(n, m, reluOutput, model, x, blocks, sums);
  else smallGradients(n, m, kind, model, x, blocks, sums);
}

/// True when a small kernel for the model's size exists and did the work.
static bool small(const EngineModel *model, const float *x, int32_t blocks, EngineSums *sums) {
  if (!model->tied || model->hiddenPenalty != 0) return false;
#define SMALL(N, M) case (N) * 8 + (M): smallModel(N, M, model, x, blocks, sums); return true;
  if (model->hidden > 3 || model->features > 7) return false;
  switch (model->features * 8 + model->hidden) {
    SMALL(2, 1) SMALL(3, 1) SMALL(3, 2) SMALL(4, 2) SMALL(5, 2) SMALL(6, 2) SMALL(7, 2)
  }
#undef SMALL
  return false;
}

static void gradients(
  const EngineModel *model, const float *x, int32_t blocks, float zeros, const EngineScratch *s,
  EngineSums *sums
) {
  int padding = zeros < 0 ? (int)-zeros : 0;
  if (padding > 0 || !small(model, x, blocks, sums))
    generalGradients(model, x, blocks, padding, s, sums);
  if (zeros > 0) zeroSamples(model, zeros, sums);
}

static void forward(
  const EngineModel *model, const float *x, int32_t blocks, float *hidden, float *output
) {
  encode(x, model->encoder, model->features, model->hidden, blocks,
    activationFloor(model->hiddenReLU), hidden);
  decode(model, hidden, blocks, output);
}
