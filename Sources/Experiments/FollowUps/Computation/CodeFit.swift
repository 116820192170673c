internal import ToyLib

/// Fits networks to samples in the fourth power of the error, and measures them on others.
struct CodeFit {
  let model: LayeredModel
  private let samples: Matrix
  private let targets: [Float]
  /// Of the losses, in parts of equal size.
  private let measured: [Matrix]

  private static let parts = 16

  init(_ model: LayeredModel, fit samples: Matrix, measure: Matrix) {
    self.model = model
    self.samples = samples
    targets = samples.elements.map { max(0, $0) }
    let size = measure.rows / Self.parts
    measured = (0..<Self.parts).map { measure[rows: $0 * size..<($0 + 1) * size] }
  }

  /// The loss on samples that nothing is fitted to.
  func loss(_ network: LayeredNetwork) throws -> LossEstimate {
    LossEstimate(meanOf: try measured.map { try network.loss(on: $0) })
  }

  /// The best scale of the pseudoinverse of `encoder` as its decoder.
  func decoded(_ encoder: Matrix) throws -> (network: LayeredNetwork, scale: Double) {
    let inverse = try encoder.pseudoinverse
    let scale = try best(model.network(encoder: encoder, decoder: inverse)).scale
    return (try model.network(encoder: encoder, decoder: Float(scale) * inverse), scale)
  }

  /// The best b / a by golden sections, to 0.0002, and for each of them the best a c.
  func fitted(_ code: BinaryCode) throws -> (network: LayeredNetwork, offRatio: Double, scale: Double) {
    let matrix = code.matrix
    let inverse = try matrix.pseudoinverse
    func network(_ ratio: Double, _ scale: Double) throws -> LayeredNetwork {
      try model.network(
        encoder: matrix.map { $0 == 1 ? 1 : Float(ratio) }, decoder: Float(scale) * inverse)
    }
    func tried(_ ratio: Double) throws -> (loss: Double, scale: Double) { try best(network(ratio, 1)) }
    let golden = (5.0.squareRoot() - 1) / 2
    var (lower, upper) = (-0.15, 0.05)
    var points = [upper - golden * (upper - lower), lower + golden * (upper - lower)]
    var values = try points.map { try tried($0).loss }
    while upper - lower > 2e-4 {
      let isLeft = values[0] < values[1]
      if isLeft { upper = points[1] } else { lower = points[0] }
      let next = isLeft ? upper - golden * (upper - lower) : lower + golden * (upper - lower)
      let value = try tried(next).loss
      points = isLeft ? [next, points[0]] : [points[1], next]
      values = isLeft ? [value, values[0]] : [values[1], value]
    }
    let ratio = (lower + upper) / 2
    let scale = try tried(ratio).scale
    return (try network(ratio, scale), ratio, scale)
  }

  /// The s > 0 for which s times the network's outputs has the lowest loss, and that loss.
  ///
  /// Σ (su − t)⁴ is a convex polynomial of s, whose derivative is zero at its minimum.
  private func best(_ network: LayeredNetwork) throws -> (loss: Double, scale: Double) {
    var sums = SIMD8<Double>()
    for (output, target) in zip(try network.outputs(of: samples).elements, targets) {
      let (u, t) = (Double(output), Double(target))
      let (uu, ut, tt) = (u * u, u * t, t * t)
      sums += SIMD8(uu * uu, uu * ut, uu * tt, ut * tt, tt * tt, 0, 0, 0)
    }
    func slope(_ s: Double) -> Double { ((sums[0] * s - 3 * sums[1]) * s + 3 * sums[2]) * s - sums[3] }
    var (lower, upper) = (0.0, 1.0)
    while slope(upper) < 0 && upper < 1e6 { upper *= 2 }
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if slope(middle) < 0 { lower = middle } else { upper = middle }
    }
    let s = (lower + upper) / 2
    let sum = (((sums[0] * s - 4 * sums[1]) * s + 6 * sums[2]) * s - 4 * sums[3]) * s + sums[4]
    return (sum / Double(targets.count), s)
  }
}
