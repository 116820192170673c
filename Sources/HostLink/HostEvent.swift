public import SuperposeEvaluation

/// An event from the cell host to the kernel.
public enum HostEvent: Sendable, Codable, Equatable {
  case ready
  case output(Output, SubmissionID?)
  case askLine(InputPrompt, SubmissionID)
  case finished(SubmissionID, CellEnd)
  /// A background task failed after its cell had ended.
  case backgroundFailed(SubmissionID?, CellEnd)
  /// An interrupt found no place where the code can be interrupted. The host must be replaced.
  case stuck
  /// A comm message was handled, or rejected because of `refusal`.
  case commTaken(SubmissionID, refusal: String?)
  /// Asks for the failure of an end that is not the end of a cell.
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

/// The exit code of a host that is out of memory.
public let outOfMemoryExitCode: Int32 = 71

/// How a cell ended, and which variables it initialised.
public struct CellEnd: Sendable, Codable, Equatable {
  public enum Reason: Sendable, Codable, Equatable {
    case returned
    /// An error escaped: its type's name and its description.
    case threw(type: String, description: String)
    /// The cell called exit.
    case exited(code: Int)
    /// A trap stopped it; `message` is the runtime's message, or empty.
    case trapped(signal: Int, message: String, isStackOverflow: Bool)
    case interrupted
    /// It asked for input, which is not allowed.
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
