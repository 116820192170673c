public import SuperposeEvaluation

/// A command from the kernel to the cell host.
public enum HostCommand: Sendable, Codable, Equatable {
  case run(CellRun)
  /// Interrupt the cell, or with `nil` code that runs between cells.
  case interrupt(SubmissionID?)
  /// The user's answer to ``HostEvent/askLine(_:_:)``; `nil` at the end of input.
  case line(String?)
  /// A front end's message. ``HostEvent/commTaken(_:refusal:)`` answers.
  case comm(CommMessage, SubmissionID)
  /// The answer to ``HostEvent/explain(_:_:)``.
  case explanation(Int, Failure)
}

extension HostCommand: LinkMessage {
  public var buffers: [[UInt8]] {
    get {
      guard case .comm(let message, _) = self else { return [] }
      return message.buffers
    }
    set {
      guard case .comm(var message, let id) = self else { return }
      message.buffers = newValue
      self = .comm(message, id)
    }
  }
}

/// One cell to run, or an aside.
public struct CellRun: Sendable, Codable, Equatable {
  /// What a run executes.
  public enum Code: Sendable, Codable, Equatable {
    /// The function `entry` of the shared library at a path, which is loaded first.
    case image(library: String, entry: String)
    /// The release of values that no code can read any more. The variables are given by their mangled names.
    case release(variables: [String])
    /// A question about variables; the answers are outputs.
    case inspect(VariableQuery)
  }

  public var id: SubmissionID
  public var code: Code
  /// Whether the front end supports input requests, and whether a user reads outputs as they
  /// arrive.
  public var allowsInput: Bool
  public var isWatched: Bool
  /// Symbols of older cells that stand for this cell's from now on.
  public var rebindings: [SymbolRebinding]
  /// Libraries that the cell needs, in the order in which they are to be loaded.
  public var packages: [String]

  public init(
    id: SubmissionID, code: Code, allowsInput: Bool, isWatched: Bool,
    rebindings: [SymbolRebinding] = [], packages: [String] = []
  ) {
    self.id = id
    self.code = code
    self.allowsInput = allowsInput
    self.isWatched = isWatched
    self.rebindings = rebindings
    self.packages = packages
  }
}

/// A symbol of an older cell whose users are to use a newer one.
public struct SymbolRebinding: Sendable, Codable, Hashable {
  public var from: String
  /// `nil` for a conformance that the newer cell has removed: casts do not find it any more.
  public var to: String?
  /// Whether it is a conformance, whose witness table is overwritten. Of anything else the references
  /// of loaded cells are changed.
  public var isConformance: Bool

  public init(from: String, to: String?, isConformance: Bool) {
    self.from = from
    self.to = to
    self.isConformance = isConformance
  }
}
