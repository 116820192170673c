public import SuperposeDisplay
public import ToyLib

/// Compares the loss of a trained model with losses of untrained solutions, on the same samples.
public struct BaselineComparison: Sendable, Hashable {
  /// An untrained solution.
  public struct Baseline: Sendable, Hashable {
    /// Such as `zero output`.
    public let name: String
    /// Mean over samples and features.
    public let loss: LossEstimate

    public init(_ name: String, loss: LossEstimate) {
      self.name = name
      self.loss = loss
    }
  }

  /// The data, such as `1 − S = 0.01`.
  public let data: String
  /// The trained model's squared error, mean over samples and features.
  public let trained: LossEstimate
  /// The baselines, in a fixed order; the first one represents nothing.
  public let baselines: [Baseline]

  public init(data: String, trained: LossEstimate, baselines: [Baseline]) {
    self.data = data
    self.trained = trained
    self.baselines = baselines
  }

  /// The baseline with the lowest loss.
  public var best: Baseline? { baselines.min { $0.loss.value < $1.loss.value } }

  /// The trained model's loss relative to the lowest baseline's: above 1, the baseline is better.
  public var ratio: Double { trained.value / (best?.loss.value ?? .nan) }

  /// Whether the trained model is worse than a baseline: by more than three standard errors of the
  /// difference, by more than 1 %, and by more than a ten-thousandth of the loss with nothing
  /// represented.
  public var isLost: Bool {
    guard let best, let nothing = baselines.first else { return false }
    let difference = trained.difference(from: best.loss)
    let least = max(0.01 * best.loss.value, 1e-4 * nothing.loss.value)
    return difference.value > max(least, 3 * difference.standardError)
  }
}

/// One comparison for each model, shown as a table.
public struct Baselines: RandomAccessCollection, Sendable, Hashable {
  private let comparisons: [BaselineComparison]

  public init(_ comparisons: [BaselineComparison]) { self.comparisons = comparisons }

  public var startIndex: Int { comparisons.startIndex }
  public var endIndex: Int { comparisons.endIndex }
  public subscript(position: Int) -> BaselineComparison { comparisons[position] }

  /// The comparisons that the trained model loses: see ``BaselineComparison/isLost``.
  public var lost: [BaselineComparison] { filter(\.isLost) }

  /// The losses relative to the best baselines in words: `1 − S = 0.1: 0.42`.
  var ratios: String { map { "\($0.data): \($0.ratio.brief(2))" }.joined(separator: ", ") }

  /// Whether the models lose nowhere; our test of every experiment that trains models.
  var claim: Claim {
    Claim(
      "no model loses to a network made by hand without superposition",
      measured: "loss relative to the best baseline: \(ratios)", held: lost.isEmpty,
      threshold: "ours: 3 standard errors and 1 %")
  }
}

extension Baselines: CustomStringConvertible {
  public var description: String {
    "\(count - lost.count) of \(count) models are as good as the best baseline"
  }
}

extension Baselines: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row for each model.
  public var table: Table {
    let names = first?.baselines.map(\.name) ?? []
    return Table(
      columns: ["data", "trained"] + names + ["trained / best baseline"],
      rows: map { row in
        [Table.Cell(text: row.data)]
          + ([row.trained] + row.baselines.map(\.loss)).map {
            Table.Cell(text: "\($0)", isNumber: true)
          } + [Table.Cell(text: row.ratio.brief(3), isNumber: true)]
      })
  }
}

extension Claim {
  /// The claim about the structure of `models`: it does not hold if one of them loses to a baseline.
  func requiring(_ models: Baselines) -> Claim {
    guard isAsked, !models.lost.isEmpty else { return self }
    var claim = self
    claim.isHeld = false
    let reason =
      "not held by models that lose to a network without superposition: "
      + models.lost.map { "\($0.data) by \($0.ratio.brief(2)) times" }.joined(separator: ", ")
    claim.remark = [remark, reason].compactMap(\.self).joined(separator: "; ")
    return claim
  }
}
