public import SuperposeEvaluation
import Foundation
import SuperposeJSON
import SuperposeReading

/// Completion and inspection, answered by the compiler in a process of its own.
///
/// The process is started with the first question and again after it died or was ended, because
/// nobody had asked for ten minutes. A question that is not answered before its deadline is answered
/// with nothing. Nothing here waits longer, and no thread
/// of Swift's pool is blocked.
public actor LanguageClient {
  let process: LanguageProcess
  let magics: [Magic]
  private let deadline: Duration
  private var hasAnswered = false

  /// - Parameters:
  ///   - executable: The path of `superpose-language`.
  ///   - sourceKit: The path of the toolchain's `libsourcekitdInProc`.
  ///   - magics: The magics to complete and to keep from the compiler.
  ///   - deadline: How long a question may take; four times as long where it has to start the
  ///     process.
  public init(
    executable: String, sourceKit: String, magics: [Magic],
    deadline: Duration = .milliseconds(1500)
  ) {
    self.init(command: [executable, sourceKit], magics: magics, deadline: deadline)
  }

  /// Where a toolchain keeps sourcekitd; `usr` is the folder that holds its `bin` and `lib`.
  public static func sourceKit(inToolchain usr: String) -> String {
    usr + "/lib/libsourcekitdInProc.so"
  }

  /// Talks with any command; `patience` is how long it may be silent before it is replaced, and
  /// `idleLimit` how long it is kept when nobody asks.
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
    // What comes after a dot takes longest. Members of strings stand for those of all collections.
    let source = PhysicalSource("\"\".", in: context, magics: [])
    let request = CompletionRequest(source, offset: source.byteOffset(of: 3), prefix: "warm", context)
    _ = await answer(to: request.open, after: [request.close], until: .now + .seconds(30))
  }

  /// When a question that is asked now has waited long enough.
  var lastMoment: ContinuousClock.Instant {
    .now + (hasAnswered && processID != nil ? deadline : deadline * 4)
  }

  /// Ends the process. Later questions are answered with nothing.
  public func shutDown() { process.close() }

  /// The process that answers at present.
  package var processID: Int32? { process.processID }

  /// Asks and decodes; `nil` when there is no answer in time.
  func ask<Answer: Decodable>(
    before: [SourceKitRequest] = [], _ request: SourceKitRequest, after: [SourceKitRequest],
    until moment: ContinuousClock.Instant
  ) async -> Answer? {
    let json = await answer(to: request, before: before, after: after, until: moment)
    // An answer that cannot be read is no answer.
    return json.flatMap { try? JSONReader.decode(Answer.self, from: $0) }
  }

  private func answer(
    to request: SourceKitRequest, before: [SourceKitRequest] = [], after: [SourceKitRequest],
    until moment: ContinuousClock.Instant
  ) async -> [UInt8]? {
    let json = await process.ask(before: before, request, after: after, until: moment)
    if json != nil { hasAnswered = true }
    return json
  }
}
