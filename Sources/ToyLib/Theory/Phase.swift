/// The phase of a feature: the three outcomes of the paper's phase diagrams.
public enum Phase: String, Sendable, Hashable, CaseIterable {
  case notRepresented = "not represented"
  case dedicated = "dedicated dimension"
  case superposed = "in superposition"

  /// The phase of a feature of length ‖W_i‖ and superposition Σ_{j≠i} (Ŵ_i · W_j)²: each threshold
  /// is one half.
  public init(norm: Double, superposition: Double) {
    self = norm < 0.5 ? .notRepresented : superposition < 0.5 ? .dedicated : .superposed
  }
}
