import ToyLib

let densities = (0..<10).map { pow20(-Double($0) / 9) }
func pow20(_ x: Double) -> Double {
  var r = 1.0
  let base = 0.99 // placeholder
  _ = base
  r = exp20(x)
  return r
}
func exp20(_ x: Double) -> Double {
  // e^(x ln 20)
  var term = 1.0, sum = 1.0
  let y = x * 2.995732273553991
  for k in 1..<40 { term *= y / Double(k); sum += term }
  return sum
}
func time(_ name: String, _ model: some ToyModel, _ n: Int, _ d: [Double], signed: Bool = false, steps: Int, threads: Int) throws {
  var t = Training()
  t.steps = steps
  t.threads = threads
  let start = ContinuousClock.now
  let models = try model.train(
    on: d.map { SparseFeatures(count: n, density: $0, magnitude: signed ? .signedUniform : .uniform) }, seed: 1, training: t)
  let s = ContinuousClock.now - start
  let sec = Double(s.components.seconds) + Double(s.components.attoseconds) * 1e-18
  print(name, threads, Double(steps) / sec, "steps/s", models.map { $0.loss }.reduce(0, +))
}
for threads in [1, 2] {
  try time("opening", ReLUOutputModel(hidden: 2, importance: .geometric(0.9)), 5, (0..<10).map { exp20(-Double($0) / 9) }, steps: 10_000, threads: threads)
  let d20 = (0..<20).map { exp20(-Double($0) / 19) }
  try time("ndim", ReLUOutputModel(hidden: 20, importance: .logSpaced(from: 1, to: 0.01)), 100, d20, steps: 300, threads: threads)
  try time("geometry", ReLUOutputModel(hidden: 20), 200, d20, steps: 200, threads: threads)
  try time("uniform .1", ReLUOutputModel(hidden: 30), 400, [0.1], steps: 500, threads: threads)
  try time("abs", AbsoluteValueModel(hidden: 40, importance: .geometric(0.8)), 100, [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001], signed: true, steps: 500, threads: threads)
  try time("hidden", ReLUHiddenModel(hidden: 5, importance: .geometric(0.75)), 10, [0.75, 0.35, 0.15, 0.1, 0.06, 0.02, 0.01], steps: 5000, threads: threads)
}
print("peak", VectorUnits.preferred, VectorUnits.preferred.peak())
