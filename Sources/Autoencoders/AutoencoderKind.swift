/// The activation function and the sparsity penalty of a sparse autoencoder.
///
/// All reconstruct h as ĥ = f D + b_d with rows of D of length 1, and their loss includes the mean
/// over dimensions of (h − ĥ)². Their input is h̄ = h − b_d.
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

  /// `standard`, `gated`, `JumpReLU`, `TopK` or `BatchTopK`.
  public var name: String {
    switch self {
    case .standard: "standard"
    case .gated: "gated"
    case .jumpReLU: "JumpReLU"
    case .topK: "TopK"
    case .batchTopK: "BatchTopK"
    }
  }

  /// Whether the encoder's directions are the decoder's.
  var isTied: Bool {
    if case .jumpReLU = self { true } else { false }
  }

  /// Whether a number of latents is chosen instead of a penalty. The encoder of such a kind starts as
  /// the decoder.
  var isTopK: Bool {
    switch self {
    case .topK, .batchTopK: true
    case .standard, .gated, .jumpReLU: false
    }
  }

  /// The initial value of r or log θ.
  var initialScale: Float {
    guard case .jumpReLU(_, _, let threshold) = self else { return 0 }
    return Float(Exponential.logarithm(Double(threshold)))
  }

  func validate(latents: Int) throws(AutoencoderError) {
    switch self {
    case .topK(let active):
      try AutoencoderError.require(
        active >= 1 && active <= latents, "active", active, "between 1 and the \(latents) latents")
    case .batchTopK(let active):
      try AutoencoderError.require(
        active > 0 && active <= Double(latents), "active", active,
        "above 0 and at most the \(latents) latents")
    case .standard, .gated, .jumpReLU: try validateNumbers()
    }
  }

  private func validateNumbers() throws(AutoencoderError) {
    let (penalty, positive): (Float, [(String, Float)]) =
      switch self {
      case .standard(let penalty), .gated(let penalty): (penalty, [])
      case .jumpReLU(let penalty, let width, let threshold):
        (penalty, [("width", width), ("threshold", threshold)])
      case .topK, .batchTopK: (0, [])
      }
    guard penalty >= 0 && penalty.isFinite else {
      throw AutoencoderError(
        parameter: "penalty", value: "\(penalty)", allowed: "0 or more, finite")
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
