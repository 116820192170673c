internal import Foundation
public import ToyLib

/// Models of several widths, trained with one decay on one distribution.
public struct ScalingSeries: Sendable {
  /// γ
  public let decay: Double
  /// a of p_i ∝ i^−a.
  public let exponent: Double
  /// One for each number of hidden dimensions.
  public let models: [TrainedLayeredNetwork]
  public let hidden: [Int]
  /// φ½ of each model: the share of features whose vector is longer than ½.
  public let represented: [Double]
  /// Of each model, the mean squared cosine of two features, times the number of dimensions; 1 for random
  /// directions.
  public let overlaps: [Double]
  /// The losses of an output of zeros and of the means.
  public let zeroLoss: Double
  public let meanLoss: Double
  /// Of each model's size, the loss of a network that represents the most frequent features exactly and
  /// outputs the means of the others.
  public let plainLosses: [Double]
  /// Of each model, the part of the loss that the features shorter than ½ have with an output of their means.
  public let ignoredLosses: [Double]

  init(decay: Double, exponent: Double, densities: [Double], models: [TrainedLayeredNetwork]) throws {
    self.decay = decay
    self.exponent = exponent
    self.models = models
    // Column i of W is feature i.
    let embeddings = try models.map { try $0.network["W"].transposed }
    hidden = embeddings.map(\.columns)
    represented = embeddings.map { matrix in
      Double(matrix.norms.count { $0 > 0.5 }) / Double(matrix.rows)
    }
    overlaps = embeddings.map { Self.meanSquaredCosine($0) * Double($0.columns) }
    // Present values are uniform in [0, 2]: E x² = 4p/3, E x = p.
    let variances = densities.map { 4 * $0 / 3 - $0 * $0 }
    let count = Double(variances.count)
    zeroLoss = densities.reduce(0) { $0 + 4 * $1 / 3 } / count
    meanLoss = variances.reduce(0, +) / count
    plainLosses = hidden.map { variances.sorted(by: >).dropFirst($0).reduce(0, +) / count }
    ignoredLosses = embeddings.map { matrix in
      zip(matrix.norms, variances).reduce(0) { $0 + ($1.0 > 0.5 ? 0 : $1.1) } / count
    }
  }

  /// Each model beside networks made by hand.
  var comparisons: [BaselineComparison] {
    models.indices.map { i in
      BaselineComparison(
        data: "\(name), m = \(hidden[i])", trained: models[i].lossEstimate,
        baselines: [
          .init("zero output", loss: LossEstimate(exact: zeroLoss)),
          .init("mean output", loss: LossEstimate(exact: meanLoss)),
          .init("the most frequent features", loss: LossEstimate(exact: plainLosses[i])),
        ])
    }
  }

  private static func meanSquaredCosine(_ embedding: Matrix) -> Double {
    let lengths = embedding.norms
    let chosen = lengths.indices.filter { lengths[$0] > 0.5 }
    guard chosen.count > 1 else { return 0 }
    let gram = Matrix(chosen.map { i in embedding[row: i].map { $0 / lengths[i] } }).gram
    let all = gram.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
    let count = Double(chosen.count)
    return (all - count) / (count * (count - 1))
  }

  /// α of L ∝ m^−α, and R² of the straight line through log L against log m.
  public var fit: (exponent: Double, quality: Double) {
    let law = PowerLaw(zip(hidden, models).map { (Double($0), max($1.loss, 1e-30)) })
    return (-law.exponent, law.quality)
  }

  var name: String { "a = \(exponent.brief)" }
}
