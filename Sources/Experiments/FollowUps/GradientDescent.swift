/// Adam in double precision with a rate that falls to 0: for losses that can be written down.
///
/// ToyLib's training draws samples; this walks in a landscape that is known exactly.
struct GradientDescent: Sendable {
  var steps: Int
  /// The first step's size.
  var rate: Double

  /// Where it ends from `start`; `evaluate` returns the value and replaces its second argument by
  /// the derivatives.
  func minimum(
    of evaluate: ([Double], inout [Double]) -> Double, from start: [Double]
  ) -> [Double] {
    var place = start
    var gradient: [Double] = []
    var mean = [Double](repeating: 0, count: start.count)
    var square = mean
    var (keptMean, keptSquare) = (1.0, 1.0)
    for step in 0..<steps {
      _ = evaluate(place, &gradient)
      keptMean *= 0.9
      keptSquare *= 0.99
      let now = rate * (1 - Double(step) / Double(steps))
      for i in place.indices {
        mean[i] = 0.9 * mean[i] + 0.1 * gradient[i]
        square[i] = 0.99 * square[i] + 0.01 * gradient[i] * gradient[i]
        let scale = (square[i] / (1 - keptSquare)).squareRoot() + 1e-12
        place[i] -= now * mean[i] / (1 - keptMean) / scale
      }
    }
    return place
  }
}
