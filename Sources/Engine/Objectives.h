// Targets and losses of layered models. Included once for each kind of processor.

/// t = linear · x + rectified · ReLU(x), `count` numbers.
static void elementTargets(
  float linear, float rectified, int64_t count, const float *x, float *t
) {
  for (int64_t i = 0; i < count; i += 16) {
    Lanes v = load(x + i);
    store(t + i, fmaScalar(v, linear, gated(v, (Lanes){}) * rectified));
  }
}

/// t[j] = x[first j] · x[second j], or 1 where both are above 0, and else 0.
static void pairTargets(
  bool logical, const int32_t *first, const int32_t *second, int32_t pairs, const float *x,
  int32_t inputs, int32_t blocks, float *t
) {
  const Lanes zero = {}, one = all(1);
  for (int32_t b = 0; b < blocks; b++, x += inputs * 16)
    for (int32_t j = 0; j < pairs; j++, t += 16) {
      Lanes u = load(x + first[j] * 16), v = load(x + second[j] * 16);
      store(t, logical ? masked(one, (Lanes)((u > zero) & (v > zero))) : u * v);
    }
}

/// |e|^(p − 1), e's absolute value given.
INLINE Lanes lowerPower(Lanes a, float p) {
  int whole = (int)p;
  if ((float)whole == p && whole <= 16) {
    Lanes q = all(1);
    for (int i = 1; i < whole; i++) q = q * a;
    return q;
  }
  Ints positive = a > 0x1p-120f;  // the logarithm is for normal numbers
  Lanes q = exponential(logarithm(choose(positive, a, all(1))) * (p - 1));
  return masked(q, (Lanes)positive);
}

/// One lane's |e|^p, and its derivative with respect to e.
INLINE Lanes powerOf(const int kind, Lanes e, float p, Lanes *derivative) {
  if (kind == 2) {
    *derivative = e + e;
    return e * e;
  }
  if (kind == 4) {
    Lanes square = e * e;
    *derivative = square * e * 4.0f;
    return square * square;
  }
  Lanes a = absolute(e), q = lowerPower(a, p);
  // The derivative has the sign of e, and is 0 at 0.
  Lanes size = masked(q * p, (Lanes)((a > 0.0f) | (a != a)));
  *derivative = (Lanes)((Words)size | ((Words)e & 0x80000000u));
  return q * a;
}

INLINE float powerBlocks(
  const int kind, const EnginePower *l, const float *y, const float *t, int32_t blocks,
  const float *weights, bool adds, float *gradient
) {
  Lanes total = {};
  for (int32_t b = 0; b < blocks; b++) {
    Lanes sum[2] = {}, weight = load(weights + b * 16);
    for (int32_t f = 0; f < l->units; f++) {
      int64_t at = ((int64_t)b * l->units + f) * 16;
      Lanes e = load(y + at), derivative;
      if (t) e = e - load(t + at);
      float factor = l->factors ? l->factors[f] : l->factor;
      Lanes value = powerOf(kind, e, l->power, &derivative);
      sum[f & 1] = fmaScalar(value, factor, sum[f & 1]);
      Lanes d = derivative * factor * weight;
      store(gradient + at, adds ? load(gradient + at) + d : d);
    }
    total = fma16(sum[0] + sum[1], weight, total);
  }
  return sum16(total);
}

/// The sum over samples of weight · Σ factor · |y − t|^p, and its gradient by y, which it adds or
/// writes. Without t, the power of y itself.
static float powerLoss(
  const EnginePower *l, const float *y, const float *t, int32_t blocks, const float *weights,
  bool adds, float *gradient
) {
  if (l->power == 2) return powerBlocks(2, l, y, t, blocks, weights, adds, gradient);
  if (l->power == 4) return powerBlocks(4, l, y, t, blocks, weights, adds, gradient);
  return powerBlocks(0, l, y, t, blocks, weights, adds, gradient);
}

/// The sum over samples of weight · factor · cross-entropy of softmax(y) with the shares t, and its
/// gradient by y.
static float crossEntropy(
  const EnginePower *l, const float *y, const float *t, int32_t blocks, const float *weights,
  bool adds, float *gradient
) {
  Lanes total = {};
  int64_t size = (int64_t)l->units * 16;
  for (int32_t b = 0; b < blocks; b++, y += size, t += size, gradient += size) {
    Lanes top = load(y), sum = {}, shares = {}, product = {}, weight = load(weights + b * 16);
    for (int64_t i = 16; i < size; i += 16) top = choose(load(y + i) > top, load(y + i), top);
    for (int64_t i = 0; i < size; i += 16) {
      sum += exponential(load(y + i) - top);
      shares += load(t + i);
      product = fma16(load(t + i), load(y + i) - top, product);
    }
    total = fma16(fma16(shares, logarithm(sum), -product) * l->factor, weight, total);
    Lanes scale = shares / sum;
    for (int64_t i = 0; i < size; i += 16) {
      Lanes p = exponential(load(y + i) - top) * scale;
      Lanes d = (p - load(t + i)) * l->factor * weight;
      store(gradient + i, adds ? load(gradient + i) + d : d);
    }
  }
  return sum16(total);
}
