internal import ToyLib

/// Sixteen samples.
typealias Lanes = SIMD16<Float>

/// Loss and gradient of an autoencoder, in blocks of sixteen samples; the memory of one thread.
///
/// Gradients are derived by hand. Every product and every sum is rounded (they are not fused), and lanes are added in
/// one order, so the bits are the same on every machine.
final class AutoencoderPass {
  private let kind: AutoencoderKind
  private let inputs: Int
  private let latents: Int
  private let layout: AutoencoderLayout
  private let products: LaneProducts
  /// The loops of all kinds but gated, JumpReLU and Matching Pursuit, and the encoder's of these.
  private let dictionary: LaneDictionary
  private let parameters: UnsafeMutablePointer<Float>
  /// ∂ loss / ∂ parameter, in lanes.
  private let sums: UnsafeMutablePointer<Lanes>
  /// Lanes of one block: h̄, ĥ − h of each prefix and its gradient, the auxiliary ones, ∂/∂h̄.
  private let centred: UnsafeMutablePointer<Lanes>
  private var residual: UnsafeMutablePointer<Lanes>
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
  /// The numbers of latents that reconstruct: first a few, at last all. One number for ordinary loss.
  private var prefixes: [Int]
  /// The first prefix that contains each latent.
  private let level: UnsafeMutablePointer<Int>
  /// Which latents of a TopK kind are active: z above the limit of the sample, or of the batch.
  private var limit = Lanes()
  /// The positive z of a batch, and memory for those of a block.
  private var candidates: [Float] = []
  private let found: UnsafeMutablePointer<Float>
  /// Multiplies the kind's penalty.
  var penaltyScale: Float = 1 { didSet { hasPenalties = false } }
  /// What a unit of each latent costs, and whether this is up to date.
  private let penalties: UnsafeMutablePointer<Float>
  private var hasPenalties = false
  /// The number of samples in which each latent was active, in lanes.
  private let activity: UnsafeMutablePointer<Lanes>
  /// The sum of each latent's squared activations, in lanes.
  private let energy: UnsafeMutablePointer<Lanes>
  /// The sums of squared errors, of penalties and of the gates' own loss.
  private let losses: UnsafeMutablePointer<Lanes>
  /// `nil` unless this is a crosscoder.
  private var prices: CrosscoderPrices?
  /// `nil` unless this is a Matching Pursuit autoencoder.
  private let pursuit: PursuitPass?

  init(_ autoencoder: SparseAutoencoder) {
    kind = autoencoder.kind
    inputs = autoencoder.inputs
    latents = autoencoder.latents
    layout = autoencoder.layout
    prices = CrosscoderPrices(autoencoder.layout)
    products = LaneProducts(columns: inputs)
    parameters = .allocate(capacity: layout.count)
    parameters.initialize(repeating: 0, count: layout.count)
    sums = .zeros(layout.count)
    centred = .zeros(inputs)
    prefixes = [autoencoder.latents]
    residual = .zeros(inputs)
    auxiliary = .zeros(inputs)
    back = .zeros(inputs)
    sum = .zeros(latents)
    value = .zeros(latents)
    gate = .zeros(latents)
    activity = .zeros(latents)
    energy = .zeros(latents)
    scale = .allocate(capacity: latents)
    scale.initialize(repeating: 0, count: latents)
    busy = .allocate(capacity: latents)
    busy.initialize(repeating: 0, count: latents)
    level = .allocate(capacity: latents)
    level.initialize(repeating: 0, count: latents)
    losses = .zeros(3)
    found = .allocate(capacity: 16 * latents + 1)
    penalties = .allocate(capacity: latents)
    penalties.initialize(repeating: 0, count: latents)
    let memory = LaneDictionary.Memory(
      sums: sums, activity: activity, energy: energy, sum: sum, value: value, losses: losses, centred: centred,
      back: back, busy: busy)
    pursuit = PursuitPass(layout, parameters: parameters, memory: memory)
    dictionary = LaneDictionary(
      inputs: inputs, latents: latents, parameters: parameters, LaneDictionary.Places(layout), penalty: penalties,
      level: level, residual: residual, memory: memory)
  }

  deinit {
    for pointer in [sums, centred, residual, auxiliary, back, sum, value, gate, activity, energy, losses] {
      pointer.deallocate()
    }
    parameters.deallocate()
    scale.deallocate()
    busy.deallocate()
    level.deallocate()
    found.deallocate()
    penalties.deallocate()
  }

  /// Starts a batch with new parameters. The loss is the mean over `prefixes`, which ascend to the
  /// number of latents. A BatchTopK autoencoder uses its threshold, unless ``limitActive(samples:)``
  /// finds the batch's own.
  func begin(_ values: [Float], prefixes: [Int]? = nil) {
    divide(prefixes ?? [latents])
    candidates.removeAll(keepingCapacity: true)
    hasPenalties = false
    for (i, value) in values.enumerated() { parameters[i] = value }
    if layout.hasScales {
      for j in 0..<latents {
        scale[j] = Exponential.power(of: parameters[layout.first.lowerBound + j])
      }
    }
    prices?.begin(parameters)
    pursuit?.begin()
    for i in 0..<layout.count { sums[i] = Lanes() }
    for j in 0..<latents { (activity[j], energy[j]) = (Lanes(), Lanes()) }
    for i in 0..<3 { losses[i] = Lanes() }
    if case .batchTopK = kind { limit = Lanes(repeating: max(0, parameters[layout.threshold])) }
  }

  private func divide(_ new: [Int]) {
    guard new != prefixes else { return }
    if new.count > prefixes.count {
      residual.deallocate()
      residual = .zeros(new.count * inputs)
    }
    dictionary.use(prefixes: new.count, residual: residual)
    prefixes = new
    var current = 0
    for j in 0..<latents {
      if j == new[current] { current += 1 }
      level[j] = current
    }
  }

  /// Adds sixteen activations, shape [inputs]; each counts `weight` times.
  func add(_ activations: UnsafePointer<Lanes>, weight: Lanes) {
    dictionary.encode(activations)
    switch kind {
    case .gated, .jumpReLU: addByGates(weight)
    case .topK(let active):
      limitEachSample(active)
      addByLimit(weight)
    case .standard, .batchTopK, .crosscoder: addByLimit(weight)
    case .matchingPursuit: pursuit?.add(weight)
    }
  }

  /// The latents above the limit are active.
  private func addByLimit(_ weight: Lanes) {
    if !hasPenalties { makePenalties() }
    busyCount = dictionary.addGradients(weight: weight, limit: limit)
    guard prices != nil else { return }
    for j in UnsafeBufferPointer(start: busy, count: busyCount) {
      prices?.note(j, value[j] * weight * (penaltyScale * share(j)))
    }
  }

  private func makePenalties() {
    for j in 0..<latents {
      let scale = penaltyScale * share(j)
      switch kind {
      case .standard(let penalty): penalties[j] = penalty * scale
      case .crosscoder: penalties[j] = (prices?[j] ?? 0) * scale
      case .gated, .jumpReLU, .topK, .batchTopK, .matchingPursuit: penalties[j] = 0
      }
    }
    hasPenalties = true
  }

  /// Gates of their own say which latents are active.
  private func addByGates(_ weight: Lanes) {
    for k in 0..<inputs {
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

  /// The mean squared activation of each latent, for a total weight of `count`.
  func energies(count: Float) -> [Float] { (0..<latents).map { energy[$0].total / count } }

  /// The results of the batch for a total weight of `count`: means, and the gradient of their sum.
  func finish(count: Float, gradient: inout [Float]) -> AutoencoderLoss {
    let share = 1 / count
    for i in 0..<layout.count { gradient[i] = sums[i].total * share }
    prices?.addGradient(of: parameters, share: share, to: &gradient)
    return AutoencoderLoss(
      reconstruction: losses[0].total * share, penalty: losses[1].total * share,
      auxiliary: losses[2].total * share,
      activity: (0..<latents).map { activity[$0].total * share })
  }
}

extension AutoencoderPass {
  /// Computes latents and their contribution to the reconstruction.
  private func forward(_ weight: Lanes) {
    busyCount = 0
    let bias = parameters + layout.encoderBias.lowerBound
    for j in 0..<latents {
      if j > 0 && level[j] > level[j - 1] { startPrefix(level[j]) }
      let u = sum[j]
      let scale = penaltyScale * share(j)
      switch kind {
      case .gated(let penalty): openGated(j, u, u + bias[j], penalty * scale, weight)
      case .jumpReLU(let penalty, let width, _):
        openJump(j, u + bias[j], penalty * scale, width, weight)
      case .standard, .topK, .batchTopK, .matchingPursuit, .crosscoder: break
      }
    }
  }

  /// The share of the prefixes that contain latent `j`: a latent is penalised in these.
  private func share(_ j: Int) -> Float {
    Float(prefixes.count - level[j]) / Float(prefixes.count)
  }

  /// The reconstruction of a longer prefix starts where that of the shorter one ended.
  private func startPrefix(_ level: Int) {
    let (shorter, longer) = (residual + (level - 1) * inputs, residual + level * inputs)
    for k in 0..<inputs { longer[k] = shorter[k] }
  }

  private func openGated(_ j: Int, _ u: Lanes, _ z: Lanes, _ penalty: Float, _ weight: Lanes) {
    let isOn = z .> 0
    guard any(isOn) else { return }
    let magnitude = u * scale[j] + parameters[layout.second.lowerBound + j]
    let isActive = isOn .& (magnitude .> 0)
    let f = Lanes().replacing(with: magnitude, where: isActive)
    let opening = Lanes().replacing(with: z, where: isOn)
    count(j, isActive, weight)
    losses[1] += opening * weight * penalty
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
    losses[1] += Lanes().replacing(with: weight * penalty, where: isOn)
    reconstruct(j, f, into: residual + level[j] * inputs)
    value[j] = f
    gate[j] = Lanes().replacing(with: 1, where: isNear)
  }

  private func count(_ j: Int, _ isOn: SIMDMask<SIMD16<Int32>>, _ weight: Lanes) {
    busy[busyCount] = j
    busyCount += 1
    activity[j] += Lanes().replacing(with: weight, where: isOn)
  }

  private func reconstruct(_ j: Int, _ f: Lanes, into residual: UnsafeMutablePointer<Lanes>) {
    products.add(f, times: parameters + layout.decoder.lowerBound + j * inputs, to: residual)
  }

  /// Losses of the residuals, which become their gradients.
  private func errors(_ weight: Lanes) {
    let share = 2 / Float(inputs * prefixes.count)
    for k in 0..<inputs * prefixes.count {
      let r = residual[k]
      losses[0] += r * r * weight / Float(inputs * prefixes.count)
      residual[k] = r * weight * share
    }
    // A latent is in the prefix that it begins and in all longer ones.
    for k in (0..<inputs * (prefixes.count - 1)).reversed() { residual[k] += residual[k + inputs] }
    guard case .gated = kind else { return }
    for k in 0..<inputs {
      let r = auxiliary[k]
      losses[2] += r * r * weight
      auxiliary[k] = r * weight * 2
    }
  }

  private func backward(_ j: Int, _ weight: Lanes) {
    let row = parameters + layout.decoder.lowerBound + j * inputs
    let residual = residual + level[j] * inputs
    let f = value[j]
    energy[j] += f * f * weight
    var byValue = Lanes()
    products.dots(residual, row, count: 1, into: &byValue)
    products.add(f, times: residual, to: sums + layout.decoder.lowerBound + j * inputs)
    switch kind {
    case .standard, .topK, .batchTopK, .matchingPursuit, .crosscoder: break
    case .gated(let penalty): backwardGated(j, byValue, penalty * (penaltyScale * share(j)), weight)
    case .jumpReLU(let plain, let width, _):
      let penalty = plain * (penaltyScale * share(j))
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
    sums[layout.encoderBias.lowerBound + j] += byOpening
    products.add(bySum, times: centred, to: sums + layout.encoder.lowerBound + j * inputs)
    products.add(bySum, times: row, to: back)
  }
}

// Which latents of a TopK kind are active.
extension AutoencoderPass {
  /// Each sample's own limit.
  private func limitEachSample(_ active: Int) {
    let bias = parameters + layout.encoderBias.lowerBound
    var limits = Lanes()
    withUnsafeTemporaryAllocation(of: Float.self, capacity: latents) { values in
      for lane in 0..<16 {
        for j in 0..<latents { values[j] = sum[j][lane] + bias[j] }
        limits[lane] = Selection.limit(of: values, above: active)
      }
    }
    limit = limits
  }

  /// Notes the positive z of sixteen activations, each `weight` times, for ``limitActive(samples:)``.
  /// A negative weight takes back as many that were noted.
  func note(_ activations: UnsafePointer<Lanes>, weight: Lanes) {
    dictionary.encode(activations)
    if weight == Lanes(repeating: 1) {
      let positive = UnsafeBufferPointer(start: found, count: dictionary.positive(into: found))
      return candidates.append(contentsOf: positive)
    }
    let bias = parameters + layout.encoderBias.lowerBound
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

  /// Whether the limit is the whole batch's.
  var needsNotes: Bool { if case .batchTopK = kind { true } else { false } }

  /// Sets the limit that `active` latents a sample exceed in what was noted, and returns it.
  @discardableResult
  func limitActive(samples: Int) -> Float {
    guard case .batchTopK(let active) = kind else { return 0 }
    let wanted = Int((active * Double(samples)).rounded())
    let found = Selection.limit(of: &candidates, above: wanted)
    limit = Lanes(repeating: found)
    return found
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

extension LaneDictionary.Places {
  init(_ layout: AutoencoderLayout) {
    self.init(
      encoder: layout.encoder.lowerBound, encoderBias: layout.encoderBias.lowerBound,
      decoder: layout.decoder.lowerBound, decoderBias: layout.decoderBias.lowerBound)
  }
}

extension UnsafeMutablePointer<SIMD16<Float>> {
  /// Zeros at a 64-byte boundary, where products are fastest; freed with `deallocate()`.
  static func zeros(_ count: Int) -> Self {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: 64 * Swift.max(1, count), alignment: 64)
    return raw.initializeMemory(as: SIMD16<Float>.self, repeating: SIMD16(), count: count)
  }
}

extension SIMD16<Float> {
  /// The pairwise sum of the lanes, in the same order on every machine.
  var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
  }
}
