public import SuperposeJSON
public import ToyLib

/// Adam in double precision with a rate that decreases to 0, for losses of one's own: those in closed form,
/// and those whose parameters depend on each other.
public struct GradientDescent: Sendable, Hashable {
  /// The number of updates.
  public var steps: Int
  /// The size of the first step, if the loss has no scale.
  public var rate: Double

  public init(steps: Int, rate: Double) {
    self.steps = steps
    self.rate = rate
  }

  /// The end point from `start`. `evaluate` returns the value and replaces its second argument by
  /// the derivatives.
  ///
  /// - Parameter scale: The scale of the parameters, by which the rate is multiplied.
  func minimum(
    of evaluate: ([Double], inout [Double]) throws -> Double, from start: [Double], scale: Double = 1
  ) rethrows -> [Double] {
    UsedRecipes.note(self)
    let rate = rate * scale
    var place = start
    var gradient: [Double] = []
    var mean = [Double](repeating: 0, count: start.count)
    var square = mean
    var (keptMean, keptSquare) = (1.0, 1.0)
    for step in 0..<steps {
      _ = try evaluate(place, &gradient)
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

extension GradientDescent: Recipe {
  public var parameters: [(name: String, value: JSONValue)] {
    [
      ("steps", .integer(steps)), ("optimiser", "adam"), ("rate", .number(rate)), ("beta1", 0.9),
      ("beta2", 0.99), ("schedule", "linear"),
    ]
  }

  /// Reads `steps` and `rate`; everything else is fixed.
  public init(parameters: JSONObject) throws(ToyLibError) {
    let reader = RecipeReader(parameters)
    self.init(steps: try reader.integer("steps"), rate: try reader.number("rate"))
  }
}
