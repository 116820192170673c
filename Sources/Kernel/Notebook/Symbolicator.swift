internal import Cells
internal import Foundation
internal import HostLink

/// Finds the user's functions and lines for places in compiled cells, by the toolchain's
/// `llvm-symbolizer`.
struct Symbolicator: Sendable {
  let tool: String
  /// The folder with the session's cells: frames elsewhere are not the user's.
  let directory: String

  /// A place in the user's text.
  struct Place: Sendable, Equatable {
    /// The function as Swift writes it, or `nil` for a cell's top level.
    var function: String?
    /// The cell's label, such as `Cell [7]`.
    var label: String
    var line: Int
  }

  /// What is known of where a cell stopped.
  struct Findings: Sendable {
    /// The places in the user's code, innermost first.
    var places: [Place] = []
    /// Which check stopped it, such as `arithmetic overflow`: the compiler leaves it as the name of
    /// an inlined function.
    var failedCheck: String?
  }

  func findings(of frames: [Frame]) async -> Findings {
    let own = frames.filter { $0.image.hasPrefix(directory) }
    guard !own.isEmpty else { return Findings() }
    let answers = await symbolize(own.map { query($0.image, $0.offset) })
    let mark = "Swift runtime failure: "
    let innermost = answers.first?.Symbol?.first?.FunctionName ?? ""
    var places: [Place] = []
    for (frame, answer) in zip(own, answers) {
      let found = self.places(in: answer)
      places += found.isEmpty && answer.isResumption ? await placesAfter(frame) : found
    }
    if places.isEmpty { places = await placesNear(own[0]) }
    return Findings(
      places: places,
      failedCheck: innermost.hasPrefix(mark) ? String(innermost.dropFirst(mark.count)) : nil)
  }

  /// An interrupt may find a cell at an instruction that belongs to no line; its neighbours do.
  private func placesNear(_ frame: Frame) async -> [Place] {
    let distances: [UInt] = [4, 8, 16, 32, 64, 128]
    let offsets = distances.flatMap { distance in
      [frame.offset >= distance ? frame.offset - distance : frame.offset, frame.offset + distance]
    }
    return await firstPlaces(in: frame.image, at: offsets)
  }

  /// Where a function goes on after an `await`, the first instructions may belong to no line.
  private func placesAfter(_ frame: Frame) async -> [Place] {
    await firstPlaces(in: frame.image, at: [8, 16, 24, 32, 48, 64].map { frame.offset + $0 })
  }

  private func firstPlaces(in image: String, at offsets: [UInt]) async -> [Place] {
    let answers = await symbolize(offsets.map { query(image, $0) })
    return answers.lazy.map(places(in:)).first { !$0.isEmpty } ?? []
  }

  private func query(_ image: String, _ offset: UInt) -> String {
    "\"\(image)\" 0x\(String(offset, radix: 16))"
  }

  private func symbolize(_ queries: [String]) async -> [Answer] {
    let run = ChildProcess(
      path: tool, arguments: ["--output-style=JSON", "--no-demangle"] + queries)
    // Without the tool the error is told all the same, only without its lines.
    guard let output = try? await run.run().output else { return [] }
    let decoder = JSONDecoder()
    // One JSON object a query, or one array of all, as versions differ.
    return output.split(separator: "\n").flatMap { line in
      let data = Data(line.utf8)
      if let answer = try? decoder.decode(Answer.self, from: data) { return [answer] }
      return (try? decoder.decode([Answer].self, from: data)) ?? []
    }
  }

  private struct Answer: Decodable {
    struct Symbol: Decodable {
      var FileName: String
      var FunctionName: String
      var Line: Int
    }
    var Symbol: [Symbol]?

    /// Whether the place is in the part of a function that follows an `await`.
    var isResumption: Bool {
      self.Symbol?.last?.FunctionName.firstMatch(of: #/TQ\d+_$/#) != nil
    }
  }

  private func places(in answer: Answer) -> [Place] {
    (answer.Symbol ?? []).compactMap { symbol in
      let label = symbol.FileName.split(separator: "/").last.map(String.init) ?? ""
      // What the compiler or the kernel added has no line, or another file's.
      guard symbol.Line > 0, label.hasSuffix("]") else { return nil }
      return Place(function: FunctionName.of(symbol.FunctionName), label: label, line: symbol.Line)
    }
  }
}
