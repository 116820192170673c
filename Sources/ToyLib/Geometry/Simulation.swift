public import SuperposeDisplay

/// A comparison of a network with the larger, disentangled network that it simulates.
///
///     try model.network.simulation(on: features)   // a table: what interference costs each feature
///
/// Output i of the observed network is the disentangled network's output plus noise, which comes
/// from interference. All means are over the same samples; losses are weighted by importance.
/// Source: Elhage et al. (2022), figure 4.
public struct Simulation: Sendable, Hashable {
  /// One feature.
  public struct Feature: Sendable, Hashable {
    public let feature: Int
    public let isRepresented: Bool
    /// I_i E (x_i − x′_i)² of the observed network.
    public let loss: Double
    /// The same for the disentangled network: the loss without any interference.
    public let disentangledLoss: Double
    /// I_i E (x′_i − x̃_i)²: the noise that interference adds to the output.
    public let noise: Double
    /// The share of the observed output's variance that the disentangled network explains, 1 −
    /// E(x′_i − x̃_i)² / Var x′_i. 1 is a perfect simulation; negative if the noise exceeds the
    /// variance. For a constant output it is 1 if the two networks agree, and 0 otherwise.
    public let explained: Double
    /// E (x′_i − x̃_i) where x_i is 0: the output caused by other features.
    public let meanLeak: Double
  }

  public let features: [Feature]
  /// The network that is simulated.
  public let disentangled: Network

  /// The observed loss, summed over features.
  public var loss: Double { features.reduce(0) { $0 + $1.loss } }
  /// The disentangled network's loss, summed over features.
  public var disentangledLoss: Double { features.reduce(0) { $0 + $1.disentangledLoss } }
  /// The noise, summed over features.
  public var noise: Double { features.reduce(0) { $0 + $1.noise } }
  /// The mean of `explained` over represented features; NaN without any.
  public var explained: Double {
    let shown = features.filter(\.isRepresented)
    return shown.reduce(0) { $0 + $1.explained } / Double(shown.count)
  }
}

extension Simulation: CustomStringConvertible {
  public var description: String {
    "\(NumberText.decimal(explained * 100, digits: 1)) % of the outputs of "
      + "\(features.count(where: \.isRepresented)) represented features explained by the "
      + "disentangled network of \(disentangled.hidden) hidden units; loss "
      + "\(NumberText.scientific(loss)), without interference \(NumberText.scientific(disentangledLoss))"
  }
}

extension Simulation: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each feature, and one for the sum.
  public var table: Table {
    let rows = features.map { row in
      [
        "\(row.feature)", row.isRepresented ? "yes" : "no", NumberText.scientific(row.loss),
        NumberText.scientific(row.disentangledLoss), NumberText.scientific(row.noise),
        NumberText.decimal(row.explained, digits: 4), NumberText.scientific(row.meanLeak),
      ]
    }
    let sum = [
      "all", "\(features.count(where: \.isRepresented))", NumberText.scientific(loss),
      NumberText.scientific(disentangledLoss), NumberText.scientific(noise), NumberText.decimal(explained, digits: 4),
      "",
    ]
    return Table(
      columns: [
        "feature", "represented", "loss", "loss disentangled", "noise", "explained", "mean leak",
      ],
      rows: (rows + [sum]).map { row in
        row.enumerated().map { Table.Cell(text: $1, isNumber: $0 >= 2) }
      })
  }
}

extension Network {
  /// Compares this network with its disentangled network on `samples` new samples of `features`.
  /// Equal seeds give equal results. A fixed data set is used completely. Features longer than
  /// `norm` count as represented.
  ///
  /// Throws `ToyLibError` when the numbers of features differ.
  public func simulation(
    on features: some FeatureSampler, samples count: Int = 1 << 14, seed: UInt64 = 0,
    above norm: Float = 0.5
  ) throws -> Simulation {
    let x = try features.dataSet(count, seed: seed)
    try require(x.rows >= 1, "samples", x.rows, "at least 1")
    let larger = disentangled
    let observed = try outputs(of: x)
    let simulated = try larger.outputs(of: x)
    let losses = try featureLosses(onSamples: x)
    let ideal = try larger.featureLosses(onSamples: x)
    let importance = try architecture.importance.weights(count: self.features)
    let norms = norms
    let rows = (0..<self.features).map { i in
      let means = OutputMeans(feature: i, x: x, observed: observed, simulated: simulated)
      return Simulation.Feature(
        feature: i, isRepresented: norms[i] > norm, loss: losses[i], disentangledLoss: ideal[i],
        noise: Double(importance[i]) * means.noise, explained: means.explained,
        meanLeak: means.leak)
    }
    return Simulation(features: rows, disentangled: larger)
  }
}

/// Means of one feature's outputs over samples.
private struct OutputMeans {
  /// E (x′ − x̃)²
  var noise = 0.0
  /// 1 − noise / Var x′
  var explained = 1.0
  /// E (x′ − x̃) where x = 0
  var leak = 0.0

  init(feature i: Int, x: Matrix, observed: Matrix, simulated: Matrix) {
    var (sum, squares, silent) = (0.0, 0.0, 0)
    for s in 0..<x.rows {
      let output = Double(observed[s, i])
      let difference = output - Double(simulated[s, i])
      sum += output
      squares += output * output
      noise += difference * difference
      if x[s, i] == 0 {
        leak += difference
        silent += 1
      }
    }
    let count = Double(x.rows)
    noise /= count
    leak /= Double(max(1, silent))
    let variance = squares / count - (sum / count) * (sum / count)
    let rounding = 1e-12 * squares / count
    if noise > rounding { explained = variance > rounding ? 1 - noise / variance : 0 }
  }
}
