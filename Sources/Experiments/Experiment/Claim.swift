public import SuperposeDisplay

/// A claim of a source, and the measurement that tests it.
public struct Claim: Sendable, Hashable {
  /// The source's statement, in our words: `at 90 % sparsity the five features form a pentagon`.
  public var statement: String
  /// The measurement, with numbers: `5 represented, gaps 70° to 74°`.
  public var measured: String
  public var held: Bool
  /// Whether this run can test the claim; `false` if its parameters exclude the claim's case.
  public let isAsked: Bool
  /// The reason, or the limits of the result. A remark contains only results of this run.
  public var remark: String?
  /// Where the limits that decide about ``held`` come from, such as `ours` or `the paper's`.
  public var threshold: String
  /// Whether the result named the models that must not lose to a baseline for this claim.
  var isJudged = false

  /// - Parameters:
  ///   - statement: The source's statement, in our words.
  ///   - measured: The measurement, with numbers.
  ///   - held: Whether the measurement is within the claim's limits. Models that are worse than a
  ///     baseline cannot hold a claim about their structure.
  ///   - threshold: Where these limits come from. Limits are fixed before seeds are run.
  ///   - remark: The reason, or the limits of the result.
  public init(
    _ statement: String, measured: String, held: Bool, threshold: String = "ours",
    remark: String? = nil
  ) {
    self.statement = statement
    self.measured = measured
    self.held = held
    self.threshold = threshold
    self.remark = remark
    isAsked = true
  }

  private init(notAsked statement: String, needs: String) {
    self.statement = statement
    measured = "not asked: needs \(needs)"
    held = false
    threshold = ""
    isAsked = false
  }

  /// A claim that this run cannot test.
  ///
  /// - Parameters:
  ///   - statement: The source's statement, in our words.
  ///   - needs: What the run would need: `a sparsity of 0.8`.
  public static func notAsked(_ statement: String, needs: String) -> Claim {
    Claim(notAsked: statement, needs: needs)
  }
}

/// The claims of an experiment, shown as a table.
public struct Claims: RandomAccessCollection, ExpressibleByArrayLiteral, Sendable, Hashable {
  private let claims: [Claim]

  public init(_ claims: [Claim]) { self.claims = claims }
  public init(arrayLiteral claims: Claim...) { self.init(claims) }

  public var startIndex: Int { claims.startIndex }
  public var endIndex: Int { claims.endIndex }
  public subscript(position: Int) -> Claim { claims[position] }

  /// The claims that the run tested.
  public var asked: [Claim] { claims.filter(\.isAsked) }
  /// The tested claims that did not hold.
  public var failed: [Claim] { asked.filter { !$0.held } }
}

extension Claims: CustomStringConvertible {
  /// `5 of 6 claims held`, and the number of untested claims, if any.
  public var description: String {
    let left = count - asked.count
    return "\(asked.count - failed.count) of \(asked.count) claims held"
      + (left > 0 ? ", \(left) not asked" : "")
  }
}

extension Claims: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row a claim.
  public var table: Table {
    Table(
      columns: ["claim", "measured", "held", "threshold", "remark"],
      rows: claims.map { claim in
        [claim.statement, claim.measured, claim.answer, claim.threshold, claim.remark ?? ""]
          .map { Table.Cell(text: $0) }
      })
  }
}

extension Claim {
  /// In the column `held`.
  fileprivate var answer: String { isAsked ? held ? "yes" : "no" : "not asked" }
}
