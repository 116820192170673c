public import ToyLib

/// The models of one point of a phase diagram.
public struct PhasePoint: Sendable {
  /// The state of the extra feature.
  public struct Extra: Sendable, Hashable {
    /// ‖W_i‖
    public let norm: Double
    /// Σ_{j≠i} (Ŵ_i · W_j)²
    public let superposition: Double

    public var phase: Phase { Phase(norm: norm, superposition: superposition) }
  }

  /// The extra feature's.
  public let importance: Double
  public let density: Double
  /// The model with the lowest loss.
  public let bestNetwork: Network
  /// In the model with the lowest loss.
  public let best: Extra
  /// Averaged over all models that were kept, as in the paper.
  public let mean: Extra
  /// The best model's loss, summed over features, by the number of present features.
  public let loss: Double

  /// - Parameter dropped: The number of networks with the highest losses to exclude.
  init(importance: Double, density: Double, networks: [Network], dropping dropped: Int) throws {
    self.importance = importance
    self.density = density
    // With sparse inputs, ordinary samples contain too few pairs to distinguish models.
    let losses = try networks.map {
      try $0.presenceLoss(density: density, samples: 1 << 12).total
    }
    let order = networks.indices.sorted { losses[$0] < losses[$1] }.dropLast(dropped)
    loss = losses[order[0]]
    bestNetwork = networks[order[0]]
    best = Extra([networks[order[0]]])
    mean = Extra(order.map { networks[$0] })
  }
}

extension PhasePoint.Extra {
  /// The last feature, averaged over networks.
  fileprivate init(_ networks: [Network]) {
    func mean(_ values: (Network) -> [Float]) -> Double {
      networks.reduce(0) { $0 + Double(values($1).last ?? 0) } / Double(max(networks.count, 1))
    }
    self.init(norm: mean(\.norms), superposition: mean(\.superposition))
  }
}
