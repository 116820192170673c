/// The positions of an autoencoder's parameters in one array: encoder (unless tied), its bias (if it has one),
/// decoder, its bias, and the additional parameters of the kind: r and b_m (gated) or log θ
/// (JumpReLU), or the threshold (BatchTopK).
struct AutoencoderLayout: Sendable, Hashable {
  let kind: AutoencoderKind
  let inputs: Int
  let latents: Int

  private var weights: Int { latents * inputs }

  var encoder: Range<Int> { kind.isTied ? decoder : 0..<weights }
  var encoderBias: Range<Int> {
    let start = kind.isTied ? 0 : weights
    return start..<start + (kind.hasEncoderBias ? latents : 0)
  }
  var decoder: Range<Int> { encoderBias.upperBound..<encoderBias.upperBound + weights }
  var decoderBias: Range<Int> { decoder.upperBound..<decoder.upperBound + inputs }
  /// r or log θ.
  var first: Range<Int> { extra(0) }
  /// b_m.
  var second: Range<Int> { extra(1) }

  var count: Int {
    switch kind {
    case .standard, .topK, .matchingPursuit, .crosscoder: decoderBias.upperBound
    case .batchTopK: threshold + 1
    case .gated: second.upperBound
    case .jumpReLU: first.upperBound
    }
  }

  /// Whether latents have a parameter whose exponential scales them.
  var hasScales: Bool {
    switch kind {
    case .gated, .jumpReLU: true
    case .standard, .topK, .batchTopK, .matchingPursuit, .crosscoder: false
    }
  }

  /// The one threshold of BatchTopK.
  var threshold: Int { decoderBias.upperBound }

  /// The parameters that each latent has: for each kind of them their place, latent by latent.
  var latentRows: [Range<Int>] {
    let weights = kind.isTied ? [decoder] : [encoder, decoder]
    switch kind {
    case .standard, .topK, .batchTopK, .crosscoder: return weights + [encoderBias]
    case .matchingPursuit: return weights
    case .jumpReLU: return weights + [encoderBias, first]
    case .gated: return weights + [encoderBias, first, second]
    }
  }

  func encoderRow(_ j: Int) -> Range<Int> { row(j, of: encoder) }
  func decoderRow(_ j: Int) -> Range<Int> { row(j, of: decoder) }

  private func row(_ j: Int, of range: Range<Int>) -> Range<Int> {
    range.lowerBound + j * inputs..<range.lowerBound + (j + 1) * inputs
  }

  private func extra(_ index: Int) -> Range<Int> {
    let start = decoderBias.upperBound + index * latents
    return start..<start + latents
  }
}
