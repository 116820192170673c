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
    var places = answers.flatMap(places(in:))
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
    let answers = await symbolize(offsets.map { query(frame.image, $0) })
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
  }

  private func places(in answer: Answer) -> [Place] {
    (answer.Symbol ?? []).compactMap { symbol in
      let label = symbol.FileName.split(separator: "/").last.map(String.init) ?? ""
      // What the compiler or the kernel added has no line, or another file's.
      guard symbol.Line > 0, label.hasSuffix("]") else { return nil }
      return Place(function: functionName(symbol.FunctionName), label: label, line: symbol.Line)
    }
  }
}

/// The function's name without its module and types; `nil` for a cell's top level.
func functionName(_ mangled: String) -> String? {
  let name = demangled(mangled)
  guard name != mangled || !mangled.contains("_main") else { return nil }
  return shortened(name)
}

/// Drops module names of cells, result types, and the runtime's words for parts of async functions.
func shortened(_ name: String) -> String? {
  var name = name.replacing(#/Cell\d+(_\d+)?\./#, with: "")
  name = name.replacing(#/^\(\d+\) (await|suspend) resume partial function for /#, with: "")
  name = name.replacing(#/ in [a-z]+ #\d+ /#, with: " in ")
  name = name.replacing(#/@(\w+\.)?\w+ /#, with: "")
  name = name.replacing(#/closure #(\d+) /#) { "closure \($0.1) " }
  if let arrow = name.range(of: " -> ") { name = String(name[..<arrow.lowerBound]) }
  name = name.replacing(#/ (async|throws|async throws)$/#, with: "")
  name = withoutTypes(name)
  return name.hasSuffix("_main") || name.contains("async_Main") ? nil : name
}

/// `f(x: Swift.Int, Swift.Int)` as `f(x:_:)`.
private func withoutTypes(_ name: String) -> String {
  guard let open = name.lastTopLevelParenthesis, name.hasSuffix(")") else { return name }
  let inside = name[name.index(after: open)...].dropLast()
  let labels = inside.splitAtTopLevel().map { parameter in
    let label = parameter.prefix { $0 != ":" }
    let isLabel = label.count < parameter.count && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isLabel ? "\(label):" : "_:"
  }
  return "\(name[..<open])(\(labels.joined()))"
}

extension StringProtocol {
  /// Where the last parenthesis opens that is inside no other and no angle bracket.
  fileprivate var lastTopLevelParenthesis: Index? {
    var depth = 0
    var place: Index?
    for index in indices {
      switch self[index] {
      case "(", "<":
        if depth == 0, self[index] == "(" { place = index }
        depth += 1
      case ")", ">": depth -= 1
      default: break
      }
    }
    return place
  }

  /// The parts between commas that are inside no brackets.
  fileprivate func splitAtTopLevel() -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in self {
      if "([<".contains(character) { depth += 1 }
      if ")]>".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append(part)
        part = ""
      } else if !(part.isEmpty && character == " ") {
        part.append(character)
      }
    }
    return part.isEmpty ? parts : parts + [part]
  }
}

@_silgen_name("swift_demangle")
private func swiftDemangle(
  _ name: UnsafePointer<CChar>, _ length: Int, _ output: UnsafeMutablePointer<CChar>?,
  _ outputLength: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

private func demangled(_ name: String) -> String {
  guard let text = swiftDemangle(name, name.utf8.count, nil, nil, 0) else { return name }
  defer { free(text) }
  return String(cString: text)
}
