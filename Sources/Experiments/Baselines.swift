public import SuperposeDisplay

/// Compares the loss of a trained model with losses of untrained solutions, on the same samples.
public struct BaselineComparison: Sendable, Hashable {
  /// An untrained solution.
  public struct Baseline: Sendable, Hashable {
    /// Such as `zero output`.
    public let name: String
    /// Mean over samples and features.
    public let loss: Double

    public init(_ name: String, loss: Double) {
      self.name = name
      self.loss = loss
    }
  }

  /// The data, such as `1 − S = 0.01`.
  public let data: String
  /// The trained model's loss, mean over samples and features.
  public let trained: Double
  /// The baselines, in a fixed order.
  public let baselines: [Baseline]

  public init(data: String, trained: Double, baselines: [Baseline]) {
    self.data = data
    self.trained = trained
    self.baselines = baselines
  }

  /// The trained model's loss relative to the lowest baseline's: above 1, the baseline is better.
  public var ratio: Double { trained / (baselines.map(\.loss).min() ?? .nan) }
}

/// One comparison for each data set, shown as a table.
public struct Baselines: RandomAccessCollection, Sendable, Hashable {
  private let comparisons: [BaselineComparison]

  public init(_ comparisons: [BaselineComparison]) { self.comparisons = comparisons }

  public var startIndex: Int { comparisons.startIndex }
  public var endIndex: Int { comparisons.endIndex }
  public subscript(position: Int) -> BaselineComparison { comparisons[position] }

  /// The comparisons in which the trained model's loss is more than 5 % above the lowest baseline.
  /// Smaller differences are within the noise of a sampled loss.
  public var lost: [BaselineComparison] { filter { $0.ratio > 1.05 } }
}

extension Baselines: CustomStringConvertible {
  public var description: String {
    "\(count - lost.count) of \(count) models are as good as the best baseline"
  }
}

extension Baselines: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each data set.
  public var table: Table {
    let names = first?.baselines.map(\.name) ?? []
    return Table(
      columns: ["data", "trained"] + names + ["trained / best baseline"],
      rows: map { row in
        [Table.Cell(text: row.data)]
          + ([row.trained] + row.baselines.map(\.loss) + [row.ratio])
          .map { Table.Cell(text: $0.brief(3), isNumber: true) }
      })
  }
}
