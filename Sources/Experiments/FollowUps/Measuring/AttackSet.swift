internal import ToyLib

/// How attacks point along rows of WᵀW, beside random changes.
public struct AttackAlignment: Sendable, Hashable {
  /// The mean over attacks of the largest |cosine| with a row of WᵀW.
  public let attacks: Double
  /// The same for random directions of the inputs.
  public let random: Double
  /// The same for random combinations of the rows: directions that the model can see.
  public let visible: Double
  /// The share of samples whose gradient is not zero.
  public let attacked: Double
}

/// Attacks of gradient ascent on samples of one model.
struct AttackSet {
  private let samples: Matrix
  /// Shape [samples, features]; zeros where the gradient is zero.
  private let changes: Matrix
  private let interference: Matrix
  private let seed: UInt64

  init(_ experiment: SuperpositionMeasure, on model: MeasuredModel) throws {
    try self.init(
      experiment, on: model.model.network,
      SparseFeatures(count: experiment.features, density: model.density))
  }

  /// Attacks on present features; samples of zeros are left out.
  init(_ experiment: SuperpositionMeasure, on network: Network, _ data: SparseFeatures) throws {
    let drawn = try data.samples(experiment.attacks * 40, seed: experiment.seed &+ 1)
    let rows = (0..<drawn.rows).filter { drawn[row: $0].contains { $0 != 0 } }.prefix(experiment.attacks)
    let samples = Matrix(rows.map { drawn[row: $0] })
    let norms = samples.norms.map { Double($0) }
    let radius = experiment.strength * norms.reduce(0, +) / Double(max(1, norms.count))
    changes = Matrix(
      try (0..<samples.rows).map { try network.gradientAttack(on: samples[row: $0], radius: radius).change })
    self.samples = samples
    interference = network.gram
    seed = experiment.seed
  }

  /// The mean additional loss in `network`, summed over features, because of the changes.
  func gain(on network: Network) throws -> Double {
    let changed = Matrix(rows: samples.rows, columns: samples.columns) { samples[$0, $1] + changes[$0, $1] }
    let (clean, attacked) = (try network.outputs(of: samples), try network.outputs(of: changed))
    var gain = 0.0
    for (x, (a, b)) in zip(samples.elements, zip(clean.elements, attacked.elements)) {
      gain += Double((x - b) * (x - b)) - Double((x - a) * (x - a))
    }
    return gain / Double(samples.rows)
  }

  var alignment: AttackAlignment {
    var random = RandomSource(seed: seed)
    let real = (0..<changes.rows).map { changes[row: $0] }.filter { $0.contains { $0 != 0 } }
    let blind = (0..<changes.rows).map { _ in (0..<changes.columns).map { _ in random.normal() } }
    let visible = blind.map { Matrix([$0]).times(interference).elements }
    return AttackAlignment(
      attacks: mean(real), random: mean(blind), visible: mean(visible),
      attacked: Double(real.count) / Double(max(1, changes.rows)))
  }

  private func mean(_ vectors: [[Float]]) -> Double {
    let norms = interference.norms
    let cosines = vectors.map { vector -> Double in
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let products = Matrix([vector]).times(interference).elements
      let all = products.indices.map { i in
        norms[i] > 0 && length > 0 ? abs(Double(products[i] / (norms[i] * length))) : 0
      }
      return all.max() ?? 0
    }
    return cosines.reduce(0, +) / Double(max(1, cosines.count))
  }
}
