internal import ToyLib

/// Sixteen samples.
typealias Lanes = SIMD16<Float>

/// Loss and gradient of an autoencoder, in blocks of sixteen samples; the memory of one thread.
///
/// Gradients are derived by hand. Every product and every sum is rounded (Swift does not fuse
/// them), and lanes are added in one order, so the bits are the same on every machine.
final class AutoencoderPass {
  private let kind: AutoencoderKind
  private let inputs: Int
  private let latents: Int
  private let layout: AutoencoderLayout
  private let parameters: UnsafeMutablePointer<Float>
  /// ∂ loss / ∂ parameter, in lanes.
  private let sums: UnsafeMutablePointer<Lanes>
  /// Lanes of one block: h̄, ĥ − h, its gradient, the auxiliary ones, ∂/∂h̄.
  private let centred: UnsafeMutablePointer<Lanes>
  private let residual: UnsafeMutablePointer<Lanes>
  private let auxiliary: UnsafeMutablePointer<Lanes>
  private let back: UnsafeMutablePointer<Lanes>
  /// Each latent's h̄ Wᵀ, f, and ReLU(π).
  private let sum: UnsafeMutablePointer<Lanes>
  private let value: UnsafeMutablePointer<Lanes>
  private let gate: UnsafeMutablePointer<Lanes>
  /// e^r or θ of each latent.
  private let scale: UnsafeMutablePointer<Float>
  /// The latents that are active in this block, and their number.
  private let busy: UnsafeMutablePointer<Int>
  private var busyCount = 0
  /// The number of samples in which each latent was active, in lanes.
  private let activity: UnsafeMutablePointer<Lanes>
  private var errorSum = Lanes()
  private var penaltySum = Lanes()
  private var auxiliarySum = Lanes()

  init(_ autoencoder: SparseAutoencoder) {
    func lanes(_ count: Int) -> UnsafeMutablePointer<Lanes> {
      let pointer = UnsafeMutablePointer<Lanes>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: Lanes(), count: max(1, count))
      return pointer
    }
    kind = autoencoder.kind
    inputs = autoencoder.inputs
    latents = autoencoder.latents
    layout = autoencoder.layout
    parameters = .allocate(capacity: layout.count)
    parameters.initialize(repeating: 0, count: layout.count)
    sums = lanes(layout.count)
    centred = lanes(inputs)
    residual = lanes(inputs)
    auxiliary = lanes(inputs)
    back = lanes(inputs)
    sum = lanes(latents)
    value = lanes(latents)
    gate = lanes(latents)
    activity = lanes(latents)
    scale = .allocate(capacity: latents)
    scale.initialize(repeating: 0, count: latents)
    busy = .allocate(capacity: latents)
    busy.initialize(repeating: 0, count: latents)
  }

  deinit {
    for pointer in [sums, centred, residual, auxiliary, back, sum, value, gate, activity] {
      pointer.deallocate()
    }
    parameters.deallocate()
    scale.deallocate()
    busy.deallocate()
  }

  /// Starts a batch with new parameters.
  func begin(_ values: [Float]) {
    for (i, value) in values.enumerated() { parameters[i] = value }
    if layout.hasScales {
      for j in 0..<latents {
        scale[j] = Exponential.power(of: parameters[layout.first.lowerBound + j])
      }
    }
    for i in 0..<layout.count { sums[i] = Lanes() }
    for j in 0..<latents { activity[j] = Lanes() }
    (errorSum, penaltySum, auxiliarySum) = (Lanes(), Lanes(), Lanes())
  }

  /// Adds sixteen activations, shape [inputs]; each counts `weight` times.
  func add(_ activations: UnsafePointer<Lanes>, weight: Lanes) {
    let bias = parameters + layout.decoderBias.lowerBound
    for k in 0..<inputs {
      centred[k] = activations[k] - bias[k]
      residual[k] = -centred[k]
      back[k] = Lanes()
    }
    if case .gated = kind { for k in 0..<inputs { auxiliary[k] = residual[k] } }
    forward(weight)
    errors(weight)
    for index in 0..<busyCount { backward(busy[index], weight) }
    let biasSums = sums + layout.decoderBias.lowerBound
    for k in 0..<inputs { biasSums[k] += residual[k] - back[k] }
  }

  /// The results of the batch for a total weight of `count`: means, and the gradient of their sum.
  func finish(count: Float, gradient: inout [Float]) -> AutoencoderLoss {
    let share = 1 / count
    for i in 0..<layout.count { gradient[i] = sums[i].total * share }
    return AutoencoderLoss(
      reconstruction: errorSum.total * share, penalty: penaltySum.total * share,
      auxiliary: auxiliarySum.total * share,
      activity: (0..<latents).map { activity[$0].total * share })
  }
}

extension AutoencoderPass {
  /// Computes latents and their contribution to the reconstruction.
  private func forward(_ weight: Lanes) {
    busyCount = 0
    let encoder = parameters + layout.encoder.lowerBound
    let bias = parameters + layout.encoderBias.lowerBound
    for j in 0..<latents {
      var u = Lanes()
      for k in 0..<inputs { u += centred[k] * encoder[j * inputs + k] }
      sum[j] = u
      switch kind {
      case .standard(let penalty): openStandard(j, u + bias[j], penalty, weight)
      case .gated(let penalty): openGated(j, u, u + bias[j], penalty, weight)
      case .jumpReLU(let penalty, let width, _): openJump(j, u + bias[j], penalty, width, weight)
      }
    }
  }

  private func openStandard(_ j: Int, _ z: Lanes, _ penalty: Float, _ weight: Lanes) {
    let isOn = z .> 0
    guard any(isOn) else { return }
    let f = Lanes().replacing(with: z, where: isOn)
    count(j, isOn, weight)
    penaltySum += f * weight * penalty
    reconstruct(j, f, into: residual)
    value[j] = f
  }

  private func openGated(_ j: Int, _ u: Lanes, _ z: Lanes, _ penalty: Float, _ weight: Lanes) {
    let isOn = z .> 0
    guard any(isOn) else { return }
    let magnitude = u * scale[j] + parameters[layout.second.lowerBound + j]
    let isActive = isOn .& (magnitude .> 0)
    let f = Lanes().replacing(with: magnitude, where: isActive)
    let opening = Lanes().replacing(with: z, where: isOn)
    count(j, isActive, weight)
    penaltySum += opening * weight * penalty
    reconstruct(j, f, into: residual)
    reconstruct(j, opening, into: auxiliary)
    value[j] = f
    gate[j] = opening
  }

  private func openJump(
    _ j: Int, _ z: Lanes, _ penalty: Float, _ width: Float, _ weight: Lanes
  ) {
    let isOn = z .> scale[j]
    let distance = z - scale[j]
    let isNear = (distance .< width / 2) .& (distance .> -width / 2)
    guard any(isOn .| isNear) else { return }
    let f = Lanes().replacing(with: z, where: isOn)
    count(j, isOn, weight)
    penaltySum += Lanes().replacing(with: weight * penalty, where: isOn)
    reconstruct(j, f, into: residual)
    value[j] = f
    gate[j] = Lanes().replacing(with: 1, where: isNear)
  }

  private func count(_ j: Int, _ isOn: SIMDMask<SIMD16<Int32>>, _ weight: Lanes) {
    busy[busyCount] = j
    busyCount += 1
    activity[j] += Lanes().replacing(with: weight, where: isOn)
  }

  private func reconstruct(_ j: Int, _ f: Lanes, into residual: UnsafeMutablePointer<Lanes>) {
    let row = parameters + layout.decoder.lowerBound + j * inputs
    for k in 0..<inputs { residual[k] += f * row[k] }
  }

  /// Losses of the residuals, which become their gradients.
  private func errors(_ weight: Lanes) {
    let share = 2 / Float(inputs)
    for k in 0..<inputs {
      let r = residual[k]
      errorSum += r * r * weight / Float(inputs)
      residual[k] = r * weight * share
    }
    guard case .gated = kind else { return }
    for k in 0..<inputs {
      let r = auxiliary[k]
      auxiliarySum += r * r * weight
      auxiliary[k] = r * weight * 2
    }
  }

  private func backward(_ j: Int, _ weight: Lanes) {
    let row = parameters + layout.decoder.lowerBound + j * inputs
    let f = value[j]
    var byValue = Lanes()
    for k in 0..<inputs { byValue += residual[k] * row[k] }
    let decoderSums = sums + layout.decoder.lowerBound + j * inputs
    for k in 0..<inputs { decoderSums[k] += f * residual[k] }
    switch kind {
    case .standard(let penalty):
      encode(j, Lanes().replacing(with: byValue + weight * penalty, where: f .> 0))
    case .gated(let penalty): backwardGated(j, byValue, penalty, weight)
    case .jumpReLU(let penalty, let width, _):
      // ∂J/∂θ = −(θ/ε) K and ∂H/∂θ = −(1/ε) K, times ∂θ/∂(log θ) = θ.
      let theta = scale[j]
      let byThreshold = -(byValue * theta + weight * penalty) * (theta / width)
      sums[layout.first.lowerBound + j] += byThreshold * gate[j]
      encode(j, Lanes().replacing(with: byValue, where: f .> 0))
    }
  }

  private func backwardGated(_ j: Int, _ byValue: Lanes, _ penalty: Float, _ weight: Lanes) {
    let row = parameters + layout.decoder.lowerBound + j * inputs
    var byGate = weight * penalty
    for k in 0..<inputs { byGate += auxiliary[k] * row[k] }
    byGate = Lanes().replacing(with: byGate, where: gate[j] .> 0)
    let byMagnitude = Lanes().replacing(with: byValue, where: value[j] .> 0)
    sums[layout.second.lowerBound + j] += byMagnitude
    sums[layout.first.lowerBound + j] += byMagnitude * sum[j] * scale[j]
    encode(j, byGate, sum: byGate + byMagnitude * scale[j])
  }

  /// Propagates ∂/∂z to the encoder, its bias and h̄; `sum` is ∂/∂(h̄ Wᵀ) where it differs.
  private func encode(_ j: Int, _ byOpening: Lanes, sum bySum: Lanes? = nil) {
    let bySum = bySum ?? byOpening
    let row = parameters + layout.encoder.lowerBound + j * inputs
    let encoderSums = sums + layout.encoder.lowerBound + j * inputs
    sums[layout.encoderBias.lowerBound + j] += byOpening
    for k in 0..<inputs {
      encoderSums[k] += bySum * centred[k]
      back[k] += bySum * row[k]
    }
  }
}

/// The parts of an autoencoder's loss on a batch, as means over its samples.
public struct AutoencoderLoss: Sendable, Hashable {
  /// The mean over dimensions of (h − ĥ)².
  public let reconstruction: Float
  /// The penalty for active latents.
  public let penalty: Float
  /// A gated autoencoder's loss of its gate; 0 in others.
  public let auxiliary: Float
  /// The fraction of samples in which each latent is active.
  public let activity: [Float]

  public var total: Float { reconstruction + penalty + auxiliary }
  /// L0: the mean number of active latents in a sample.
  public var activeLatents: Float { activity.reduce(0, +) }
}

extension SIMD16<Float> {
  /// The pairwise sum of the lanes, in the same order on every machine.
  var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
  }
}
