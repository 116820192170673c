package import ToyLib

/// A network whose decoder is always a multiple of the pseudoinverse of its encoder, and the derivatives of
/// its loss.
///
/// Its parameters are the encoder's entries and, last, the scale of the decoder.
package struct TiedDecoder {
  private let model: LayeredModel
  /// Batches of samples, used in turn.
  private let batches: [Matrix]
  /// Entries that belong to the code stay above `threshold`, all others below it.
  private let isOn: [Bool]
  private let threshold: Double
  private let rows: Int, columns: Int

  package init(_ model: LayeredModel, encoder: Matrix, batches: [Matrix], threshold: Double) {
    (self.model, self.batches, self.threshold) = (model, batches, threshold)
    (rows, columns) = (encoder.rows, encoder.columns)
    isOn = encoder.elements.map { Double($0) > threshold }
  }

  /// The network after a descent from `encoder` and `scale`, and how many entries have changed sides.
  func trained(
    from encoder: Matrix, scale: Double, by descent: GradientDescent
  ) throws -> (network: LayeredNetwork, changed: Int) {
    var step = 0
    let start = encoder.elements.map { Double($0) } + [scale]
    let end = try descent.minimum(
      of: { place, gradient in
        let value = try evaluate(place, on: batches[step % batches.count], &gradient)
        step += 1
        return value
      }, from: start)
    let trained = matrix(end)
    let changed = zip(trained.elements, isOn).count { (Double($0) > threshold) != $1 }
    return (try model.network(encoder: trained, decoder: Float(end[rows * columns]) * trained.pseudoinverse), changed)
  }

  private func matrix(_ place: [Double]) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: place.prefix(rows * columns).map { Float($0) })
  }

  /// The loss, with a penalty of entries that come within 0.02 of the threshold, as in the source.
  ///
  /// With P = W⁺, K⁻¹ = PᵀP and the derivatives G by P, those by W are K⁻¹Gᵀ(1 − PW) − PᵀGPᵀ.
  package func evaluate(_ place: [Double], on samples: Matrix, _ gradient: inout [Double]) throws -> Double {
    let (encoder, scale) = (matrix(place), Float(place[rows * columns]))
    let inverse = try encoder.pseudoinverse
    let (loss, parts) = try model.network(encoder: encoder, decoder: scale * inverse)
      .lossAndGradient(on: samples)
    let byDecoder = try parts["W2"]
    let (byInverse, transposed) = (scale * byDecoder, inverse.transposed)
    let left = transposed.times(inverse).times(byInverse.transposed)  // K⁻¹Gᵀ
    let direct = try parts["W1"]
    let through =
      left - left.times(inverse).times(encoder) - transposed.times(byInverse).times(transposed)
    gradient = (direct + through).elements.map { Double($0) }
    gradient.append(zip(byDecoder.elements, inverse.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) })
    return loss + penalty(place, &gradient)
  }

  private func penalty(_ place: [Double], _ gradient: inout [Double]) -> Double {
    var sum = 0.0
    for (i, on) in isOn.enumerated() {
      let side = on ? -1.0 : 1
      let excess = max(0, side * (place[i] - threshold) + 0.02)
      sum += excess * excess
      gradient[i] += 2 * side * excess / Double(isOn.count)
    }
    return sum / Double(isOn.count)
  }
}
