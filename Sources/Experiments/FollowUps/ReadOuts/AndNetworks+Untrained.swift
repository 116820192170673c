internal import ToyLib

extension AndNetworks {
  /// Losses of functions made by hand: zeros, the mean of every AND, the best affine function of the
  /// features, and as many exact ANDs as neurons, with the mean of every other one.
  func untrained(
    samples: Matrix, targets: Matrix, fitting: Matrix
  ) throws -> [BaselineComparison.Baseline] {
    let affine = try AffineFunction(from: fitting, to: try model.network().targets(of: fitting))
    let means = targets.columnMeans
    func loss(_ output: (Int, Int) -> Float) -> LossEstimate {
      LossEstimate(of: Matrix(rows: targets.rows, columns: targets.columns, output), against: targets)
    }
    return [
      .init("zero output", loss: LossEstimate(of: targets.map { _ in 0 }, against: targets)),
      .init("mean output", loss: loss { means[$1] }),
      .init(
        "best affine function", loss: LossEstimate(of: affine.outputs(of: samples), against: targets)),
      .init("a neuron for each of some ANDs", loss: loss { $1 < neurons ? targets[$0, $1] : means[$1] }),
    ]
  }
}
