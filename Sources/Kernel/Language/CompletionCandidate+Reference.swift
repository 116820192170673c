extension CompletionCandidate {
  /// The name without labels.
  var baseName: String { String(memberText.prefix { $0 != "(" && $0 != "<" }) }

  /// The text to insert after the dot.
  var memberText: String { isOptionalChain ? String(sourceText.dropFirst(2)) : sourceText }

  /// Ways to use this that the compiler understands whatever the arguments would be: the name with
  /// all its labels, and for generic functions, which need them, a call with placeholders.
  var references: [String] {
    guard let opening = name.firstIndex(of: "(") else { return [sourceText] }
    let labels = name[opening...].dropFirst().dropLast().split(
      separator: ":", omittingEmptySubsequences: false
    ).dropLast()
    guard !labels.isEmpty else { return [sourceText] }
    let words = labels.map { $0.isEmpty ? "_:" : "\($0):" }.joined()
    return ["\(baseName)(\(words))", Self.filled(sourceText)]
  }

  /// The arguments of an initialiser that is offered behind the parenthesis.
  var filledArguments: String { Self.filled(sourceText) }

  /// The labels of its parameters that have one, in order.
  var labels: [String] {
    // Behind the parenthesis the name is that of the arguments alone.
    let list = name.firstIndex(of: "(").map { name[$0...].dropFirst() } ?? name[...]
    return list.drop { $0 == "(" }.prefix { $0 != ")" }.split(separator: ":").map(String.init)
      .filter { $0 != "_" }
  }

  var isInitialiser: Bool { kind == "source.lang.swift.decl.function.constructor" }

  /// Whether it is `init(from: any Decoder)`, which nobody calls.
  var isOfDecodable: Bool { isInitialiser && labels == ["from"] && description.contains("Decoder") }

  /// The text with an argument of the right shape for every placeholder.
  private static func filled(_ text: String) -> String {
    var filled = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "<#"), let end = rest.firstRange(of: "#>") {
      filled += rest[..<start.lowerBound]
      filled += argument(for: rest[start.upperBound..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    return filled + rest
  }

  /// A closure for `T##change: (Point) -> Point##(Point) -> Point`, a placeholder for other types.
  private static func argument(for placeholder: Substring) -> String {
    let type = placeholder.split(separator: "##").last ?? placeholder
    guard type.contains("->"), let opening = type.firstIndex(of: "(") else { return "<#a#>" }
    let names = closureParameters(type[type.index(after: opening)...])
    return names == 0
      ? "{ <#a#> }" : "{ \(repeatElement("_", count: names).joined(separator: ", ")) in <#a#> }"
  }

  /// The number of parameters before the closing parenthesis of the list.
  private static func closureParameters(_ list: Substring) -> Int {
    var depth = 0
    var commas = 0
    for character in list {
      switch character {
      case "(", "[", "<": depth += 1
      case ")" where depth == 0: return list.first == ")" ? 0 : commas + 1
      case ")", "]", ">": depth -= 1
      case "," where depth == 0: commas += 1
      default: break
      }
    }
    return commas + 1
  }
}
