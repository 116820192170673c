import ToyLib

// Training needs no figures: this program is linked without librsvg and cairo.
let model = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9))
  .train(on: SparseFeatures(count: 5, sparsity: 0.9), steps: 1_000, seed: 1)
  .best
print("\(model.representedFeatures()) features")
