internal import ToyLib

/// The limit above which latents of a BatchTopK autoencoder are active in a batch, found from all its positive z.
final class BatchLimit {
  private let latents: Int
  /// Active latents in a sample, on average.
  private let active: Double
  private let bias: UnsafeMutablePointer<Float>
  private let sum: UnsafeMutablePointer<Lanes>
  private let dictionary: LaneDictionary
  /// The positive z of a batch, and memory for those of a block.
  private var candidates: [Float] = []
  private let found: UnsafeMutablePointer<Float>

  /// `nil` unless the layout is that of a BatchTopK autoencoder.
  init?(
    _ layout: AutoencoderLayout, parameters: UnsafeMutablePointer<Float>, sum: UnsafeMutablePointer<Lanes>,
    dictionary: LaneDictionary
  ) {
    guard case .batchTopK(let active) = layout.kind else { return nil }
    (latents, self.active, self.sum, self.dictionary) = (layout.latents, active, sum, dictionary)
    bias = parameters + layout.encoderBias.lowerBound
    found = .allocate(capacity: 16 * latents + 1)
  }

  deinit { found.deallocate() }

  /// Starts a batch.
  func begin() { candidates.removeAll(keepingCapacity: true) }

  /// Notes the positive z of the sixteen activations that were encoded, each `weight` times. A negative weight takes
  /// back as many that were noted.
  func note(_ weight: Lanes) {
    if weight == Lanes(repeating: 1) {
      let positive = UnsafeBufferPointer(start: found, count: dictionary.positive(into: found))
      return candidates.append(contentsOf: positive)
    }
    for j in 0..<latents {
      let z = sum[j] + bias[j]
      guard any(z .> 0) else { continue }
      for lane in 0..<16 where z[lane] > 0 { note(z[lane], times: Int(weight[lane])) }
    }
  }

  private func note(_ value: Float, times: Int) {
    if times == 1 { return candidates.append(value) }
    guard times < 0 else { return candidates.append(contentsOf: repeatElement(value, count: times)) }
    for _ in 0..<(-times) {
      if let last = candidates.lastIndex(of: value) { candidates.remove(at: last) }
    }
  }

  /// What the active latents of `samples` samples exceed in what was noted.
  func limit(samples: Int) -> Float {
    Selection.limit(of: &candidates, above: Int((active * Double(samples)).rounded()))
  }
}
