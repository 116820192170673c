public import ToyLib

/// A sparse autoencoder: a dictionary of directions, and an encoder that expresses an activation as
/// a sum of a few of them.
///
/// Shapes: activations h [inputs], latents f [latents], `decoder` and `encoder`
/// [latents, inputs]: row j of the decoder is latent j's direction. A crosscoder's activations are those of two models,
/// one after the other.
public struct SparseAutoencoder: Sendable, Hashable {
  public let kind: AutoencoderKind
  /// Dimensions of an activation.
  public let inputs: Int
  public let latents: Int
  /// All trained parameters, in the layout of `AutoencoderLayout`.
  package var parameters: [Float]

  var layout: AutoencoderLayout {
    AutoencoderLayout(kind: kind, inputs: inputs, latents: latents)
  }

  /// Untrained: decoder rows in random directions, length 1; encoder weights uniform in
  /// ±√(6/inputs), as in PyTorch's Kaiming initialisation, or the decoder for TopK kinds and crosscoders; biases 0.
  ///
  /// Equal seeds and instances give equal autoencoders. Throws `AutoencoderError` for sizes below 1
  /// or a kind with invalid numbers.
  public init(
    _ kind: AutoencoderKind, inputs: Int, latents: Int, seed: UInt64 = 0, instance: Int = 0
  ) throws {
    try AutoencoderError.require(inputs >= 1, "inputs", inputs, "at least 1")
    try AutoencoderError.require(latents >= 1, "latents", latents, "at least 1")
    try kind.validate(inputs: inputs, latents: latents)
    self.kind = kind
    self.inputs = inputs
    self.latents = latents
    parameters = []
    var random = RandomSource(
      key: RandomKey(seed: seed, instance: instance), purpose: .initialWeights)
    parameters = initialParameters(using: &random)
  }

  /// With the given directions [latents, inputs] as decoder, scaled to length 1, and as encoder; biases 0. A crosscoder's
  /// shared latents have the mean of both models' directions in the decoder.
  ///
  /// With the true features as directions it is a start at the truth. Throws `AutoencoderError` for a
  /// direction of zeros or a kind with invalid numbers.
  public init(_ kind: AutoencoderKind, directions: Matrix) throws {
    try self.init(kind, inputs: directions.columns, latents: directions.rows)
    for (j, norm) in directions.norms.enumerated() {
      try AutoencoderError.require(
        norm > 0 && norm.isFinite, "length of direction \(j)", norm, "above 0, finite")
      let row = directions[row: j].map { $0 / norm }
      parameters.replaceSubrange(layout.decoderRow(j), with: row)
      parameters.replaceSubrange(layout.encoderRow(j), with: row)
    }
    layout.averageSharedRows(&parameters)
  }

  /// With given directions and a given decoder bias. Latents from number `live` on are dead: not active
  /// for any activation. Without others the output is the decoder bias.
  package init(
    _ kind: AutoencoderKind, directions: Matrix, decoderBias: [Float], live: Int
  ) throws {
    try self.init(kind, directions: directions)
    parameters.replaceSubrange(layout.decoderBias, with: decoderBias)
    for i in layout.encoderBias.dropFirst(live) { parameters[i] = -1e6 }
    // Without a bias a direction of zeros is never chosen.
    if !kind.hasEncoderBias { for j in live..<latents { for i in layout.decoderRow(j) { parameters[i] = 0 } } }
  }

  private func initialParameters(using random: inout RandomSource) -> [Float] {
    var values = [Float](repeating: 0, count: layout.count)
    let reach = (6 / Float(inputs)).squareRoot()
    if !kind.isTied {
      for i in layout.encoder { values[i] = reach * (2 * random.uniform() - 1) }
    }
    for j in 0..<latents {
      let direction = random.direction(inputs)
      values.replaceSubrange(layout.decoderRow(j), with: direction)
      if kind.startsAsDecoder { values.replaceSubrange(layout.encoderRow(j), with: direction) }
    }
    if layout.hasScales { for i in layout.first { values[i] = kind.initialScale } }
    layout.averageSharedRows(&values)
    return values
  }

  /// D, shape [latents, inputs]; rows have length 1, but for crosscoders.
  public var decoder: Matrix { matrix(layout.decoder) }
  /// W, shape [latents, inputs]; the decoder where tied.
  public var encoder: Matrix { matrix(layout.encoder) }
  /// b, one for each latent; empty for a Matching Pursuit autoencoder.
  public var encoderBias: [Float] { Array(parameters[layout.encoderBias]) }
  /// b_d, one for each dimension.
  public var decoderBias: [Float] { Array(parameters[layout.decoderBias]) }
  /// θ of each latent; `nil` unless this is a JumpReLU autoencoder.
  public var thresholds: [Float]? {
    guard case .jumpReLU = kind else { return nil }
    return parameters[layout.first].map { Exponential.power(of: $0) }
  }
  /// Above which z a latent of a trained BatchTopK autoencoder is active; `nil` for other kinds.
  public var threshold: Float? {
    guard case .batchTopK = kind else { return nil }
    return parameters[layout.threshold]
  }
  /// e^r of each latent; `nil` unless this is a gated autoencoder.
  public var magnitudeScales: [Float]? {
    guard case .gated = kind else { return nil }
    return parameters[layout.first].map { Exponential.power(of: $0) }
  }
  /// b_m of each latent; `nil` unless this is a gated autoencoder.
  public var magnitudeBias: [Float]? {
    guard case .gated = kind else { return nil }
    return Array(parameters[layout.second])
  }

  private func matrix(_ range: Range<Int>) -> Matrix {
    Matrix(rows: latents, columns: inputs, elements: Array(parameters[range]))
  }
}

extension SparseAutoencoder {
  /// f of every activation: [samples, inputs] → [samples, latents]. A BatchTopK autoencoder uses its
  /// threshold.
  public func latents(of activations: Matrix) throws -> Matrix {
    try check(activations)
    let (sums, b) = (encoderSums(of: activations), encoderBias)
    let (scales, shifts, thresholds) = (magnitudeScales, magnitudeBias, thresholds)
    if case .topK(let active) = kind { return topLatents(of: sums, active) }
    if case .matchingPursuit(let active) = kind { return pursuedLatents(of: sums, active) }
    let least = threshold
    return Matrix(rows: sums.rows, columns: latents) { s, j in
      let u = sums[s, j]
      let z = u + b[j]
      if let thresholds { return z > thresholds[j] ? z : 0 }
      if let scales, let shifts { return z > 0 ? max(0, scales[j] * u + shifts[j]) : 0 }
      if let least { return z > least ? max(0, z) : 0 }
      return max(0, z)
    }
  }

  /// h̄ Wᵀ of activations, shape [samples, latents].
  private func encoderSums(of activations: Matrix) -> Matrix {
    let products = LaneProducts(columns: inputs)
    let block = UnsafeMutablePointer<Lanes>.zeros(inputs)
    let sums = UnsafeMutablePointer<Lanes>.zeros(latents)
    defer {
      block.deallocate()
      sums.deallocate()
    }
    let (encoder, bias) = (encoder.elements, decoderBias)
    var result = Matrix(rows: activations.rows, columns: latents)
    for first in stride(from: 0, to: activations.rows, by: 16) {
      let lanes = min(16, activations.rows - first)
      for lane in 0..<lanes {
        for k in 0..<inputs { block[k][lane] = activations[first + lane, k] - bias[k] }
      }
      products.dots(block, encoder, count: latents, into: sums)
      for lane in 0..<lanes {
        for j in 0..<latents { result[first + lane, j] = sums[j][lane] }
      }
    }
    return result
  }

  /// ReLU(z) of each sample's largest z.
  private func topLatents(of sums: Matrix, _ active: Int) -> Matrix {
    let b = encoderBias
    var values = Matrix(rows: sums.rows, columns: latents) { s, j in max(0, sums[s, j] + b[j]) }
    for s in 0..<values.rows {
      var row = values[row: s]
      let limit = Selection.limit(of: &row, above: active)
      for j in 0..<latents where !(values[s, j] > limit) { values[s, j] = 0 }
    }
    return values
  }

  /// f of latents that are chosen one after the other, of h̄ Dᵀ.
  private func pursuedLatents(of sums: Matrix, _ active: Int) -> Matrix {
    let pursuit = PursuitChoice(latents: latents, steps: active)
    decoder.elements.withUnsafeBufferPointer { rows in
      if let rows = rows.baseAddress { pursuit.begin(rows, inputs: inputs) }
    }
    var values = Matrix(rows: sums.rows, columns: latents, repeating: 0)
    for s in 0..<sums.rows {
      for j in 0..<latents { pursuit.projections[j] = sums[s, j] }
      for step in 0..<pursuit.choose() { values[s, pursuit.chosen[step]] += pursuit.values[step] }
    }
    return values
  }

  /// ĥ of every activation, the same shape.
  public func reconstructions(of activations: Matrix) throws -> Matrix {
    reconstructions(from: try latents(of: activations))
  }

  /// ĥ of latents [samples, latents], most of which are 0.
  func reconstructions(from latents: Matrix) -> Matrix {
    let (decoder, bias) = (decoder.elements, decoderBias)
    var sums = [Float](repeating: 0, count: latents.rows * inputs)
    for s in 0..<latents.rows {
      for j in 0..<latents.columns where latents[s, j] != 0 {
        let f = latents[s, j]
        for k in 0..<inputs { sums[s * inputs + k] += f * decoder[j * inputs + k] }
      }
    }
    return Matrix(rows: latents.rows, columns: inputs) { sums[$0 * inputs + $1] + bias[$1] }
  }

  func check(_ activations: Matrix) throws(AutoencoderError) {
    try AutoencoderError.require(
      activations.columns == inputs, "activations' dimensions", activations.columns,
      "the autoencoder's \(inputs)")
  }
}

extension SparseAutoencoder: CustomStringConvertible {
  public var description: String {
    "\(kind.name) autoencoder of \(latents) latents for \(inputs) dimensions"
  }
}

extension RandomSource {
  /// A uniformly random direction: a vector of length 1.
  mutating func direction(_ count: Int) -> [Float] {
    let values = (0..<count).map { _ in normal() }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? values.map { $0 / length } : (0..<count).map { $0 == 0 ? 1 : 0 }
  }
}
