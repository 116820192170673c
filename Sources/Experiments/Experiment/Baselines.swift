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
  /// What the models are compared with, in the claim that none of them loses.
  private let rival: String

  /// - Parameters:
  ///   - comparisons: One for each model.
  ///   - rival: What the models are compared with, with its article.
  public init(
    _ comparisons: [BaselineComparison],
    against rival: String = "a network made by hand without superposition"
  ) {
    self.comparisons = comparisons
    self.rival = rival
  }

  /// Of a claim that is not about a trained model.
  static let none = Baselines([])

  public var startIndex: Int { comparisons.startIndex }
  public var endIndex: Int { comparisons.endIndex }
  public subscript(position: Int) -> BaselineComparison { comparisons[position] }

  /// The comparisons that the trained model loses: see ``BaselineComparison/isLost``.
  public var lost: [BaselineComparison] { filter(\.isLost) }

  /// The comparisons of some models: `baselines.only { $0.data == "1 − S = 0.1" }`.
  func only(_ isIncluded: (BaselineComparison) -> Bool) -> Baselines {
    Baselines(filter(isIncluded), against: rival)
  }

  /// The losses relative to the best baselines in words: `1 − S = 0.1: 0.42`. Of many models the
  /// lowest and the highest, and those that lose.
  var ratios: String {
    guard count > 60 else { return map { "\($0.data): \($0.ratio.brief(2))" }.joined(separator: ", ") }
    let sorted = map(\.ratio).sorted()
    return "\(sorted[0].brief(2)) to \(sorted[count - 1].brief(3)) for \(count) models, "
      + "\(lost.count) of which lose"
  }

  /// Whether the models lose nowhere; our test of every experiment that trains models.
  var claim: Claim {
    Claim(
      "no model loses to \(rival)",
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
    let names = flatMap { $0.baselines.map(\.name) }.reduce(into: [String]()) { found, name in
      if !found.contains(name) { found.append(name) }
    }
    return Table(
      columns: ["data", "trained"] + names + ["trained / best baseline"],
      rows: map { row in
        let losses = names.map { name in row.baselines.first { $0.name == name }?.loss }
        return [Table.Cell(text: row.data)]
          + ([row.trained] + losses).map { loss in
            Table.Cell(text: loss.map { "\($0)" } ?? "", isNumber: true)
          } + [Table.Cell(text: row.ratio.brief(3), isNumber: true)]
      })
  }
}

extension Claim {
  /// The claim about the structure of `models`: it does not hold if one of them loses to a baseline.
  func requiring(_ models: Baselines) -> Claim {
    var claim = self
    claim.isJudged = true
    let lost = models.lost
    guard isAsked, !lost.isEmpty else { return claim }
    claim.held = false
    let named = lost.prefix(5).map { "\($0.data) by \($0.ratio.brief(3)) times" }
    let reason =
      "not held by models that lose to a baseline: " + named.joined(separator: ", ")
      + (lost.count > named.count ? " and \(lost.count - named.count) more" : "")
    claim.remark = [remark, reason].compactMap(\.self).joined(separator: "; ")
    return claim
  }
}
