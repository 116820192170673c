public import SuperposeEvaluation

/// What the cell host tells the kernel.
public enum HostEvent: Sendable, Codable, Equatable {
  case ready
  case output(Output, SubmissionID?)
  case askLine(InputPrompt, SubmissionID)
  case finished(SubmissionID, CellEnd)
  /// A task that a cell left behind was stopped; the cell itself had ended.
  case backgroundFailed(SubmissionID?, CellEnd)
  /// An interrupt found no place where what runs can be left. Only a new host will do.
  case stuck
  /// A comm message has done what it does, or nothing because of `refusal`.
  case commTaken(SubmissionID, refusal: String?)
  /// Asks for words and the user's lines for an end that is not a cell's.
  case explain(Int, CellEnd)
}

extension HostEvent: LinkMessage {
  public var buffers: [[UInt8]] {
    get {
      guard case .output(.comm(let message), _) = self else { return [] }
      return message.buffers
    }
    set {
      guard case .output(.comm(var message), let id) = self else { return }
      message.buffers = newValue
      self = .output(.comm(message), id)
    }
  }
}

/// The code with which the host exits when no memory is left to go on with.
public let outOfMemoryExitCode: Int32 = 71

/// How a cell ended, and how far it came.
public struct CellEnd: Sendable, Codable, Equatable {
  public enum Reason: Sendable, Codable, Equatable {
    case returned
    /// An error escaped: its type's name and its description.
    case threw(type: String, description: String)
    /// The cell called exit.
    case exited(code: Int)
    /// The processor or the Swift runtime stopped it; `message` is what the runtime said, or empty.
    case trapped(signal: Int, message: String, isStackOverflow: Bool)
    case interrupted
    /// It asked for input where none may be asked for.
    case inputNotAllowed
    /// Its library could not be loaded.
    case notLoaded(String)
  }

  public var reason: Reason
  /// Where it ended, innermost first.
  public var frames: [Frame]
  /// How many of its variables were initialised.
  public var variablesReached: Int

  public init(_ reason: Reason, frames: [Frame] = [], variablesReached: Int = 0) {
    self.reason = reason
    self.frames = frames
    self.variablesReached = variablesReached
  }
}

/// A place in a loaded image.
public struct Frame: Sendable, Codable, Equatable {
  /// The image's path.
  public var image: String
  /// Bytes from the image's load address to the instruction.
  public var offset: UInt
  /// The nearest exported symbol, mangled.
  public var symbol: String?
  /// How many calls between this place and the one before it are left out.
  public var omittedBefore: Int

  public init(image: String, offset: UInt, symbol: String?, omittedBefore: Int = 0) {
    self.image = image
    self.offset = offset
    self.symbol = symbol
    self.omittedBefore = omittedBefore
  }
}
