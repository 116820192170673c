internal import Foundation
internal import SuperposeCells

/// A function's name as in its source.
package enum FunctionName {
  /// Without modules, types and effects; `nil` for a cell's top level.
  package static func of(_ mangled: String) -> String? {
    let name = Mangling.demangled(mangled)
    guard name != mangled || !mangled.contains("_main") else { return nil }
    return shortened(name)
  }

  /// `closure #1 (Swift.Int) -> () in Cell3.f(x: Swift.Int)` as `closure 1 in f(x:)`.
  private static func shortened(_ name: String) -> String? {
    // After this, every remaining angle bracket is part of a pair.
    var name = name.replacing("->", with: "→")
    name = name.replacing(#/^\(\d+\) (await|suspend) resume partial function for /#, with: "")
    name = name.replacing(#/\(extension in \w+\):/#, with: "")
    name = name.replacing(#/\b(Superposecell\d+_\d+|Swift)\./#, with: "")
    name = name.replacing(#/@(\w+\.)?\w+ /#, with: "")
    let parts = name.split(atTopLevel: " in ").filter { $0.wholeMatch(of: #/Superposecell\d+_\d+/#) == nil }
    let short = parts.map(shortenedPart).joined(separator: " in ")
    return short.hasSuffix("_main") || short.contains("async_Main") ? nil : short
  }

  /// One function, without its enclosing functions.
  private static func shortenedPart(_ name: String) -> String {
    if let closure = name.firstMatch(of: #/^(.*closure) #(\d+)/#) { return "\(closure.1) \(closure.2)" }
    var name = name.replacing(#/ #\d+(?= \()/#, with: "").replacing(" (", with: "(")
    // A result's type follows an arrow, a property's a colon.
    for mark in ["→", " : "] {
      if let range = name.range(ofTopLevel: mark) { name = String(name[..<range.lowerBound]) }
    }
    name = name.replacing(#/( async)?( throws(\(.*\))?)? *$/#, with: "")
    return withoutTypes(name).replacing(#/ (infix|prefix|postfix)(?=\()/#, with: "")
      .replacing("→", with: "->")
  }

  /// `f(x: Int, Int)` as `f(x:_:)`.
  private static func withoutTypes(_ name: String) -> String {
    guard name.hasSuffix(")"), let open = name.lastTopLevelParenthesis else { return name }
    let inside = String(name[name.index(after: open)...].dropLast())
    let labels = inside.isEmpty ? [] : inside.split(atTopLevel: ", ").map(label)
    return "\(name[..<open])(\(labels.joined()))"
  }

  private static func label(of parameter: String) -> String {
    guard let label = parameter.prefixMatch(of: #/\w+:/#) else { return "_:" }
    return String(label.output)
  }
}

extension String {
  /// The text after an operator's characters, which may look like brackets.
  private var operands: Substring {
    guard let match = firstMatch(of: #/ (infix|prefix|postfix)(?=[(<])/#) else { return self[...] }
    return self[match.range.upperBound...]
  }

  /// The positions outside brackets, including the opening brackets.
  private var topLevel: [Index] {
    var depth = 0
    var places: [Index] = []
    for index in operands.indices {
      if ")]>".contains(self[index]) { depth -= 1 }
      if depth == 0 { places.append(index) }
      if "([<".contains(self[index]) { depth += 1 }
    }
    return places
  }

  fileprivate func range(ofTopLevel text: String) -> Range<Index>? {
    topLevel.lazy.filter { self[$0...].hasPrefix(text) }.first.map {
      $0..<index($0, offsetBy: text.count)
    }
  }

  fileprivate var lastTopLevelParenthesis: Index? { topLevel.last { self[$0] == "(" } }

  fileprivate func split(atTopLevel separator: String) -> [String] {
    guard let range = range(ofTopLevel: separator) else { return [self] }
    return [String(self[..<range.lowerBound])]
      + String(self[range.upperBound...]).split(atTopLevel: separator)
  }
}
