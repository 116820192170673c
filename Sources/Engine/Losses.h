// The losses of single samples in double precision, for measurements. Training does not use them.
// Included once for each kind of processor.

/// One number for each sample of a block.
typedef double DoubleLanes __attribute__((vector_size(128), aligned(64)));
typedef int64_t LongLanes __attribute__((vector_size(128), aligned(64)));

INLINE DoubleLanes doubles(Lanes v) { return __builtin_convertvector(v, DoubleLanes); }

INLINE DoubleLanes positivePart(DoubleLanes v) {
  return (DoubleLanes)(~(LongLanes)(v <= 0) & (LongLanes)v);
}

INLINE DoubleLanes magnitudes(DoubleLanes v) {
  return (DoubleLanes)((LongLanes)v & 0x7fffffffffffffff);
}

/// h of one block, and what the penalty on it adds to each sample's loss.
INLINE DoubleLanes exactHidden(const EngineModel *model, const float *x, DoubleLanes *h) {
#pragma STDC FP_CONTRACT OFF
  int n = model->features, m = model->hidden;
  DoubleLanes penalty = {};
  for (int k = 0; k < m; k++) h[k] = (DoubleLanes){};
  for (int f = 0; f < n; f++) {
    Lanes present = load(x + f * 16);
    if (!anyBits((Ints)present)) continue;
    DoubleLanes v = doubles(present);
    const float *row = model->encoder + (int64_t)f * m;
    for (int k = 0; k < m; k++) h[k] = h[k] + v * (double)row[k];
  }
  for (int k = 0; k < m; k++) {
    if (model->hiddenReLU) h[k] = positivePart(h[k]);
    penalty = penalty + magnitudes(h[k]);
  }
  return penalty * (double)model->hiddenPenalty;
}

/// The loss of each sample, summed over features, of `samples` samples from the first block on.
///
/// Products and sums are rounded one by one, so that every processor gives the same bits. `hidden` is
/// working memory: [hidden][16]. Where `features` is given, the losses of each feature are added to it.
static void losses(
  const EngineModel *model, const float *x, int32_t samples, double *hidden, double *out,
  double *features
) {
#pragma STDC FP_CONTRACT OFF
  int n = model->features, m = model->hidden;
  DoubleLanes *h = (DoubleLanes *)hidden;
  for (int32_t first = 0; first < samples; first += 16, x += n * 16) {
    int count = samples - first < 16 ? samples - first : 16;
    DoubleLanes sum = exactHidden(model, x, h);
    for (int f = 0; f < n; f++) {
      const float *row = model->decoder + (int64_t)f * m;
      DoubleLanes z = (DoubleLanes){} + (double)model->bias[f], target = doubles(load(x + f * 16));
      for (int k = 0; k < m; k++) z = z + h[k] * (double)row[k];
      if (model->outputReLU) z = positivePart(z);
      if (model->absoluteTarget) target = magnitudes(target);
      DoubleLanes error = z - target, loss = error * error * (double)model->importance[f];
      sum = sum + loss;
      if (features)
        for (int i = 0; i < count; i++) features[f] = features[f] + loss[i];
    }
    for (int i = 0; i < count; i++) out[first + i] = sum[i];
  }
}
