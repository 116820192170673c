// The optimisers' steps, 16 parameters at a time. Included once for each kind of processor.

static void adam(
  const EngineAdam *a, int64_t count, float *parameters, const float *gradients, float *mean,
  float *variance
) {
  const Lanes size = all(a->rate / a->correction1), keep = all(1 - a->rate * a->decay);
  for (int64_t i = 0; i < count; i += 16) {
    Lanes g = load(gradients + i) * a->gradientScale;
    Lanes m = fmaScalar(load(mean + i), a->beta1, g * a->rest1);
    Lanes v = fmaScalar(load(variance + i), a->beta2, g * g * a->rest2);
    Lanes root = __builtin_elementwise_sqrt(v) / a->rootCorrection2 + a->epsilon;
    store(mean + i, m);
    store(variance + i, v);
    store(parameters + i, load(parameters + i) * keep - size * m / root);
  }
}

static void descent(
  const EngineDescent *d, int64_t count, float *parameters, const float *gradients, float *velocity
) {
  const Lanes keep = all(1 - d->rate * d->decay);
  for (int64_t i = 0; i < count; i += 16) {
    Lanes g = fmaScalar(
      load(parameters + i), d->coupledDecay, load(gradients + i) * d->gradientScale);
    Lanes v = fmaScalar(load(velocity + i), d->momentum, g);
    store(velocity + i, v);
    store(parameters + i, load(parameters + i) * keep - v * d->rate);
  }
}

static void add(int64_t count, float *sum, const float *addend) {
  for (int64_t i = 0; i < count; i += 16) store(sum + i, load(sum + i) + load(addend + i));
}

/// Eight chains of multiply-adds, of registers: enough to fill the pipelines, and they fit.
static float multiplyAdds(int64_t rounds) {
  Part sum[8], factor = allParts(0.999f), addend = allParts(0.001f);
  for (int i = 0; i < 8; i++) sum[i] = allParts((float)i);
  for (int64_t r = 0; r < rounds * PARTS * 2; r++) {
    __asm__ volatile("" : : : "memory");
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) sum[i] = fmaPart(sum[i], factor, addend);
  }
  Part total = {};
  for (int i = 0; i < 8; i++) total += sum[i];
  return total[0];
}
