// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Foundation
internal import SuperposeCells
internal import SuperposeHostLink
internal import SuperposeProcesses

/// Finds the user's functions and lines for addresses in compiled cells, with the toolchain's
/// `llvm-symbolizer`.
struct Symbolicator: Sendable {
  let tool: String
  /// The folder with the session's cells: frames in other images are not the user's.
  let directory: String

  /// A place in the user's text.
  struct Place: Sendable, Equatable {
    /// The demangled function, or `nil` for a cell's top level.
    var function: String?
    /// The cell's label, such as `Cell [7]`.
    var label: String
    var line: Int
    /// How many calls between this place and the one inside it are left out.
    var omittedBefore = 0
  }

  /// The place where a cell stopped.
  struct Findings: Sendable {
    /// The places in the user's code, innermost first.
    var places: [Place] = []
    /// The check that stopped it, such as `arithmetic overflow`, which the compiler stores as the
    /// name of an inlined function.
    var failedCheck: String?
  }

  func findings(of frames: [Frame]) async -> Findings {
    let own = frames.filter { $0.image.hasPrefix(directory) }
    guard !own.isEmpty else { return Findings() }
    let answers = await symbolize(own.map { query($0.image, $0.offset) })
    let mark = "Swift runtime failure: "
    let innermost = answers.first?.Symbol?.first?.FunctionName ?? ""
    return Findings(
      places: await places(of: own, answers),
      failedCheck: innermost.hasPrefix(mark) ? String(innermost.dropFirst(mark.count)) : nil)
  }

  private func places(of frames: [Frame], _ answers: [Answer]) async -> [Place] {
    let places = zip(frames, answers).map { frame, answer in
      self.places(in: answer).enumerated().map { index, place in
        var place = place
        if index == 0 { place.omittedBefore = frame.omittedBefore }
        return place
      }
    }
    let lineless = zip(frames, answers).enumerated().filter { places[$0.offset].isEmpty }.map(\.element)
    guard !lineless.isEmpty else { return places.flatMap(\.self) }
    var found = await placesNear(lineless)[...]
    return places.flatMap { $0.isEmpty ? found.popFirst() ?? [] : $0 }
  }

  /// Instructions without a line get the place of a neighbouring instruction in the same function.
  /// An interrupt may stop a cell at such instructions, for instance while arguments are built; the
  /// first instructions after an `await` are also of this kind.
  private func placesNear(_ frames: [(Frame, Answer)]) async -> [[Place]] {
    let offsets = frames.map { frame, answer in answer.isResumption ? frame.following : frame.neighbours }
    let queries = zip(frames, offsets).flatMap { frame, offsets in
      offsets.map { query(frame.0.image, $0) }
    }
    var answers = await symbolize(queries)[...]
    return zip(frames, offsets).map { frame, offsets in
      let near = answers.prefix(offsets.count)
      answers = answers.dropFirst(offsets.count)
      return near.lazy.filter { $0.function == frame.1.function }.map(places(in:)).first { !$0.isEmpty } ?? []
    }
  }

  private func query(_ image: String, _ offset: UInt) -> String {
    "\"\(image)\" 0x\(String(offset, radix: 16))"
  }

  private func symbolize(_ queries: [String]) async -> [Answer] {
    let program = Program(tool, ["--output-style=JSON", "--no-demangle"] + queries).endingWithParent
    // Without the tool the error is reported without lines.
    guard let output = try? await program.run().output else { return [] }
    let decoder = JSONDecoder()
    // One JSON object per query or one array of all, depending on the version.
    return output.split(separator: "\n").flatMap { line in
      let data = Data(line.utf8)
      if let answer = try? decoder.decode(Answer.self, from: data) { return [answer] }
      return (try? decoder.decode([Answer].self, from: data)) ?? []
    }
  }

  // Properties have the names of the keys in the JSON of llvm-symbolizer.
  private struct Answer: Decodable {
    struct Symbol: Decodable {
      var FileName: String
      var FunctionName: String
      var Line: Int
    }
    var Symbol: [Symbol]?

    /// The function that was called, not one that was inlined into it.
    var function: String? { self.Symbol?.last?.FunctionName }

    /// Whether the place is in the part of a function that follows an `await`.
    var isResumption: Bool { function?.firstMatch(of: #/TQ\d+_$/#) != nil }
  }

  private func places(in answer: Answer) -> [Place] {
    (answer.Symbol ?? []).compactMap { symbol in
      let label = symbol.FileName.split(separator: "/").last.map(String.init) ?? ""
      // Code that the compiler or the kernel added has no line or another file.
      guard symbol.Line > 0, label.hasSuffix("]") else { return nil }
      return Place(function: FunctionName.of(symbol.FunctionName), label: label, line: symbol.Line)
    }
  }
}

extension Frame {
  /// Offsets a little further on.
  fileprivate var following: [UInt] { [8, 16, 24, 32, 48, 64].map { offset + $0 } }

  /// Offsets around it, the nearest first.
  fileprivate var neighbours: [UInt] {
    [4, 8, 16, 32, 64, 128].flatMap { [offset >= $0 ? offset - $0 : offset, offset + $0] }
  }
}
