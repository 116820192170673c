public import ToyLib

extension SparseAutoencoder {
  /// A crosscoder's directions in the first model and in the second, shape [latents, inputs / 2] each; `nil` for other
  /// kinds.
  public var decoders: (first: Matrix, second: Matrix)? {
    guard case .crosscoder = kind else { return nil }
    let (decoder, half) = (decoder, inputs / 2)
    return (
      Matrix(rows: latents, columns: half) { decoder[$0, $1] },
      Matrix(rows: latents, columns: half) { decoder[$0, half + $1] }
    )
  }

  /// ‖d^B‖ / (‖d^A‖ + ‖d^B‖) of each of a crosscoder's latents: 0 for a latent of the first model alone, 1 for one of the
  /// second alone, 1/2 for equal lengths or without any direction; `nil` for other kinds.
  public var relativeNorms: [Double]? {
    decoders.map { first, second in
      zip(first.norms, second.norms).map { a, b in a + b > 0 ? Double(b) / (Double(a) + Double(b)) : 0.5 }
    }
  }
}

extension Activations {
  /// The activations of two models on the same features, the first model's followed by the second's: for crosscoders.
  ///
  /// Both matrices are [features, dimensions]. A feature that a model does not have has a row of zeros there. Throws
  /// `AutoencoderError` unless they have the same shape, with a row for each feature.
  public init(features: some FeatureSampler, models first: Matrix, _ second: Matrix) throws {
    try AutoencoderError.require(
      first.rows == second.rows && first.columns == second.columns, "the second model's directions",
      "\(second.rows) × \(second.columns)", "\(first.rows) × \(first.columns), as the first model's")
    let half = first.columns
    try self.init(
      features: features,
      directions: Matrix(rows: first.rows, columns: 2 * half) { i, k in
        k < half ? first[i, k] : second[i, k - half]
      })
  }
}

extension AutoencoderLayout {
  /// The part of a decoder row that belongs to model 0 or 1 of a crosscoder.
  func decoderRow(_ j: Int, of model: Int) -> Range<Int> {
    let start = decoderRow(j).lowerBound + model * (inputs / 2)
    return start..<start + inputs / 2
  }

  /// Gives both models the mean of a crosscoder's shared decoder rows, of parameters or of a gradient.
  func averageSharedRows(_ values: inout [Float]) {
    for j in 0..<kind.sharedLatents {
      for (i, k) in zip(decoderRow(j, of: 0), decoderRow(j, of: 1)) {
        let mean = (values[i] + values[k]) / 2
        (values[i], values[k]) = (mean, mean)
      }
    }
  }
}
