internal import ToyLib

/// What a crosscoder's latents cost: λ_j (‖d_j^A‖ + ‖d_j^B‖) for each unit of f_j, with its derivative by the decoder.
struct CrosscoderPrices {
  private let layout: AutoencoderLayout
  /// λ of each latent.
  private let rates: [Float]
  /// ‖d_j^A‖ and ‖d_j^B‖ of each latent.
  private var norms: [SIMD2<Float>]
  /// The sum of each latent's activations, each times the factor of its penalty, in lanes.
  private var masses: [Lanes]

  /// `nil` for other kinds than crosscoders.
  init?(_ layout: AutoencoderLayout) {
    guard case .crosscoder(let penalty, let shared, let sharedPenalty) = layout.kind else { return nil }
    self.layout = layout
    rates = (0..<layout.latents).map { $0 < shared ? sharedPenalty : penalty }
    norms = Array(repeating: .zero, count: layout.latents)
    masses = Array(repeating: Lanes(), count: layout.latents)
  }

  /// The price of latent `j`.
  subscript(j: Int) -> Float { rates[j] * (norms[j].x + norms[j].y) }

  /// Starts a batch with new parameters.
  mutating func begin(_ parameters: UnsafePointer<Float>) {
    for j in 0..<layout.latents {
      masses[j] = Lanes()
      for model in 0..<2 {
        let square = layout.decoderRow(j, of: model).reduce(Float(0)) { $0 + parameters[$1] * parameters[$1] }
        norms[j][model] = square.squareRoot()
      }
    }
  }

  /// Notes activations of latent `j`, each times the factor of its penalty.
  mutating func note(_ j: Int, _ activations: Lanes) { masses[j] += activations }

  /// Adds the penalty's derivative by the decoder, λ_j E[f_j] d / ‖d‖; 0 for directions of length 0.
  func addGradient(of parameters: UnsafePointer<Float>, share: Float, to gradient: inout [Float]) {
    for j in 0..<layout.latents {
      let slope = rates[j] * (masses[j].total * share)
      for model in 0..<2 where norms[j][model] > 0 {
        for i in layout.decoderRow(j, of: model) { gradient[i] += slope * parameters[i] / norms[j][model] }
      }
    }
  }
}
