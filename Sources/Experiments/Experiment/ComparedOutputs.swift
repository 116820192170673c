internal import Foundation
internal import ToyLib

/// Targets of some samples, for comparing networks with functions made by hand.
struct ComparedOutputs {
  private let inputs: Matrix
  private let targets: Matrix
  /// q of |y − t|^q.
  private let power: Double
  private let exact: Int
  private let isResidual: Bool

  /// - Parameters:
  ///   - inputs: One sample in each row.
  ///   - matrix: M of the targets Mx + ReLU(x); `nil` for ReLU(x).
  ///   - power: q of the loss |y − t|^q.
  ///   - exact: The number of features that the network made by hand computes exactly.
  ///   - isResidual: Whether x is added to the targets, and to the outputs of the network made by hand.
  init(_ inputs: Matrix, matrix: Matrix? = nil, power: Double = 2, exact: Int, isResidual: Bool = false) {
    self.inputs = inputs
    let rectified = inputs.map { max(0, $0) }
    let more = matrix.map { inputs.times($0.transposed) }
    targets = ([more, isResidual ? inputs : nil].compactMap { $0 }).reduce(rectified, +)
    self.isResidual = isResidual
    self.power = power
    self.exact = exact
  }

  /// A network's loss beside those of an output of zeros, of the mean of every target, and of a network
  /// that computes ReLU(x) of some features with a neuron each and nothing of the others.
  func comparison(_ data: String, _ network: LayeredNetwork) throws -> BaselineComparison {
    let means = targets.columnMeans
    return BaselineComparison(
      data: data, trained: loss(try network.outputs(of: inputs)),
      baselines: [
        .init("zero output", loss: loss(targets.map { _ in 0 })),
        .init(
          "mean output",
          loss: loss(Matrix(rows: targets.rows, columns: targets.columns) { means[$1] })),
        .init(
          "one neuron for each of \(exact)",
          loss: loss(
            Matrix(rows: inputs.rows, columns: inputs.columns) { row, feature in
              let x = inputs[row, feature]
              return (isResidual ? x : 0) + (feature < exact ? max(0, x) : 0)
            })),
      ])
  }

  private func loss(_ outputs: Matrix) -> LossEstimate {
    LossEstimate(of: outputs, against: targets, power: power)
  }
}

extension LossEstimate {
  private static let partCount = 16

  /// The mean of |output − target|^power over samples and outputs, from parts of the samples that are equally
  /// large.
  init(of outputs: Matrix, against targets: Matrix, power: Double = 2) {
    let size = outputs.elements.count / Self.partCount
    self.init(
      meanOf: (0..<Self.partCount).map { part in
        let range = part * size..<(part + 1) * size
        let sum = zip(outputs.elements[range], targets.elements[range]).reduce(0.0) {
          let error = abs(Double($1.0 - $1.1))
          return $0 + (power == 2 ? error * error : pow(error, power))
        }
        return sum / Double(size)
      })
  }
}

extension Baselines {
  /// Comparisons of networks for targets of ReLUs.
  static func relus(_ comparisons: [BaselineComparison]) -> Baselines {
    Baselines(comparisons, against: "a network with one neuron for each feature that it computes")
  }
}
