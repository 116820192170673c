// Trains one instance of a ReLU output model in a browser, with the engine's own loops. Each sum and
// each random number is the one that ToyLib computes, so the weights have the same bits.
//
// `Scripts/browser-engine` compiles it to WebAssembly. It has the loops for few features only: with 32
// or more, ToyLib uses others. One module trains one model at a time.
#define ENGINE_NAME browser
#define ENGINE_HAS_FMA 0
#define ENGINE_AVX2 0
#define ENGINE_AVX512 0
#define ENGINE_WIDE 0
// Of the headers, this file uses a part.
#pragma clang diagnostic ignored "-Wunused-function"
#pragma clang diagnostic ignored "-Wunused-variable"
#include "../Vectors.h"
// clang-format off: each header uses those before it.
#include "../Arithmetic.h"
#include "../Random.h"
#include "../Normal.h"
#include "../Packing.h"
#include "../Samples.h"
#include "../Products.h"
#include "../Sparse.h"
#include "../Gates.h"
#include "../Model.h"
#include "../Updates.h"
#include "InitialWeights.h"

#define EXPORT(name) __attribute__((export_name(#name)))

/// The largest sizes. `LivePage.swift` knows them, too.
enum { MOST_FEATURES = 31, MOST_HIDDEN = 16, MOST_BLOCKS = 64 };
enum { MOST_WEIGHTS = MOST_FEATURES * MOST_HIDDEN };
enum { MOST_PARAMETERS = (MOST_WEIGHTS + MOST_FEATURES + 15) / 16 * 16 };

// Numbers of streams, as in `RandomPurpose`.
enum { INITIAL_WEIGHTS = 0, TRAINING = 1 };

typedef float Row[16] __attribute__((aligned(64)));

static Row parameters[MOST_PARAMETERS / 16], mean[MOST_PARAMETERS / 16];
static Row variance[MOST_PARAMETERS / 16], gradient[MOST_PARAMETERS / 16];
static Row partial[MOST_PARAMETERS / 16];
static Row x[MOST_BLOCKS * MOST_FEATURES], delta[MOST_BLOCKS * MOST_FEATURES];
static Row hiddenUnits[MOST_BLOCKS * MOST_HIDDEN], hiddenDelta[MOST_BLOCKS * MOST_HIDDEN];
static Row packedWeights[MOST_WEIGHTS / 16 + 1], biasLanes[MOST_FEATURES];
static Row importance[(MOST_FEATURES + 15) / 16];
static float density[MOST_FEATURES + 8], scale[MOST_FEATURES + 8];

static struct {
  int features, hidden, batch, chunk, weights, count;
  uint32_t key[2], step;
  bool skipsZeros, diverged;
  double rate, beta1, beta2, epsilon, decay, loss;
} run;

/// Where the page writes the importance of each feature before `start`.
EXPORT(importance) float *importancePointer(void) { return &importance[0][0]; }

/// W, then b.
EXPORT(parameters) float *parametersPointer(void) { return &parameters[0][0]; }

EXPORT(step) int step(void) { return (int)run.step; }

/// The loss of the last step's samples, a mean over samples and features.
EXPORT(loss) double loss(void) { return run.loss; }

/// Whether a loss was not finite; then no step follows.
EXPORT(diverged) int diverged(void) { return run.diverged; }

EXPORT(optimiser)
void optimiser(double rate, double beta1, double beta2, double epsilon, double decay) {
  run.rate = rate, run.beta1 = beta1, run.beta2 = beta2;
  run.epsilon = epsilon, run.decay = decay;
}

static void prepareFeatures(double sparsity) {
  double zero = 1;
  for (int f = 0; f < run.features; f++) zero *= sparsity;
  run.skipsZeros = zero > 0.05;
  float present = (float)(1 - sparsity), size = 0;
  if (present > 0) {
    // The next number below 1 / p, so that u / p stays below 1.
    size = 1 / present;
    uint32_t bits;
    memcpy(&bits, &size, 4);
    bits--;
    memcpy(&size, &bits, 4);
  }
  for (int f = 0; f < run.features + 8; f++) density[f] = present, scale[f] = size;
}

static void drawInitialWeights(void) {
  float deviation = (float)__builtin_sqrt(2 / (double)(run.features + run.hidden));
  Source source = {{run.key[0], run.key[1]}, {0, 0x80000000u, 0, INITIAL_WEIGHTS}, {}, 4};
  float *to = &parameters[0][0];
  for (int i = 0; i < run.weights; i++) to[i] = deviation * normalFloat(&source);
}

/// Sets the model back to its first weights. The arguments must be within the largest sizes.
EXPORT(start)
void start(int features, int hidden, double sparsity, int batch, uint64_t seed, int instance) {
  uint64_t key = mixed(mixed(seed) + (uint64_t)(int64_t)instance);
  run.key[0] = (uint32_t)key, run.key[1] = (uint32_t)(key >> 32);
  run.features = features, run.hidden = hidden, run.batch = batch;
  run.weights = features * hidden;
  run.count = (run.weights + features + 15) / 16 * 16;
  run.chunk = run.weights <= 24 ? 1024 : 256;
  run.step = 0, run.diverged = false, run.loss = 0;
  memset(parameters, 0, sizeof parameters);
  memset(mean, 0, sizeof mean);
  memset(variance, 0, sizeof variance);
  memset(gradient, 0, sizeof gradient);
  memset(partial, 0, sizeof partial);
  prepareFeatures(sparsity);
  drawInitialWeights();
}

/// Draws a chunk and adds up its gradients; returns its loss.
static double chunkGradients(int first, int samples, float *to) {
  const EngineIndependent features = {run.features, 0, run.skipsZeros, density, scale};
  const EngineStream stream = {{run.key[0], run.key[1]}, 0, run.step, TRAINING};
  const float *weights = &parameters[0][0];
  const EngineModel model = {
    run.features, run.hidden, true, false, true, false, false, 0, weights, weights,
    weights + run.weights, &importance[0][0]};
  const EngineScratch scratch = {
    &hiddenUnits[0][0], &hiddenDelta[0][0], &delta[0][0], &packedWeights[0][0], &biasLanes[0][0],
    NULL, NULL, NULL, NULL, NULL};
  EngineSums sums = {to, NULL, to + run.weights, 0};
  int32_t blocks = independent(&features, stream, first / 16, samples, &x[0][0]);
  float zeros = (float)(samples - blocks * 16);
  gradients(&model, &x[0][0], blocks, zeros, &scratch, &sums);
  return (double)sums.loss;
}

static double power(double base, int exponent) {
  double result = 1, square = base;
  for (; exponent > 0; exponent >>= 1, square *= square)
    if (exponent & 1) result *= square;
  return result;
}

static void update(void) {
  int number = (int)run.step + 1;
  EngineAdam a = {
    .gradientScale = (float)(1 / (double)(run.batch * run.features)), .rate = (float)run.rate,
    .beta1 = (float)run.beta1, .rest1 = (float)(1 - run.beta1),
    .beta2 = (float)run.beta2, .rest2 = (float)(1 - run.beta2),
    .epsilon = (float)run.epsilon, .correction1 = (float)(1 - power(run.beta1, number)),
    .rootCorrection2 = (float)__builtin_sqrt(1 - power(run.beta2, number)),
    .decay = (float)run.decay};
  adam(&a, run.count, &parameters[0][0], &gradient[0][0], &mean[0][0], &variance[0][0]);
}

/// Up to `steps` steps.
EXPORT(train) void train(int steps) {
  for (int i = 0; i < steps && !run.diverged; i++) {
    double total = 0;
    for (int first = 0; first < run.batch; first += run.chunk) {
      int samples = run.batch - first < run.chunk ? run.batch - first : run.chunk;
      float *to = first == 0 ? &gradient[0][0] : &partial[0][0];
      total += chunkGradients(first, samples, to);
      if (first > 0) add(run.count, &gradient[0][0], &partial[0][0]);
    }
    run.loss = total / (double)(run.batch * run.features);
    // Not a number, or infinite.
    run.diverged = !(__builtin_fabs(run.loss) < __builtin_inf());
    if (run.diverged) return;
    update();
    run.step++;
  }
}

/// The hash that `Network.fingerprint` shows.
EXPORT(fingerprint) uint64_t fingerprint(void) {
  uint64_t hash = 0xcbf29ce484222325u;
  int count = 2 + run.weights + run.features;
  for (int i = 0; i < count; i++) {
    uint32_t word = (uint32_t)(i == 0 ? run.features : run.hidden);
    if (i > 1) memcpy(&word, &parameters[0][0] + i - 2, 4);
    for (int shift = 0; shift < 32; shift += 8)
      hash = (hash ^ (word >> shift & 0xff)) * 0x100000001b3u;
  }
  return hash;
}
