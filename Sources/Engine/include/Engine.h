// The inner loops of ToyLib: nothing here checks its arguments, ToyLib has done so.
//
// Data travels in blocks of 16 samples: x[block][feature][16 lanes]. Every sum is made in one order
// that depends on the sizes alone, with explicit fused multiply-adds, so that AVX-512, AVX2 and
// plain code give the same bits. docs/engine.md says how and why.
#ifndef SUPERPOSE_ENGINE_H
#define SUPERPOSE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// One model: h = act(xW), z = hVᵀ + b, out = act(z). Both weights are [features][hidden].
typedef struct EngineModel {
  int32_t features, hidden;
  bool tied, hiddenReLU, outputReLU, absoluteTarget;
  /// Whether so much of x is zero that it pays to look for what is not. Such a model has at least 32
  /// features, and biases behind its weights, as rows of weights are read in whole vectors.
  bool sparseInputs;
  /// λ of the L1 penalty on a sample's hidden activations, in units of the summed loss.
  float hiddenPenalty;
  const float *encoder, *decoder;
  const float *bias, *importance;
} EngineModel;

/// Where a chunk's sums go (gradients of the loss summed over samples and features).
typedef struct EngineSums {
  float *encoder;             // [features][hidden]
  float *_Nullable decoder;   // [features][hidden], unless tied
  float *bias;                // [features]
  float loss;                 // summed over samples and features
} EngineSums;

/// Working memory of one chunk, each row 16 lanes.
typedef struct EngineScratch {
  float *hidden;       // [blocks][hidden][16]
  float *hiddenDelta;  // [blocks][hidden][16]
  float *delta;        // [blocks][features][16]
  float *packed;       // [features][hidden], in another order
  float *biasLanes;    // [features][16]
  // For sparse inputs only:
  float *_Nullable sparse;    // [2][features][blocks * 16 + 16]
  float *_Nullable rows;      // [blocks * 16][hidden, filled up to a multiple of 16]
  int32_t *_Nullable counts;  // [features]
  int32_t *_Nullable index;   // [features]
  uint64_t *_Nullable open;   // [features], a bit for each block
} EngineScratch;

/// A position in the random numbers: Philox4x32-10 with counter (index, draw, step, stream).
typedef struct EngineStream {
  uint32_t key[2];
  uint32_t draw, step, stream;
} EngineStream;

/// What a feature is worth when it is present, from a uniform u of its own: u * scale + offset, or a
/// standard normal variable, or its magnitude.
typedef struct EngineMagnitude {
  float scale, offset;
  bool normal, absolute;
} EngineMagnitude;

/// Features that are present independently: x = u < density ? u * scale + offset : 0.
typedef struct EngineIndependent {
  int32_t features;
  float offset;
  /// Leave out samples in which no feature is present.
  bool skipZeroSamples;
  /// `features` + 8 of each: the first ones again after the last, whatever the number of features.
  const float *density, *scale;
} EngineIndependent;

/// Features that are present independently, drawn as lists: a byte below `threshold`, 256 p rounded
/// down, says present; where it equals it, a uniform below `rest`, what was cut off, does. A value is
/// u * scale + offset, or u * restScale + offset where u has decided.
typedef struct EngineListed {
  int32_t features;
  float offset, scale;
  const uint8_t *threshold;       // [features]
  const float *rest, *restScale;  // [features]
} EngineListed;

/// What is present in a chunk, in spans of 64 samples: by feature, then by sample. There is room for
/// all features of all samples, and eight more.
typedef struct EngineLists {
  float *value;
  uint16_t *feature;
  uint8_t *sample;  // in the span
  int32_t *start;   // [spans + 1]
} EngineLists;

/// Working memory of a chunk whose gradients are made by the Gram matrix. `entries` is as many as
/// lists have room for.
typedef struct EngineGramScratch {
  // Samples in the order of their number of features:
  int32_t *place;   // [samples]: where a sample comes
  int32_t *cursor;  // [samples]
  int32_t *begin;   // [features + 2]: the place of the first sample with as many features
  int32_t *first;   // [features + 1]: and of its first entry
  int32_t *next;    // [features + 1]
  // The entries by sample, and by feature:
  uint32_t *offset;     // [entries]: 16 times the feature
  float *sampleValue;   // [entries]
  int32_t *column;      // [features + 2]: a feature's first entry
  uint32_t *row;        // [entries]: the sample's place
  float *featureValue;  // [entries]
  // Matrices in blocks of sixteen columns:
  float *x;         // [samples][2 * 16]
  float *G;         // [2][features][16]
  float *M;         // [blocks][features][16]
  float *weights;   // [blocks][hidden][16]
  float *gradient;  // [blocks][hidden][16]
  float *packed;    // [features][hidden], in another order
} EngineGramScratch;

/// Features in groups: a group's one uniform g decides; they are present where low <= g < high.
typedef struct EngineGrouped {
  int32_t features, groups;
  EngineMagnitude magnitude;
  bool skipZeroSamples;
  const int32_t *group;
  const float *low, *high;
} EngineGrouped;

/// Normal variables that are sums of independent ones, and the limits above which features are present.
typedef struct EngineCopula {
  int32_t features, columns;
  const double *weights;        // [features][columns]; without `own` a lower triangle
  const double *_Nullable own;  // [features]: of the variables after the first `columns`, each feature's
  const double *threshold;      // [features]
} EngineCopula;

/// One step of Adam or AdamW. `gradientScale` turns sums into means.
typedef struct EngineAdam {
  float gradientScale, rate;
  float beta1, rest1, beta2, rest2;  // rest = 1 - beta, rounded once
  float epsilon, correction1, rootCorrection2, decay;
} EngineAdam;

/// One step of gradient descent with momentum. `decay` shrinks the parameters; `coupledDecay` times
/// the parameters is added to the gradient.
typedef struct EngineDescent {
  float gradientScale, rate, momentum, decay, coupledDecay;
} EngineDescent;

/// A linear layer of a layered model: out = Wx + bias.
typedef struct EngineLayer {
  int32_t inputs, outputs;
  const float *_Nullable bias;  // [outputs]
} EngineLayer;

/// A linear last layer that trains by moments.
typedef struct EngineReadOut {
  int32_t outputs, hidden;
  const float *importance;       // [outputs]: what squared errors are multiplied by
  const float *weights;          // [outputs][hidden]
  const float *_Nullable bias;  // [outputs]
} EngineReadOut;

/// Activation functions. With `ENGINE_OWN`, a closure has computed the values and the derivatives.
enum {
  ENGINE_RELU, ENGINE_ABSOLUTE, ENGINE_SQUARE, ENGINE_HARD_SIGMOID, ENGINE_GELU, ENGINE_OWN
};

/// A term of a loss: factor · |error|^power, summed over the units.
typedef struct EnginePower {
  int32_t units;
  float power, factor;
  const float *_Nullable factors;  // [units], instead of `factor`
} EnginePower;

/// A sparse autoencoder f = z where z = h̄ Wᵀ + b is above a limit, ĥ = f D + b_d, h̄ = h − b_d. Its loss is the mean over
/// prefixes, which are numbers of first latents, of the mean squared error, and the penalties.
typedef struct EngineDictionary {
  int32_t inputs, latents, prefixes;
  const float *encoder, *encoderBias;  // [latents][inputs], [latents]
  const float *decoder, *decoderBias;  // [latents][inputs], [inputs]
  const intptr_t *level;               // [latents]: the first prefix that contains each latent
  const float *penalty;                // [latents]: of each unit of f
} EngineDictionary;

/// Its sums over samples and its working memory. Each number is a row of 16 lanes, but for `busy`.
typedef struct EngineDictionaryMemory {
  float *encoder, *encoderBias, *decoder, *decoderBias;  // gradients, shaped as the parameters
  float *activity, *energy;  // [latents]: Σ 1[f > 0] and Σ f²
  float *losses;             // [2]: squared errors, penalties
  float *centred, *back;     // [inputs]: h̄, ∂loss/∂h̄
  float *residual;           // [prefixes][inputs]: ĥ − h, then the gradient by it
  float *sum, *value;        // [latents]: h̄ Wᵀ, f
  intptr_t *busy;            // [latents]: those that are active in a block
} EngineDictionaryMemory;

/// A matrix [rows][columns] whose elements lie `rowStride` and `columnStride` apart.
typedef struct EnginePartMatrix {
  const float *weights;
  int32_t rows, columns;
  int64_t rowStride, columnStride;
} EnginePartMatrix;

/// The random numbers of the masks of a matrix's parts: [blocks][stride][16], of which the first `parts` count.
typedef struct EnginePartMasks {
  const float *random;
  int64_t stride;
  int32_t parts, blocks;
} EnginePartMasks;

/// What the importance of parts costs: penalty · Σ g^power.
typedef struct EnginePartPenalty {
  float penalty;
  int32_t power;
} EnginePartPenalty;

/// The inner loops, compiled for one kind of processor.
typedef struct EngineKernels {
  const char *name;
  /// Uniforms in [0, 1), `vectors` rows of 16, from row `first` (a multiple of 4) on.
  void (*uniforms)(EngineStream, int64_t first, int64_t vectors, float *out);
  /// `samples` samples from block `first` (a multiple of 4) on; returns how many blocks it wrote:
  /// fewer where zero samples are left out. The last block is filled up with zero samples.
  int32_t (*independent)(
    const EngineIndependent *, EngineStream, int64_t first, int32_t samples, float *x);
  int32_t (*grouped)(
    const EngineGrouped *, EngineStream, int64_t first, int32_t samples, float *x);
  /// The same, as lists.
  void (*listed)(
    const EngineListed *, EngineStream, int64_t first, int32_t samples, const EngineLists *);
  /// Lists of samples that lie in blocks.
  void (*listBlocks)(const float *x, int32_t features, int32_t blocks, const EngineLists *);
  /// Lists of what `pairTargets` gives. `present` is working memory: [inputs].
  void (*listPairs)(
    bool logical, const int32_t *first, const int32_t *second, int32_t pairs, const float *x,
    int32_t inputs, int32_t blocks, uint64_t *present, const EngineLists *);
  /// Loss and gradients of a chunk. `zeroSamples` more samples are all zero (negative: as many of
  /// the chunk's last samples do not count; they are all zero).
  void (*gradients)(
    const EngineModel *, const float *x, int32_t blocks, float zeroSamples, const EngineScratch *,
    EngineSums *);
  /// The same of a tied model that is linear as far as its hidden units.
  void (*gramGradients)(
    const EngineModel *, const EngineLists *, int32_t samples, float zeroSamples,
    const EngineGramScratch *, EngineSums *);
  /// The hidden activations and the outputs (after their activation functions).
  void (*forward)(
    const EngineModel *, const float *x, int32_t blocks, float *hidden, float *output);
  /// Gradients, from ∂loss/∂z in `scratch.delta` and activations in `scratch.hidden`.
  void (*backward)(
    const EngineModel *, const float *x, int32_t blocks, const EngineScratch *, EngineSums *);
  /// The loss of each of `samples` samples in double precision, summed over features, into `out`.
  /// Where `features` is given, adds every feature's losses to it. `hidden` is working memory:
  /// [hidden][16], aligned to 64 bytes.
  void (*losses)(
    const EngineModel *, const float *x, int32_t samples, double *hidden, double *out,
    double *_Nullable features);
  /// What the L1 penalty adds to a chunk's loss.
  float (*hiddenPenalty)(const EngineModel *, int32_t blocks, const float *hidden);
  void (*adam)(
    const EngineAdam *, int64_t count, float *parameters, const float *gradients, float *mean,
    float *variance);
  void (*descent)(
    const EngineDescent *, int64_t count, float *parameters, const float *gradients,
    float *velocity);
  /// sum += addend, `count` floats (a multiple of 16).
  void (*add)(int64_t count, float *sum, const float *addend);
  // Layered models. Samples are in blocks; Layers.h, ReadOut.h and Objectives.h say what each one does.
  void (*packLayer)(
    const float *W, int32_t outputs, int32_t inputs, bool transposed, float *packed);
  void (*layerProduct)(
    const EngineLayer *, const float *packed, const float *_Nullable addend, const float *x,
    int32_t blocks, float *out);
  void (*layerOuter)(
    const EngineLayer *, const float *delta, const float *x, int32_t blocks, float *G);
  void (*outerSquare)(const float *x, int units, int32_t blocks, float *G);
  void (*biasSums)(const float *delta, int32_t outputs, int32_t blocks, float *G);
  void (*listProduct)(
    const EngineLayer *, const float *columns, const float *_Nullable addend, const EngineLists *,
    int32_t blocks, float *rows, float *out);
  void (*listOuter)(
    const EngineLayer *, const float *delta, const EngineLists *, int32_t blocks, float *rows,
    float *G);
  void (*activate)(int32_t kind, int64_t count, const float *z, float *y);
  void (*activationGradient)(
    int32_t kind, int64_t count, const float *z, const float *dy, const float *_Nullable addend,
    float *dz);
  void (*readOutWeights)(
    const EngineReadOut *, float *lanes, float *scaled, float *rows, float *offset);
  void (*readOutGradients)(
    const EngineReadOut *, const float *lanes, const float *image, const float *sums,
    const float *T, float *G, float *mean, float *square, float *product);
  void (*elementTargets)(float linear, float rectified, int64_t count, const float *x, float *t);
  void (*pairTargets)(
    bool logical, const int32_t *first, const int32_t *second, int32_t pairs, const float *x,
    int32_t inputs, int32_t blocks, float *t);
  float (*powerLoss)(
    const EnginePower *, const float *y, const float *_Nullable t, int32_t blocks,
    const float *weights, bool adds, float *gradient);
  float (*crossEntropy)(
    const EnginePower *, const float *y, const float *t, int32_t blocks, const float *weights,
    bool adds, float *gradient);
  /// Random words of samples `sample` to `sample` + 15, each with numbers of its own: `rows` rows of 16 from
  /// row `first` on, both multiples of 8.
  void (*sampleWords)(EngineStream, uint32_t sample, int64_t first, int64_t rows, uint32_t *out);
  /// Standard normal variables for `count` words, a multiple of 16.
  void (*normals)(int64_t count, const uint32_t *words, double *out);
  /// Which features are present in sixteen samples: a bit for each.
  void (*copulaPresence)(const EngineCopula *, const double *noise, uint16_t *present);
  // Sparse autoencoders; Dictionaries.h says what each one does.
  void (*dots)(const float *x, const float *W, int32_t rows, int32_t columns, float *out);
  void (*addScaledRow)(const float *f, const float *row, int32_t columns, float *y);
  void (*addProducts)(const float *f, const float *x, int32_t columns, float *y);
  void (*embed)(
    const float *x, const float *directions, int32_t features, int32_t columns, bool rectified, float *out);
  void (*dictionarySums)(const EngineDictionary *, const float *x, const EngineDictionaryMemory *);
  int32_t (*positiveLatents)(const EngineDictionary *, const EngineDictionaryMemory *, float *out);
  intptr_t (*dictionaryGradients)(
    const EngineDictionary *, const float *weights, const float *limits, const EngineDictionaryMemory *);
  // Parameter decomposition; Parts.h says what each one does.
  void (*partProduct)(const EnginePartMatrix *, const float *x, int32_t blocks, float *out);
  void (*partOuter)(
    const float *y, int32_t rows, const float *x, int32_t columns, int32_t blocks, float *G);
  void (*gateLogits)(
    const float *gates, int32_t width, int32_t parts, int32_t blocks, const float *inner, float *logit);
  void (*gateGradients)(
    const float *gates, int32_t width, int32_t parts, int32_t blocks, const float *inner,
    const float *byLogit, float *byInner, float *sums);
  void (*maskParts)(
    const EnginePartMasks *, const float *logit, const float *inner, float *mask, float *kept);
  void (*partGradients)(
    const EnginePartMasks *, const float *byKept, const float *inner, const float *mask, bool adds,
    float *byImportance, float *byInner);
  void (*logitGradients)(
    const EnginePartPenalty *, int32_t parts, int32_t blocks, const float *logit, const float *weights,
    float *byLogit, float *cost);
  void (*partErrors)(
    const float *z, const float *target, const float *bias, bool rectified, int32_t outputs, int32_t blocks,
    const float *weights, float scale, float *delta, float *loss);
  /// 256 multiply-adds a round, as fast as they go; see `enginePeak`.
  float (*multiplyAdds)(int64_t rounds);
} EngineKernels;

/// The kernels for a kind of processor ("avx512", "avx2", "portable"), or NULL where this one
/// cannot run them. An unknown name gives NULL.
const EngineKernels *_Nullable engineKernels(const char *name);

/// The fastest kernels this processor can run.
const EngineKernels *engineFastest(void);

/// Billions of floating-point operations a second that independent fused multiply-adds reach on
/// one core: the peak that fractions of peak are measured against.
double enginePeak(const EngineKernels *kernels, double seconds);

/// Tells the processor that this thread waits for another.
static inline void enginePause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#pragma clang assume_nonnull end

#endif
