public import ToyLib

/// A model trained on a finite set of samples, with the dimensionalities of features and samples.
public struct MemorisingModel: Sendable {
  public let network: Network
  /// The number of training samples: the source's T.
  public let size: Int
  /// Mean over samples of ‖x − x′‖²; 1 is the loss of an output of zeros.
  public let trainLoss: Double
  /// The same on test samples.
  public let testLoss: Double
  /// The samples that it was trained on.
  let set: FixedFeatures
  /// h of every training sample, shape [T, hidden].
  public let hiddenVectors: Matrix
  /// D of every feature.
  public let featureDimensionality: [Double]
  /// D of every training sample, the same measure on hidden vectors: 2/T for each in a T-gon.
  public let sampleDimensionality: [Double]

  init(_ model: TrainedModel, set: FixedFeatures, test: FixedFeatures) throws {
    network = model.network
    self.set = set
    size = set.samples.rows
    trainLoss = model.sumLoss
    testLoss = try network.loss(on: test) * Double(network.features)
    hiddenVectors = try network.hiddenActivations(of: set.samples)
    featureDimensionality = network.weights.featureDimensionality.map { Double($0) }
    sampleDimensionality = hiddenVectors.featureDimensionality.map { Double($0) }
  }

  /// The network on the samples that it was trained on.
  func compared(_ data: String) -> ComparedModel { ComparedModel(data, network, on: set) }

  /// ‖W‖_F: about √k where k features are represented with length 1.
  public var weightNorm: Double { Double(network.weights.squaredNorm).squareRoot() }

  /// The D of the `count` features that have most of it.
  public func largestFeatureDimensionality(_ count: Int) -> [Double] {
    Array(featureDimensionality.sorted(by: >).prefix(count))
  }

  /// The largest relative deviation of a training sample's D from that of a regular T-gon.
  public var polygonError: Double {
    let regular = Double(hiddenVectors.columns) / Double(size)
    return sampleDimensionality.map { abs($0 / regular - 1) }.max() ?? 0
  }
}
