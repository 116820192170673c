import Foundation
public import SuperposeEvaluation
import SuperposeJSON
import SuperposeReading

/// Completion and inspection by the compiler, in a separate process.
///
/// The first question starts the process; so does the next question after it crashed, or after it
/// was ended because there was no question for ten minutes. A question that is not answered before
/// its deadline gets an empty answer. No call waits longer, and no thread of Swift's pool is
/// blocked.
public actor LanguageClient {
  let process: LanguageProcess
  let magics: [Magic]
  private let deadline: Duration
  private var hasAnswered = false

  /// - Parameters:
  ///   - executable: The path of `superpose-language`.
  ///   - sourceKit: The path of the toolchain's `libsourcekitdInProc`.
  ///   - magics: The magics to complete and to hide from the compiler.
  ///   - deadline: The time limit of a question; four times as long if it must start the process.
  public init(
    executable: String, sourceKit: String, magics: [Magic],
    deadline: Duration = .milliseconds(1500)
  ) {
    self.init(command: [executable, sourceKit], magics: magics, deadline: deadline)
  }

  /// The path of sourcekitd in a toolchain; `usr` is the folder that contains its `bin` and `lib`.
  public static func sourceKit(inToolchain usr: String) -> String {
    usr + "/lib/libsourcekitdInProc.so"
  }

  /// Uses any command. `patience` is the time without an answer after which it is replaced, and
  /// `idleLimit` the time without questions after which it is ended.
  package init(
    command: [String], magics: [Magic], deadline: Duration, patience: Duration = .seconds(10),
    idleLimit: Duration = .seconds(600)
  ) {
    process = LanguageProcess(command: command, patience: patience, idleLimit: idleLimit)
    self.magics = magics
    self.deadline = deadline
  }

  /// Whether `code` can run as it stands; unknown when it is too much to read.
  public nonisolated func completeness(of code: String) async -> Completeness {
    let completeness = try? await SourceReading.read(code, within: Self.readingLimit) { [magics] in
      Completeness(of: code, magics: magics)
    }
    return completeness ?? .unknown
  }

  /// How long a question waits for the parser.
  static let readingLimit = Duration.milliseconds(1500)

  /// Starts the process, if there is none, and has it load what cells import and what earlier cells
  /// declare. Returns when that is done.
  public func warm(in context: CellContext) async {
    // Members take longest. Members of strings represent those of all collections; then the names of all
    // modules.
    for code in ["\"\".", ""] where !Task.isCancelled {
      let source = PhysicalSource(code, in: context, magics: [])
      let request = CompletionRequest(
        source, offset: source.byteOffset(of: code.unicodeScalars.count), prefix: "warm", context)
      let json = await process.ask(
        request.open, after: [request.close], isPreparation: true, until: .now + .seconds(30))
      if json != nil { hasAnswered = true }
    }
  }

  /// Leaves the processors to a compiler: what ``warm(in:)`` has begun waits, two seconds at most. Questions are
  /// answered as ever.
  public nonisolated func pause() { process.pause(for: .seconds(2)) }

  /// Ends a ``pause()``.
  public nonisolated func proceed() { process.proceed() }

  /// The deadline of a question that is asked now.
  var lastMoment: ContinuousClock.Instant {
    .now + (hasAnswered && processID != nil ? deadline : deadline * 4)
  }

  /// Ends the process. Later questions get empty answers.
  public func shutDown() { process.close() }

  /// The current process.
  package var processID: Int32? { process.processID }

  /// Asks and decodes the answer; `nil` if there is none in time.
  func ask<Answer: Decodable>(
    before: [SourceKitRequest] = [], _ request: SourceKitRequest, after: [SourceKitRequest],
    until moment: ContinuousClock.Instant
  ) async -> Answer? {
    let json = await process.ask(before: before, request, after: after, until: moment)
    if json != nil { hasAnswered = true }
    // An answer that cannot be read is no answer.
    return json.flatMap { try? JSONReader.decode(Answer.self, from: $0) }
  }
}
