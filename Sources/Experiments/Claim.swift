public import SuperposeDisplay

/// Something that a source says, and what was found here.
public struct Claim: Sendable, Hashable {
  /// The source's statement, in our words: `at 90 % sparsity the five features form a pentagon`.
  public var statement: String
  /// What was found, with numbers: `5 represented, gaps 70° to 74°`.
  public var measured: String
  public var isHeld: Bool
  /// Why not, or what limits the answer.
  public var remark: String?

  public init(_ statement: String, measured: String, held isHeld: Bool, remark: String? = nil) {
    self.statement = statement
    self.measured = measured
    self.isHeld = isHeld
    self.remark = remark
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

  /// Those that did not hold.
  public var failed: [Claim] { claims.filter { !$0.isHeld } }
}

extension Claims: CustomStringConvertible {
  public var description: String { "\(count - failed.count) of \(count) claims held" }
}

extension Claims: Displayable {
  public var mimeBundle: MIMEBundle { table.mimeBundle }

  /// One row a claim.
  public var table: Table {
    Table(
      columns: ["claim", "measured", "held", "remark"],
      rows: claims.map { claim in
        [claim.statement, claim.measured, claim.isHeld ? "yes" : "no", claim.remark ?? ""]
          .map { Table.Cell(text: $0) }
      })
  }
}
