import SuperposeAutoencoders
import Testing
import ToyLib

@Suite struct GradientTests {
  private static let crosscoder = AutoencoderKind.crosscoder(penalty: 0.05, shared: 2, sharedPenalty: 0.02)

  /// Some activations of five features in two dimensions, of two models for a crosscoder, and an autoencoder that has
  /// begun to learn.
  private func specimen(_ kind: AutoencoderKind) throws -> (SparseAutoencoder, Matrix) {
    let directions: Matrix = [[1.1, 0], [0.3, 1], [-0.9, 0.6], [-0.8, -0.7], [0.4, -1]]
    let others: Matrix = [[0.8, 0.7], [0, 0], [-0.2, 1], [1, -0.4], [-0.9, 0.1]]
    let features = SparseFeatures(count: 5, density: 0.3)
    let source =
      if case .crosscoder = kind {
        try Activations(features: features, models: directions, others)
      } else {
        try Activations(features: features, directions: directions)
      }
    var training = AutoencoderTraining()
    training.steps = 200
    let trained = try kind.train(on: source, latents: 5, seed: 3, training: training)[0]
    return (trained.autoencoder, try source.samples(203, seed: 9))
  }

  /// The loss by its definition, in double precision; `frozen` supplies D and b_d where they are
  /// held fixed.
  private func loss(
    _ autoencoder: SparseAutoencoder, _ kind: AutoencoderKind, on h: Matrix,
    frozen: SparseAutoencoder, prefixes: [Int]? = nil
  ) throws -> Double {
    let prefixes = prefixes ?? [autoencoder.latents]
    let (d, n) = (autoencoder.inputs, autoencoder.latents)
    let (W, b) = (autoencoder.encoder, autoencoder.encoderBias)
    let (D, bd) = (autoencoder.decoder, autoencoder.decoderBias)
    let (fixedD, fixedBias) = (frozen.decoder, frozen.decoderBias)
    var total = 0.0
    let limits = limits(autoencoder, kind, on: h)
    let norms = halfNorms(autoencoder)
    let pursued = pursuedLatents(autoencoder, kind, on: h)
    for s in 0..<h.rows {
      let centred = (0..<d).map { Double(h[s, $0]) - Double(bd[$0]) }
      var guess = bd.map { Double($0) }
      var auxiliary = fixedBias.map { Double($0) }
      for j in 0..<n {
        let u = (0..<d).reduce(0.0) { $0 + centred[$1] * Double(W[j, $1]) }
        let z = b.isEmpty ? u : u + Double(b[j])
        var f = max(0, z)
        var gate = 0.0
        // A latent is penalised in the prefixes that contain it.
        let share = Double(prefixes.count { $0 > j }) / Double(prefixes.count)
        switch kind {
        case .standard(let penalty): total += Double(penalty) * f * share
        case .gated(let penalty):
          let (r, bm) = (autoencoder.magnitudeScales ?? [], autoencoder.magnitudeBias ?? [])
          gate = max(0, z)
          f = z > 0 ? max(0, Double(r[j]) * u + Double(bm[j])) : 0
          total += Double(penalty) * gate
        case .jumpReLU(let penalty, _, _):
          let isOn = z > Double(autoencoder.thresholds?[j] ?? 0)
          f = isOn ? z : 0
          total += isOn ? Double(penalty) * share : 0
        case .topK, .batchTopK: f = z > limits[s] ? z : 0
        case .matchingPursuit: f = pursued[s][j]
        case .crosscoder(let penalty, let shared, let sharedPenalty):
          total += Double(j < shared ? sharedPenalty : penalty) * f * norms[j] * share
        }
        for k in 0..<d {
          guess[k] += f * Double(D[j, k])
          auxiliary[k] += gate * Double(fixedD[j, k])
        }
        guard prefixes.contains(j + 1) else { continue }
        for k in 0..<d {
          let error = Double(h[s, k]) - guess[k]
          total += error * error / Double(d * prefixes.count)
        }
      }
      guard case .gated = kind else { continue }
      for k in 0..<d {
        let missing = Double(h[s, k]) - auxiliary[k]
        total += missing * missing
      }
    }
    return total / Double(h.rows)
  }

  /// ‖d^A‖ + ‖d^B‖ of each latent of two models.
  private func halfNorms(_ autoencoder: SparseAutoencoder) -> [Double] {
    let (D, half) = (autoencoder.decoder, autoencoder.inputs / 2)
    func norm(_ j: Int, _ dimensions: Range<Int>) -> Double {
      dimensions.reduce(0.0) { $0 + Double(D[j, $1]) * Double(D[j, $1]) }.squareRoot()
    }
    return (0..<autoencoder.latents).map { norm($0, 0..<half) + norm($0, half..<2 * half) }
  }

  /// f of each sample, if latents are chosen one after the other.
  private func pursuedLatents(
    _ autoencoder: SparseAutoencoder, _ kind: AutoencoderKind, on h: Matrix
  ) -> [[Double]] {
    guard case .matchingPursuit(let active) = kind else { return [] }
    let (D, bias) = (autoencoder.decoder, autoencoder.decoderBias)
    return (0..<h.rows).map { s in
      var rest = h[row: s].indices.map { Double(h[s, $0]) - Double(bias[$0]) }
      var f = [Double](repeating: 0, count: D.rows)
      for _ in 0..<active {
        let projections = (0..<D.rows).map { j in rest.indices.reduce(0.0) { $0 + rest[$1] * Double(D[j, $1]) } }
        guard let best = projections.indices.max(by: { projections[$0] < projections[$1] }), projections[best] > 0
        else { break }
        f[best] += projections[best]
        for k in rest.indices { rest[k] -= projections[best] * Double(D[best, k]) }
      }
      return f
    }
  }

  /// Above which z latents are active, for each sample: found by sorting.
  private func limits(
    _ autoencoder: SparseAutoencoder, _ kind: AutoencoderKind, on h: Matrix
  ) -> [Double] {
    guard autoencoder.encoderBias.count == autoencoder.latents else { return [] }
    let (W, b, bd) = (autoencoder.encoder, autoencoder.encoderBias, autoencoder.decoderBias)
    let z = (0..<h.rows).map { s in
      (0..<autoencoder.latents).map { j in
        (0..<h.columns).reduce(Double(b[j])) { $0 + Double(W[j, $1]) * (Double(h[s, $1]) - Double(bd[$1])) }
      }
    }
    /// Between the last active and the first inactive value, so that rounding does not matter.
    func limit(_ values: [Double], _ count: Int) -> Double {
      let sorted = values.sorted(by: >)
      guard count < sorted.count else { return 0 }
      return max(0, (sorted[count - 1] + sorted[count]) / 2)
    }
    switch kind {
    case .topK(let active): return z.map { limit($0, active) }
    case .batchTopK(let active):
      let shared = limit(z.flatMap(\.self), Int((active * Double(h.rows)).rounded()))
      return z.map { _ in shared }
    default: return z.map { _ in 0 }
    }
  }

  @Test(arguments: [
    AutoencoderKind.standard(), .gated(penalty: 0.1), .jumpReLU(), .topK(active: 2), .batchTopK(active: 1.3),
    .matchingPursuit(active: 3), crosscoder,
  ])
  func `the blocks' loss is the definition's`(kind: AutoencoderKind) throws {
    let (autoencoder, h) = try specimen(kind)
    let direct = try loss(autoencoder, kind, on: h, frozen: autoencoder)
    let found = try autoencoder.lossAndGradient(on: h).0.total
    #expect(abs(Double(found) / direct - 1) < 1e-5)
  }

  @Test(arguments: [
    (AutoencoderKind.standard(), [2, 5]), (.jumpReLU(), [1, 3, 4, 5]), (.topK(active: 2), [1, 5]),
    (.batchTopK(active: 1.3), [2, 3, 5]), (crosscoder, [1, 4, 5]),
  ])
  func `the loss is the mean over prefixes`(kind: AutoencoderKind, prefixes: [Int]) throws {
    let (autoencoder, h) = try specimen(kind)
    let direct = try loss(autoencoder, kind, on: h, frozen: autoencoder, prefixes: prefixes)
    let found = try autoencoder.lossAndGradient(on: h, prefixes: prefixes).0.total
    #expect(abs(Double(found) / direct - 1) < 1e-5)
    #expect(try abs(found / autoencoder.lossAndGradient(on: h).0.total - 1) > 1e-3)
  }

  /// Which latents are active hardly changes with a short step, so their loss has slopes as well; a
  /// sample that changes its choice is a jump.
  @Test(arguments: [
    (AutoencoderKind.standard(), [1, 3, 5]), (.topK(active: 2), [5]), (.batchTopK(active: 1.3), [5]),
    (.topK(active: 2), [2, 5]), (.batchTopK(active: 1.3), [1, 4, 5]), (.matchingPursuit(active: 3), [5]),
    (crosscoder, [2, 5]),
  ])
  func `gradients of choices and of prefixes are slopes`(kind: AutoencoderKind, prefixes: [Int]) throws {
    let (autoencoder, h) = try specimen(kind)
    let gradient = try autoencoder.lossAndGradient(on: h, prefixes: prefixes).1
    let size = gradient.map { abs($0) }.max() ?? 0
    let step: Float = 1e-4
    var close = 0
    for i in gradient.indices {
      var (above, below) = (autoencoder, autoencoder)
      above.parameters[i] += step
      below.parameters[i] -= step
      let rise =
        try loss(above, kind, on: h, frozen: autoencoder, prefixes: prefixes)
        - loss(below, kind, on: h, frozen: autoencoder, prefixes: prefixes)
      if abs(Float(rise) / (2 * step) - gradient[i]) < 0.02 * size { close += 1 }
    }
    #expect(close >= gradient.count - 2, "\(close) of \(gradient.count)")
  }

  /// Piecewise quadratic, so central differences are exact but for samples that cross a bend, and for norms. At a
  /// gate the loss jumps, so the step is short enough for no sample to cross.
  @Test(arguments: [AutoencoderKind.standard(), .gated(penalty: 0.1), crosscoder])
  func `gradients are slopes`(kind: AutoencoderKind) throws {
    let (autoencoder, h) = try specimen(kind)
    let gradient = try autoencoder.lossAndGradient(on: h).1
    let size = gradient.map { abs($0) }.max() ?? 0
    let step: Float = 1e-4
    for i in gradient.indices {
      var (above, below) = (autoencoder, autoencoder)
      above.parameters[i] += step
      below.parameters[i] -= step
      let rise =
        try loss(above, kind, on: h, frozen: autoencoder)
        - loss(below, kind, on: h, frozen: autoencoder)
      #expect(
        abs(Float(rise) / (2 * step) - gradient[i]) < 0.01 * size, "\(kind.name), parameter \(i)")
    }
  }

  /// Where no latent is near its threshold, weights and biases of a JumpReLU autoencoder have
  /// ordinary derivatives.
  @Test func `JumpReLU's weights have slopes`() throws {
    let kind = AutoencoderKind.jumpReLU(penalty: 0.1, width: 1e-6, threshold: 0.1)
    let (autoencoder, h) = try specimen(kind)
    let gradient = try autoencoder.lossAndGradient(on: h).1
    let size = gradient.map { abs($0) }.max() ?? 0
    let step: Float = 1e-5
    let weights = gradient.count - autoencoder.latents
    var close = 0
    for i in 0..<weights {
      var (above, below) = (autoencoder, autoencoder)
      above.parameters[i] += step
      below.parameters[i] -= step
      let rise =
        try loss(above, kind, on: h, frozen: autoencoder)
        - loss(below, kind, on: h, frozen: autoencoder)
      if abs(Float(rise) / (2 * step) - gradient[i]) < 0.03 * size { close += 1 }
    }
    // A sample that jumps within a step makes a difference of hundreds.
    #expect(close >= weights - 2)
  }

  /// The straight-through derivative by a threshold is the expected loss's: many samples, and a
  /// rectangle wide enough that some lie in it.
  @Test func `thresholds follow the expected loss`() throws {
    let source = try Activations(
      features: SparseFeatures(count: 1, density: 1), directions: [[1]])
    let kind = AutoencoderKind.jumpReLU(penalty: 0.03, width: 0.05, threshold: 0.2)
    let autoencoder = try SparseAutoencoder(kind, inputs: 1, latents: 1, seed: 0)
    // One latent, h uniform: f = h above θ. L = θ³/3 + 0.03 (1 − θ), so dL/dθ = θ² − 0.03; by log θ
    // times θ. Samples in the lower half of the rectangle lie ε/4 below θ on average.
    var positive = autoencoder
    positive.parameters[1] = 1
    let slope = try positive.lossAndGradient(on: source.samples(200_000)).1[3]
    #expect(abs(slope - 0.2 * (0.2 * (0.2 - 0.05 / 4) - 0.03)) < 2.5e-4)
  }
}
