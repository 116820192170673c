internal import ToyLib

/// Which prefixes contain each latent.
struct PrefixLevels {
  /// The number of prefixes.
  let count: Int
  /// The first prefix that contains each latent.
  let level: UnsafePointer<Int>

  /// The share of the prefixes that contain latent `j`: a latent is penalised in these.
  func share(_ j: Int) -> Float { Float(count - level[j]) / Float(count) }
}

/// Loss and gradient of autoencoders whose latents have gates of their own, gated and JumpReLU ones, sixteen samples at
/// once.
final class GatesPass {
  private let kind: AutoencoderKind
  private let inputs: Int
  private let latents: Int
  private let layout: AutoencoderLayout
  private let products: LaneProducts
  private let parameters: UnsafeMutablePointer<Float>
  private let memory: LaneDictionary.Memory
  /// The error of what the gates alone reconstruct, and its gradient.
  private let auxiliary: UnsafeMutablePointer<Lanes>
  /// ReLU(π) of each latent (gated), or 1 where z is near the threshold (JumpReLU).
  private let gate: UnsafeMutablePointer<Lanes>
  /// e^r or θ of each latent.
  private let scale: UnsafeMutablePointer<Float>
  private var busyCount = 0

  /// `nil` for kinds without gates of their own.
  init?(
    _ layout: AutoencoderLayout, parameters: UnsafeMutablePointer<Float>, memory: LaneDictionary.Memory
  ) {
    guard layout.hasScales else { return nil }
    (kind, inputs, latents) = (layout.kind, layout.inputs, layout.latents)
    (self.layout, self.parameters, self.memory) = (layout, parameters, memory)
    products = LaneProducts(columns: layout.inputs)
    auxiliary = .zeros(layout.inputs)
    gate = .zeros(layout.latents)
    scale = .allocate(capacity: layout.latents)
    scale.initialize(repeating: 0, count: layout.latents)
  }

  deinit {
    auxiliary.deallocate()
    gate.deallocate()
    scale.deallocate()
  }

  /// Starts a batch with the present parameters.
  func begin() {
    for j in 0..<latents { scale[j] = Exponential.power(of: parameters[layout.first.lowerBound + j]) }
  }

  /// Adds the sixteen activations that were encoded, each `weight` times. `residual` has room for [prefixes][inputs].
  func add(_ weight: Lanes, residual: UnsafeMutablePointer<Lanes>, prefixes: PrefixLevels, penaltyScale: Float) {
    for k in 0..<inputs {
      residual[k] = -memory.centred[k]
      memory.back[k] = Lanes()
    }
    if case .gated = kind { for k in 0..<inputs { auxiliary[k] = residual[k] } }
    forward(weight, residual, prefixes, penaltyScale)
    errors(weight, residual, prefixes.count)
    for j in UnsafeBufferPointer(start: memory.busy, count: busyCount) {
      backward(j, weight, residual + prefixes.level[j] * inputs, penaltyScale * prefixes.share(j))
    }
    let biasSums = memory.sums + layout.decoderBias.lowerBound
    for k in 0..<inputs { biasSums[k] += residual[k] - memory.back[k] }
  }

  /// Computes latents and their contribution to the reconstruction.
  private func forward(
    _ weight: Lanes, _ residual: UnsafeMutablePointer<Lanes>, _ prefixes: PrefixLevels, _ penaltyScale: Float
  ) {
    busyCount = 0
    let (bias, level) = (parameters + layout.encoderBias.lowerBound, prefixes.level)
    for j in 0..<latents {
      if j > 0 && level[j] > level[j - 1] { startPrefix(level[j], residual) }
      let u = memory.sum[j]
      let scale = penaltyScale * prefixes.share(j)
      switch kind {
      case .gated(let penalty): openGated(j, u, u + bias[j], penalty * scale, weight, residual)
      case .jumpReLU(let penalty, let width, _):
        openJump(j, u + bias[j], penalty * scale, width, weight, residual + level[j] * inputs)
      case .standard, .topK, .batchTopK, .matchingPursuit, .crosscoder: break
      }
    }
  }

  /// The reconstruction of a longer prefix starts where that of the shorter one ended.
  private func startPrefix(_ level: Int, _ residual: UnsafeMutablePointer<Lanes>) {
    let (shorter, longer) = (residual + (level - 1) * inputs, residual + level * inputs)
    for k in 0..<inputs { longer[k] = shorter[k] }
  }

  private func openGated(
    _ j: Int, _ u: Lanes, _ z: Lanes, _ penalty: Float, _ weight: Lanes,
    _ residual: UnsafeMutablePointer<Lanes>
  ) {
    let isOn = z .> 0
    guard any(isOn) else { return }
    let magnitude = u * scale[j] + parameters[layout.second.lowerBound + j]
    let isActive = isOn .& (magnitude .> 0)
    let f = Lanes().replacing(with: magnitude, where: isActive)
    let opening = Lanes().replacing(with: z, where: isOn)
    count(j, isActive, weight)
    memory.losses[1] += opening * weight * penalty
    reconstruct(j, f, into: residual)
    reconstruct(j, opening, into: auxiliary)
    memory.value[j] = f
    gate[j] = opening
  }

  private func openJump(
    _ j: Int, _ z: Lanes, _ penalty: Float, _ width: Float, _ weight: Lanes,
    _ residual: UnsafeMutablePointer<Lanes>
  ) {
    let isOn = z .> scale[j]
    let distance = z - scale[j]
    let isNear = (distance .< width / 2) .& (distance .> -width / 2)
    guard any(isOn .| isNear) else { return }
    let f = Lanes().replacing(with: z, where: isOn)
    count(j, isOn, weight)
    memory.losses[1] += Lanes().replacing(with: weight * penalty, where: isOn)
    reconstruct(j, f, into: residual)
    memory.value[j] = f
    gate[j] = Lanes().replacing(with: 1, where: isNear)
  }

  private func count(_ j: Int, _ isOn: SIMDMask<SIMD16<Int32>>, _ weight: Lanes) {
    memory.busy[busyCount] = j
    busyCount += 1
    memory.activity[j] += Lanes().replacing(with: weight, where: isOn)
  }

  private func reconstruct(_ j: Int, _ f: Lanes, into residual: UnsafeMutablePointer<Lanes>) {
    products.add(f, times: parameters + layout.decoder.lowerBound + j * inputs, to: residual)
  }

  /// Losses of the residuals, which become their gradients.
  private func errors(_ weight: Lanes, _ residual: UnsafeMutablePointer<Lanes>, _ prefixes: Int) {
    let share = 2 / Float(inputs * prefixes)
    for k in 0..<inputs * prefixes {
      let r = residual[k]
      memory.losses[0] += r * r * weight / Float(inputs * prefixes)
      residual[k] = r * weight * share
    }
    // A latent is in the prefix that it begins and in all longer ones.
    for k in (0..<inputs * (prefixes - 1)).reversed() { residual[k] += residual[k + inputs] }
    guard case .gated = kind else { return }
    for k in 0..<inputs {
      let r = auxiliary[k]
      memory.losses[2] += r * r * weight
      auxiliary[k] = r * weight * 2
    }
  }

  private func backward(_ j: Int, _ weight: Lanes, _ residual: UnsafeMutablePointer<Lanes>, _ penaltyScale: Float) {
    let row = parameters + layout.decoder.lowerBound + j * inputs
    let f = memory.value[j]
    memory.energy[j] += f * f * weight
    var byValue = Lanes()
    products.dots(residual, row, count: 1, into: &byValue)
    products.add(f, times: residual, to: memory.sums + layout.decoder.lowerBound + j * inputs)
    switch kind {
    case .standard, .topK, .batchTopK, .matchingPursuit, .crosscoder: break
    case .gated(let penalty): backwardGated(j, byValue, penalty * penaltyScale, weight)
    case .jumpReLU(let plain, let width, _):
      let penalty = plain * penaltyScale
      // ∂J/∂θ = −(θ/ε) K and ∂H/∂θ = −(1/ε) K, times ∂θ/∂(log θ) = θ.
      let theta = scale[j]
      let byThreshold = -(byValue * theta + weight * penalty) * (theta / width)
      memory.sums[layout.first.lowerBound + j] += byThreshold * gate[j]
      encode(j, Lanes().replacing(with: byValue, where: f .> 0))
    }
  }

  private func backwardGated(_ j: Int, _ byValue: Lanes, _ penalty: Float, _ weight: Lanes) {
    let row = parameters + layout.decoder.lowerBound + j * inputs
    var byGate = weight * penalty
    for k in 0..<inputs { byGate += auxiliary[k] * row[k] }
    byGate = Lanes().replacing(with: byGate, where: gate[j] .> 0)
    let byMagnitude = Lanes().replacing(with: byValue, where: memory.value[j] .> 0)
    memory.sums[layout.second.lowerBound + j] += byMagnitude
    memory.sums[layout.first.lowerBound + j] += byMagnitude * memory.sum[j] * scale[j]
    encode(j, byGate, sum: byGate + byMagnitude * scale[j])
  }

  /// Propagates ∂/∂z to the encoder, its bias and h̄; `sum` is ∂/∂(h̄ Wᵀ) where it differs.
  private func encode(_ j: Int, _ byOpening: Lanes, sum bySum: Lanes? = nil) {
    let bySum = bySum ?? byOpening
    let row = parameters + layout.encoder.lowerBound + j * inputs
    memory.sums[layout.encoderBias.lowerBound + j] += byOpening
    products.add(bySum, times: memory.centred, to: memory.sums + layout.encoder.lowerBound + j * inputs)
    products.add(bySum, times: row, to: memory.back)
  }
}
