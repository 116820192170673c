// One processor's kernels: define ENGINE_KERNELS, ENGINE_HAS_FMA and ENGINE_WIDE, then include.
#include "Arithmetic.h"
#include "Random.h"
#include "Normal.h"
#include "Copula.h"
#include "Packing.h"
#include "Samples.h"
#include "Lists.h"
#include "Products.h"
#include "Sparse.h"
#include "Gates.h"
#include "Model.h"
#include "Gram.h"
#include "Losses.h"
#include "Updates.h"
#include "Functions.h"
#include "Layers.h"
#include "ReadOut.h"
#include "Objectives.h"
#include "Dictionaries.h"
#include "Parts.h"

#define STRING_(x) #x
#define STRING(x) STRING_(x)

const EngineKernels ENGINE_KERNELS = {
  STRING(ENGINE_NAME), uniforms, independent, grouped, listed, listBlocks, listPairs, gradients, gramGradients,
  forward, backward, losses, penaltySum, adam, descent, add,
  packLayer, layerProduct, layerOuter, outerSquare, biasSums, listProduct, listOuter, activate, activationGradient,
  readOutWeights, readOutGradients, elementTargets, pairTargets, powerLoss, crossEntropy, sampleWords, normals, copulaPresence,
  dots, addScaledRow, addProducts, embed, dictionarySums, positiveLatents, dictionaryGradients,
  partProduct, partOuter, gateLogits, gateGradients, maskParts, partGradients, logitGradients, partErrors, multiplyAdds,
};
