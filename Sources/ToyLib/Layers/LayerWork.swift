/// What a step of a layered model costs, in multiply-adds.
struct LayerWork {
  private let inputs: Int
  private let density: Double
  private let batch: Double
  /// Samples that are not counted instead of computed.
  private let computed: Double

  init(_ features: any FeatureSampler, _ plan: SamplingPlan, batch: Int) {
    inputs = plan.features
    density = plan.density
    self.batch = Double(batch)
    computed = plan.skipsZeros ? (1 - features.samplingMethod.zeroProbability) * self.batch : self.batch
  }

  /// Whether products with the inputs use lists of those that are present. Like everything that affects the order of a
  /// sum, this depends on sizes and density alone.
  static func usesLists(inputs: Int, density: Double) -> Bool { density <= 0.2 && inputs >= 32 }

  /// The cost of the products of a plan, forward and backward, if only some tensors are `trained`, and of `products`
  /// that are made once.
  func cost(_ plan: LayerPlan, trained: [Bool], products: [LayerFold.Product] = []) -> Double {
    let needsGradient = plan.needsGradient(trained: trained)
    var cost = 0.0
    for case .linear(let linear) in plan.operations {
      let size = Double(plan.widths[linear.input] * plan.widths[linear.output])
      let isListed = linear.input == 0 && Self.usesLists(inputs: inputs, density: density)
      let samples = isListed ? density * batch : computed
      cost += size * samples
      if case .tensor(let i) = linear.weights, trained[i] { cost += size * samples }
      if needsGradient[linear.input] { cost += size * computed }
    }
    return products.reduce(cost) { $0 + $1.cost }
  }
}
