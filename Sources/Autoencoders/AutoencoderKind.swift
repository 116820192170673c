/// The activation function and the sparsity penalty of a sparse autoencoder.
///
/// All reconstruct h as ĥ = f D + b_d, and their loss includes the mean over dimensions of (h − ĥ)². Their input is
/// h̄ = h − b_d. Rows of D have length 1, but for crosscoders.
public enum AutoencoderKind: Sendable, Hashable, Codable {
  /// f = ReLU(h̄ Wᵀ + b), and `penalty` · Σ f.
  ///
  /// Source: Bricken et al., "Towards Monosemanticity" (2023); the coefficient is ARENA's.
  case standard(penalty: Float = 0.2)
  /// f = 1[π > 0] ReLU(e^r (h̄ Wᵀ) + b_m) with π = h̄ Wᵀ + b: gate and size use the same direction
  /// with separate biases. Penalties: `penalty` · Σ ReLU(π), and ‖h − (ReLU(π) D + b_d)‖² with D
  /// and b_d constant, which trains the gate.
  ///
  /// Source: Rajamanoharan et al., "Improving Dictionary Learning with Gated Sparse Autoencoders"
  /// (2024).
  case gated(penalty: Float = 1)
  /// f = z 1[z > θ] with z = h̄ Dᵀ + b (tied) and a threshold for each latent; penalty: `penalty` ·
  /// number of active latents. The gradient of thresholds is a straight-through estimate with a
  /// rectangle of `width` around them.
  ///
  /// Source: Rajamanoharan et al., "Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU
  /// Sparse Autoencoders" (2024).
  case jumpReLU(penalty: Float = 0.1, width: Float = 0.01, threshold: Float = 0.1)
  /// f = ReLU(z) with z = h̄ Wᵀ + b, but only for the `active` largest z of a sample; no penalty.
  ///
  /// Source: Makhzani and Frey (2013); Gao et al., "Scaling and evaluating sparse autoencoders" (2024).
  case topK(active: Int)
  /// As `topK`, but for the `active` · samples largest z of a whole batch, so that samples differ in
  /// their number of active latents and `active` may be a fraction. After training a latent is active
  /// where z exceeds one threshold: the mean over batches of the limit between active and inactive.
  ///
  /// Source: Bussmann, Leask and Nanda, "BatchTopK Sparse Autoencoders" (2024).
  case batchTopK(active: Double)
  /// Latents are chosen one after the other, `active` times: the one with the largest projection r Dᵀ of the residual r, which
  /// is h̄ at first; the projection is added to its f and its part is subtracted from r. It ends earlier if no projection is
  /// positive. Tied: the encoder is D, without a bias. No penalty. Gradients go through all steps; the choices are constant.
  ///
  /// Source: Costa et al., "From Flat to Hierarchical: Extracting Sparse Representations with Matching Pursuit" (2025); Mallat
  /// and Zhang (1993).
  case matchingPursuit(active: Int)
  /// Latents of two models: h is the first model's activation followed by the second's, of equal lengths, and
  /// f = ReLU(h̄ Wᵀ + b). Rows of D have any length. Row j consists of a direction in each model, d_j^A and d_j^B, and the
  /// penalty is Σ λ_j f_j (‖d_j^A‖ + ‖d_j^B‖).
  ///
  /// λ_j is `penalty`. The first `shared` latents are designated as shared: their λ is `sharedPenalty`, and their directions
  /// in both models are kept equal.
  ///
  /// Source: Lindsey et al., "Sparse Crosscoders for Cross-Layer Features and Model Diffing" (2024); Mishra-Sharma et al.,
  /// "Insights on Crosscoder Model Diffing" (2025). The values are ours.
  case crosscoder(penalty: Float = 0.01, shared: Int = 0, sharedPenalty: Float = 0.001)

  /// `standard`, `gated`, `JumpReLU`, `TopK`, `BatchTopK`, `Matching Pursuit` or `crosscoder`.
  public var name: String {
    switch self {
    case .standard: "standard"
    case .gated: "gated"
    case .jumpReLU: "JumpReLU"
    case .topK: "TopK"
    case .batchTopK: "BatchTopK"
    case .matchingPursuit: "Matching Pursuit"
    case .crosscoder: "crosscoder"
    }
  }

  /// Whether the encoder's directions are the decoder's.
  var isTied: Bool {
    switch self {
    case .jumpReLU, .matchingPursuit: true
    case .standard, .gated, .topK, .batchTopK, .crosscoder: false
    }
  }

  /// Whether the encoder has a bias.
  var hasEncoderBias: Bool {
    if case .matchingPursuit = self { false } else { true }
  }

  /// Whether the encoder starts as the decoder.
  var startsAsDecoder: Bool {
    switch self {
    case .topK, .batchTopK, .crosscoder: true
    case .standard, .gated, .jumpReLU, .matchingPursuit: false
    }
  }

  /// Whether rows of the decoder have length 1.
  var hasUnitRows: Bool {
    if case .crosscoder = self { false } else { true }
  }

  /// The number of first latents whose directions are the same in both models.
  package var sharedLatents: Int {
    if case .crosscoder(_, let shared, _) = self { shared } else { 0 }
  }

  /// The initial value of r or log θ.
  var initialScale: Float {
    guard case .jumpReLU(_, _, let threshold) = self else { return 0 }
    return Float(Exponential.logarithm(Double(threshold)))
  }

  func validate(inputs: Int, latents: Int) throws(AutoencoderError) {
    switch self {
    case .topK(let active), .matchingPursuit(let active):
      try AutoencoderError.require(
        active >= 1 && active <= latents, "active", active, "between 1 and the \(latents) latents")
    case .batchTopK(let active):
      try AutoencoderError.require(
        active > 0 && active <= Double(latents), "active", active,
        "above 0 and at most the \(latents) latents")
    case .crosscoder(_, let shared, _):
      try AutoencoderError.require(
        inputs.isMultiple(of: 2), "inputs", inputs, "even: as many dimensions of each of two models")
      try AutoencoderError.require(
        shared >= 0 && shared <= latents, "shared", shared, "between 0 and the \(latents) latents")
      try validateNumbers()
    case .standard, .gated, .jumpReLU: try validateNumbers()
    }
  }

  private func validateNumbers() throws(AutoencoderError) {
    let (penalties, positive): ([(String, Float)], [(String, Float)]) =
      switch self {
      case .standard(let penalty), .gated(let penalty): ([("penalty", penalty)], [])
      case .jumpReLU(let penalty, let width, let threshold):
        ([("penalty", penalty)], [("width", width), ("threshold", threshold)])
      case .crosscoder(let penalty, _, let sharedPenalty):
        ([("penalty", penalty), ("sharedPenalty", sharedPenalty)], [])
      case .topK, .batchTopK, .matchingPursuit: ([], [])
      }
    for (name, value) in penalties where !(value >= 0 && value.isFinite) {
      throw AutoencoderError(parameter: name, value: "\(value)", allowed: "0 or more, finite")
    }
    for (name, value) in positive where !(value > 0 && value.isFinite) {
      throw AutoencoderError(parameter: name, value: "\(value)", allowed: "above 0, finite")
    }
  }
}

/// An invalid parameter or mismatched data. The description is a full sentence.
public struct AutoencoderError: Error, Hashable, Sendable, CustomStringConvertible {
  public let parameter: String
  public let value: String
  public let allowed: String

  public var description: String { "\(parameter) is \(value), but must be \(allowed)." }

  /// Throws unless `condition` holds.
  static func require(
    _ condition: Bool, _ parameter: String, _ value: some Any, _ allowed: String
  ) throws(AutoencoderError) {
    guard condition else {
      throw AutoencoderError(parameter: parameter, value: "\(value)", allowed: allowed)
    }
  }
}
