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

/// One compiled cell to load and run.
public struct CellRun: Sendable, Codable, Equatable {
  public var id: SubmissionID
  /// The shared library's path, and the name of the function in it to call.
  public var library: String
  public var entry: String
  /// Whether the front end supports input requests, and whether a user reads outputs as they
  /// arrive.
  public var allowsInput: Bool
  public var isWatched: Bool
  /// Symbols of older cells that stand for this cell's from now on.
  public var rebindings: [SymbolRebinding]

  public init(
    id: SubmissionID, library: String, entry: String, allowsInput: Bool, isWatched: Bool,
    rebindings: [SymbolRebinding] = []
  ) {
    self.id = id
    self.library = library
    self.entry = entry
    self.allowsInput = allowsInput
    self.isWatched = isWatched
    self.rebindings = rebindings
  }
}

/// A symbol of an older cell whose users are to use a newer one.
public struct SymbolRebinding: Sendable, Codable, Hashable {
  public var from: String
  public var to: String
  /// Whether it is a conformance, whose witness table is overwritten. Of anything else the references
  /// of loaded cells are changed.
  public var isConformance: Bool

  public init(from: String, to: String, isConformance: Bool) {
    self.from = from
    self.to = to
    self.isConformance = isConformance
  }
}
