internal import ToyLib

/// Loss and gradient of an autoencoder, in blocks of sixteen samples; the memory of one thread.
///
/// Gradients are derived by hand. Every product and every sum is rounded (they are not fused), and lanes are added in
/// one order, so the bits are the same on every machine.
final class AutoencoderPass {
  private let kind: AutoencoderKind
  private let inputs: Int
  private let latents: Int
  private let layout: AutoencoderLayout
  /// The loops of all kinds but gated, JumpReLU and Matching Pursuit, and the encoder's of these.
  private let dictionary: LaneDictionary
  private let parameters: UnsafeMutablePointer<Float>
  /// ∂ loss / ∂ parameter, in lanes.
  private let sums: UnsafeMutablePointer<Lanes>
  /// Lanes of one block: h̄, ĥ − h of each prefix and its gradient, ∂/∂h̄.
  private let centred: UnsafeMutablePointer<Lanes>
  private var residual: UnsafeMutablePointer<Lanes>
  private let back: UnsafeMutablePointer<Lanes>
  /// Each latent's h̄ Wᵀ and f.
  private let sum: UnsafeMutablePointer<Lanes>
  private let value: UnsafeMutablePointer<Lanes>
  /// The latents that are active in this block.
  private let busy: UnsafeMutablePointer<Int>
  /// The numbers of latents that reconstruct: first a few, at last all. One number for ordinary loss.
  private var prefixes: [Int]
  /// The first prefix that contains each latent.
  private let level: UnsafeMutablePointer<Int>
  /// Which latents of a TopK kind are active: z above the limit of the sample, or of the batch.
  private var limit = Lanes()
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
  /// `nil` unless latents have gates of their own.
  private let gates: GatesPass?
  /// `nil` unless this is a BatchTopK autoencoder.
  private let batchLimit: BatchLimit?
  /// `nil` unless this is a Matching Pursuit autoencoder.
  private let pursuit: PursuitPass?

  init(_ autoencoder: SparseAutoencoder) {
    kind = autoencoder.kind
    inputs = autoencoder.inputs
    latents = autoencoder.latents
    layout = autoencoder.layout
    prices = CrosscoderPrices(autoencoder.layout)
    parameters = .allocate(capacity: layout.count)
    parameters.initialize(repeating: 0, count: layout.count)
    sums = .zeros(layout.count)
    centred = .zeros(inputs)
    prefixes = [autoencoder.latents]
    residual = .zeros(inputs)
    back = .zeros(inputs)
    sum = .zeros(latents)
    value = .zeros(latents)
    activity = .zeros(latents)
    energy = .zeros(latents)
    busy = .allocate(capacity: latents)
    busy.initialize(repeating: 0, count: latents)
    level = .allocate(capacity: latents)
    level.initialize(repeating: 0, count: latents)
    losses = .zeros(3)
    penalties = .allocate(capacity: latents)
    penalties.initialize(repeating: 0, count: latents)
    let memory = LaneDictionary.Memory(
      sums: sums, activity: activity, energy: energy, sum: sum, value: value, losses: losses, centred: centred,
      back: back, busy: busy)
    gates = GatesPass(layout, parameters: parameters, memory: memory)
    pursuit = PursuitPass(layout, parameters: parameters, memory: memory)
    dictionary = LaneDictionary(
      inputs: inputs, latents: latents, parameters: parameters, LaneDictionary.Places(layout), penalty: penalties,
      level: level, residual: residual, memory: memory)
    batchLimit = BatchLimit(layout, parameters: parameters, sum: sum, dictionary: dictionary)
  }

  deinit {
    for pointer in [sums, centred, residual, back, sum, value, activity, energy, losses] {
      pointer.deallocate()
    }
    parameters.deallocate()
    busy.deallocate()
    level.deallocate()
    penalties.deallocate()
  }

  /// Starts a batch with new parameters. The loss is the mean over `prefixes`, which ascend to the
  /// number of latents. A BatchTopK autoencoder uses its threshold, unless ``limitActive(samples:)``
  /// finds the batch's own.
  func begin(_ values: [Float], prefixes: [Int]? = nil) {
    divide(prefixes ?? [latents])
    hasPenalties = false
    for (i, value) in values.enumerated() { parameters[i] = value }
    batchLimit?.begin()
    gates?.begin()
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
    case .gated, .jumpReLU:
      gates?.add(weight, residual: residual, prefixes: levels, penaltyScale: penaltyScale)
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
    let count = dictionary.addGradients(weight: weight, limit: limit)
    guard prices != nil else { return }
    for j in UnsafeBufferPointer(start: busy, count: count) {
      prices?.note(j, value[j] * weight * (penaltyScale * levels.share(j)))
    }
  }

  private func makePenalties() {
    for j in 0..<latents {
      let scale = penaltyScale * levels.share(j)
      switch kind {
      case .standard(let penalty): penalties[j] = penalty * scale
      case .crosscoder: penalties[j] = (prices?[j] ?? 0) * scale
      case .gated, .jumpReLU, .topK, .batchTopK, .matchingPursuit: penalties[j] = 0
      }
    }
    hasPenalties = true
  }

  private var levels: PrefixLevels { PrefixLevels(count: prefixes.count, level: level) }

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
    batchLimit?.note(weight)
  }

  /// Whether the limit is the whole batch's.
  var needsNotes: Bool { batchLimit != nil }

  /// Sets the limit that the active latents of `samples` samples exceed in what was noted, and returns it.
  @discardableResult
  func limitActive(samples: Int) -> Float {
    guard let found = batchLimit?.limit(samples: samples) else { return 0 }
    limit = Lanes(repeating: found)
    return found
  }
}

extension LaneDictionary.Places {
  init(_ layout: AutoencoderLayout) {
    self.init(
      encoder: layout.encoder.lowerBound, encoderBias: layout.encoderBias.lowerBound,
      decoder: layout.decoder.lowerBound, decoderBias: layout.decoderBias.lowerBound)
  }
}
