internal import ToyLib

/// Loss and gradient of a Matching Pursuit autoencoder, one sample after the other.
///
/// With r_0 = h̄, step t makes f_t = r_{t−1} · d_t and r_t = r_{t−1} − f_t d_t, and the loss is the mean of r_T². Backwards,
/// with g_t = ∂/∂r_t: ∂/∂d_t = −f_t g_t − (g_t · d_t) r_{t−1} and g_{t−1} = g_t − (g_t · d_t) d_t. The choices are constant.
final class PursuitPass {
  private let inputs: Int
  private let latents: Int
  private let pursuit: PursuitChoice
  private let decoder: UnsafePointer<Float>
  private let memory: LaneDictionary.Memory
  /// Sums over samples, as the parameters are laid out, in lanes.
  private let decoderSums: UnsafeMutablePointer<Float>, biasSums: UnsafeMutablePointer<Float>
  /// r_0 … r_T, shape [steps + 1, inputs], and g.
  private let residuals: UnsafeMutablePointer<Float>, slope: UnsafeMutablePointer<Float>
  /// f of each latent; zeros between samples.
  private let amounts: UnsafeMutablePointer<Float>

  /// `nil` unless the layout is that of a Matching Pursuit autoencoder.
  init?(_ layout: AutoencoderLayout, parameters: UnsafePointer<Float>, memory: LaneDictionary.Memory) {
    guard case .matchingPursuit(let active) = layout.kind else { return nil }
    (inputs, latents, self.memory) = (layout.inputs, layout.latents, memory)
    pursuit = PursuitChoice(latents: latents, steps: active)
    decoder = parameters + layout.decoder.lowerBound
    decoderSums = Self.floats(memory.sums + layout.decoder.lowerBound)
    biasSums = Self.floats(memory.sums + layout.decoderBias.lowerBound)
    residuals = .allocate(capacity: (active + 1) * inputs)
    residuals.initialize(repeating: 0, count: (active + 1) * inputs)
    slope = .allocate(capacity: inputs)
    slope.initialize(repeating: 0, count: inputs)
    amounts = .allocate(capacity: latents)
    amounts.initialize(repeating: 0, count: latents)
  }

  deinit {
    residuals.deallocate()
    slope.deallocate()
    amounts.deallocate()
  }

  /// Starts a batch with the present parameters.
  func begin() { pursuit.begin(decoder, inputs: inputs) }

  /// Adds the sixteen activations that were encoded, each `weight` times.
  func add(_ weight: Lanes) {
    for lane in 0..<16 where weight[lane] != 0 {
      for j in 0..<latents { pursuit.projections[j] = memory.sum[j][lane] }
      let count = pursuit.choose()
      forward(lane, count)
      measure(lane, count, weight[lane])
      backward(lane, count, weight[lane])
    }
  }

  private func forward(_ lane: Int, _ count: Int) {
    for k in 0..<inputs { residuals[k] = memory.centred[k][lane] }
    for step in 0..<count {
      let (before, after) = (residuals + step * inputs, residuals + (step + 1) * inputs)
      let (f, row) = (pursuit.values[step], decoder + pursuit.chosen[step] * inputs)
      for k in 0..<inputs { after[k] = before[k] - f * row[k] }
    }
  }

  private func measure(_ lane: Int, _ count: Int, _ weight: Float) {
    let last = residuals + count * inputs
    var squares: Float = 0
    for k in 0..<inputs { squares += last[k] * last[k] }
    Self.floats(memory.losses)[lane] += squares * weight / Float(inputs)
    for step in 0..<count { amounts[pursuit.chosen[step]] += pursuit.values[step] }
    for step in 0..<count {
      let j = pursuit.chosen[step]
      let f = amounts[j]
      // A latent that is chosen twice counts once.
      guard f > 0 else { continue }
      Self.floats(memory.activity)[16 * j + lane] += weight
      Self.floats(memory.energy)[16 * j + lane] += f * f * weight
      amounts[j] = 0
    }
  }

  private func backward(_ lane: Int, _ count: Int, _ weight: Float) {
    let last = residuals + count * inputs
    let share = 2 * weight / Float(inputs)
    for k in 0..<inputs { slope[k] = last[k] * share }
    for step in (0..<count).reversed() {
      let (j, f, before) = (pursuit.chosen[step], pursuit.values[step], residuals + step * inputs)
      let (row, sums) = (decoder + j * inputs, decoderSums + 16 * j * inputs + lane)
      var along: Float = 0
      for k in 0..<inputs { along += slope[k] * row[k] }
      for k in 0..<inputs {
        sums[16 * k] -= f * slope[k] + along * before[k]
        slope[k] -= along * row[k]
      }
    }
    for k in 0..<inputs { biasSums[16 * k + lane] -= slope[k] }
  }

  private static func floats(_ lanes: UnsafeMutablePointer<Lanes>) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
  }
}
