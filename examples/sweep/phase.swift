// When does a model of two features give one of its two directions to the second feature?
// The paper's phase diagram, with a function of our own: superpose sweep run phase.swift
let densities = [1, 0.3, 0.1, 0.03, 0.01]
let importances = [0.1, 0.3, 1, 3, 10]

let sweep = try Sweep("phase", over: ["importance": importances, "density": densities], seeds: 1...3) { point in
  let features = SparseFeatures(count: 2, sparsity: 1 - (try point.number("density")))
  let model = ReLUOutputModel(hidden: 1, importance: .custom([1, try point.number("importance")]))
  let best = try model.train(on: features, steps: 1_000, instances: 4, seed: point.seed).best
  return ["norm": Double(best.norms[1]), "superposition": Double(best.superposition[1])]
}

let results = try sweep.run(in: "phase-results")
print(results)
try results.phaseDiagram(x: "importance", y: "density", color: "norm").save("phase.svg")
