// Sparse autoencoders, for sixteen samples at once. Products are rounded before they are added, as in
// Swift. Included once for each kind of processor.

/// out[j] = Σ_k x[k] W[j][k] of `rows` rows.
INLINE void dotsOfRows(const float *x, const float *W, int32_t columns, const int rows, float *out) {
  Lanes sums[8] = {};
  for (int32_t k = 0; k < columns; k++) {
    Lanes v = loadLanes(x + (int64_t)k * 16);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r] += v * all(W[(int64_t)r * columns + k]);
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++) storeLanes(out + r * 16, sums[r]);
}

static void dots(const float *x, const float *W, int32_t rows, int32_t columns, float *out) {
  int32_t j = 0;
  for (; j + 8 <= rows; j += 8) dotsOfRows(x, W + (int64_t)j * columns, columns, 8, out + (int64_t)j * 16);
#define DOTS_CASE(R) case R: dotsOfRows(x, W + (int64_t)j * columns, columns, R, out + (int64_t)j * 16); break;
  switch (rows - j) {
    DOTS_CASE(1) DOTS_CASE(2) DOTS_CASE(3) DOTS_CASE(4) DOTS_CASE(5) DOTS_CASE(6) DOTS_CASE(7)
  }
#undef DOTS_CASE
}

/// y[k] += f · row[k]
static void addScaledRow(const float *f, const float *row, int32_t columns, float *y) {
  Lanes v = loadLanes(f);
  for (int64_t k = 0; k < columns; k++) storeLanes(y + k * 16, loadLanes(y + k * 16) + v * all(row[k]));
}

/// y[k] += f · x[k]
static void addProducts(const float *f, const float *x, int32_t columns, float *y) {
  Lanes v = loadLanes(f);
  for (int64_t k = 0; k < (int64_t)columns * 16; k += 16)
    storeLanes(y + k, loadLanes(y + k) + v * loadLanes(x + k));
}

/// Activations: the sum of features, each times its direction, and its ReLU if `rectified`.
static void embed(
  const float *x, const float *directions, int32_t features, int32_t columns, bool rectified, float *out
) {
  const Lanes zero = {};
  for (int64_t k = 0; k < columns; k++) storeLanes(out + k * 16, zero);
  for (int64_t i = 0; i < features; i++)
    if (anyBits(loadLanes(x + i * 16) != zero)) addScaledRow(x + i * 16, directions + i * columns, columns, out);
  if (!rectified) return;
  for (int64_t k = 0; k < columns; k++) {
    Lanes v = loadLanes(out + k * 16);
    storeLanes(out + k * 16, masked(v, (Lanes)(v > zero)));
  }
}

/// h̄ and h̄ Wᵀ of sixteen activations.
static void dictionarySums(const EngineDictionary *d, const float *x, const EngineDictionaryMemory *m) {
  for (int64_t k = 0; k < d->inputs; k++)
    storeLanes(m->centred + k * 16, loadLanes(x + k * 16) - all(d->decoderBias[k]));
  dots(m->centred, d->encoder, d->latents, d->inputs, m->sum);
}

/// Writes the positive z of sixteen activations to `out`, which has room for one more than all of them.
static int32_t positiveLatents(const EngineDictionary *d, const EngineDictionaryMemory *m, float *out) {
  const Lanes zero = {};
  int32_t count = 0;
  for (int64_t j = 0; j < d->latents; j++) {
    Lanes z = loadLanes(m->sum + j * 16) + all(d->encoderBias[j]);
    if (!anyBits(z > zero)) continue;
    for (int l = 0; l < 16; l++) {
      out[count] = z[l];
      count += z[l] > 0;
    }
  }
  return count;
}

/// The latents above the limit; returns how many are in `busy`.
static intptr_t openLatents(
  const EngineDictionary *d, Lanes weight, Lanes limit, const EngineDictionaryMemory *m
) {
  intptr_t busy = 0;
  Lanes penalty = loadLanes(m->losses + 16);
  for (intptr_t j = 0; j < d->latents; j++) {
    Lanes z = loadLanes(m->sum + j * 16) + all(d->encoderBias[j]), on = (Lanes)(z > limit), f = masked(z, on);
    if (!anyBits((Ints)on)) continue;
    m->busy[busy++] = j;
    storeLanes(m->activity + j * 16, loadLanes(m->activity + j * 16) + masked(weight, on));
    penalty += f * weight * all(d->penalty[j]);
    storeLanes(m->value + j * 16, f);
  }
  storeLanes(m->losses + 16, penalty);
  return busy;
}

/// residual += Σ f · D of `count` latents.
INLINE void reconstructed(
  const EngineDictionary *d, const intptr_t *busy, const int count, const EngineDictionaryMemory *m, float *residual
) {
  Lanes f[4];
  const float *row[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < count; i++) {
    f[i] = loadLanes(m->value + busy[i] * 16);
    row[i] = d->decoder + busy[i] * d->inputs;
  }
  for (int64_t k = 0; k < d->inputs; k++) {
    Lanes sum = loadLanes(residual + k * 16);
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) sum += f[i] * all(row[i][k]);
    storeLanes(residual + k * 16, sum);
  }
}

/// Calls CALL(LATENTS, count) for the `COUNT` latents from LATENTS on, four at a time.
#define BY_FOUR(LATENTS, COUNT, CALL) \
  do { \
    intptr_t rest = COUNT; \
    const intptr_t *latents = LATENTS; \
    for (; rest >= 4; rest -= 4, latents += 4) CALL(latents, 4); \
    switch (rest) { \
      case 3: CALL(latents, 3); break; \
      case 2: CALL(latents, 2); break; \
      case 1: CALL(latents, 1); break; \
    } \
  } while (0)

/// ĥ − h of each prefix: a longer one starts where the shorter one ended.
static void reconstructPrefixes(const EngineDictionary *d, intptr_t busy, const EngineDictionaryMemory *m) {
  const int64_t size = (int64_t)d->inputs * 16;
  intptr_t done = 0;
  for (int32_t prefix = 0; prefix < d->prefixes; prefix++) {
    float *residual = m->residual + prefix * size;
    for (int64_t k = 0; k < size; k += 16)
      storeLanes(residual + k, prefix ? loadLanes(residual + k - size) : (Lanes){} - loadLanes(m->centred + k));
    intptr_t first = done;
    while (done < busy && d->level[m->busy[done]] == prefix) done++;
#define CALL(LATENTS, COUNT) reconstructed(d, LATENTS, COUNT, m, residual)
    BY_FOUR(m->busy + first, done - first, CALL);
#undef CALL
  }
}

/// The loss of the residuals, which become their gradients.
static void residualGradients(const EngineDictionary *d, Lanes weight, const EngineDictionaryMemory *m) {
  const int64_t n = d->inputs, count = n * d->prefixes;
  const Lanes number = all((float)count), share = all(2 / (float)count);
  Lanes loss = loadLanes(m->losses);
  for (int64_t k = 0; k < count; k++) {
    Lanes r = loadLanes(m->residual + k * 16);
    loss += r * r * weight / number;
    storeLanes(m->residual + k * 16, r * weight * share);
  }
  storeLanes(m->losses, loss);
  // A latent is in the prefix that it begins and in all longer ones.
  for (int64_t k = count - n - 1; k >= 0; k--)
    storeLanes(m->residual + k * 16, loadLanes(m->residual + k * 16) + loadLanes(m->residual + (k + n) * 16));
}

/// The gradients by `count` latents that are busy.
INLINE void latentGradients(
  const EngineDictionary *d, Lanes weight, const intptr_t *busy, const int count, const EngineDictionaryMemory *m
) {
  const int64_t n = d->inputs;
  const float *residual[4], *decoder[4], *encoder[4];
  float *decoderSums[4], *encoderSums[4];
  Lanes f[4], byValue[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < count; i++) {
    int64_t j = busy[i], row = j * n;
    residual[i] = m->residual + d->level[j] * n * 16;
    decoder[i] = d->decoder + row;
    encoder[i] = d->encoder + row;
    decoderSums[i] = m->decoder + row * 16;
    encoderSums[i] = m->encoder + row * 16;
    f[i] = loadLanes(m->value + j * 16);
    byValue[i] = (Lanes){};
    storeLanes(m->energy + j * 16, loadLanes(m->energy + j * 16) + f[i] * f[i] * weight);
  }
  for (int64_t k = 0; k < n; k++)
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) byValue[i] += loadLanes(residual[i] + k * 16) * all(decoder[i][k]);
#pragma clang loop unroll(full)
  for (int i = 0; i < count; i++) {
    int64_t j = busy[i];
    byValue[i] = masked(byValue[i] + weight * all(d->penalty[j]), (Lanes)(f[i] > (Lanes){}));
    storeLanes(m->encoderBias + j * 16, loadLanes(m->encoderBias + j * 16) + byValue[i]);
  }
  for (int64_t k = 0; k < n * 16; k += 16) {
    Lanes back = loadLanes(m->back + k), centred = loadLanes(m->centred + k);
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++) {
      storeLanes(decoderSums[i] + k, loadLanes(decoderSums[i] + k) + f[i] * loadLanes(residual[i] + k));
      storeLanes(encoderSums[i] + k, loadLanes(encoderSums[i] + k) + byValue[i] * centred);
      back += byValue[i] * all(encoder[i][k / 16]);
    }
    storeLanes(m->back + k, back);
  }
}

/// Loss and gradients of sixteen activations after `dictionarySums`, each times its weight. The latents whose z is above
/// the limit are active. Returns how many are in `busy`.
static intptr_t dictionaryGradients(
  const EngineDictionary *d, const float *weights, const float *limits, const EngineDictionaryMemory *m
) {
  const Lanes weight = loadLanes(weights), zero = {};
  intptr_t busy = openLatents(d, weight, loadLanes(limits), m);
  reconstructPrefixes(d, busy, m);
  residualGradients(d, weight, m);
  for (int64_t k = 0; k < (int64_t)d->inputs * 16; k += 16) storeLanes(m->back + k, zero);
#define CALL(LATENTS, COUNT) latentGradients(d, weight, LATENTS, COUNT, m)
  BY_FOUR(m->busy, busy, CALL);
#undef CALL
  for (int64_t k = 0; k < (int64_t)d->inputs * 16; k += 16)
    storeLanes(
      m->decoderBias + k, loadLanes(m->decoderBias + k) + (loadLanes(m->residual + k) - loadLanes(m->back + k)));
  return busy;
}
