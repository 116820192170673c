/// The parameters of a function's declaration.
struct ParameterList {
  struct Parameter: Equatable {
    /// `_` if the argument has none.
    let label: String
    /// The name in the function's body and in its documentation.
    let name: String
    /// As it is declared: `above norm: Float = 0.5`.
    let text: String

    /// Of the value that it takes: `Float`; that of an optional without the question mark.
    var type: String {
      let declared = text.drop { $0 != ":" }.dropFirst().prefix { $0 != "=" }.filter { $0 != " " }
      return declared.hasSuffix("?") ? String(declared.dropLast()) : declared
    }
  }

  private(set) var parameters: [Parameter] = []

  /// Reads `func coherence(above norm: Float = 0.5) -> Double`; no parameters for other declarations.
  init(_ declaration: String) {
    guard let opening = declaration.firstIndex(of: "(") else { return }
    var depth = 0
    var text = ""
    for character in declaration[declaration.index(after: opening)...] {
      if depth == 0, character == ")" || character == "," {
        add(text)
        text = ""
        if character == ")" { return }
        continue
      }
      if "([{<".contains(character) { depth += 1 }
      // The arrow of a function type closes nothing.
      if ")]}".contains(character) || character == ">" && text.last != "-" { depth -= 1 }
      text.append(character)
    }
  }

  private mutating func add(_ text: String) {
    let words = text.prefix { $0 != ":" }.split(separator: " ")
    guard let label = words.first, let name = words.last else { return }
    let trimmed = text.drop { $0 == " " || $0.isNewline }
    parameters.append(Parameter(label: String(label), name: String(name), text: String(trimmed)))
  }

  /// The parameter that belongs to the last of `labels`, which are those of a call's arguments.
  func parameter(at labels: [String?]) -> Parameter? {
    if case .some(.some(let label)) = labels.last { return parameters.first { $0.label == label } }
    var place = labels.count - 1
    let known = labels.indices.last { labels[$0] != nil }
    if let known, let index = parameters.firstIndex(where: { $0.label == labels[known] }) {
      place = index + labels.count - 1 - known
    }
    if let many = parameters.firstIndex(where: { $0.text.hasSuffix("...") }), many < place {
      place = many
    }
    return parameters.indices.contains(place) ? parameters[place] : nil
  }
}
