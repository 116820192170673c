internal import SuperposeJSON

extension WidgetModel {
  /// The name of the widget, and in parentheses its widgets, its value, its choice or its description.
  var words: String { words(depth: 0) }

  private func words(depth: Int) -> String {
    let children = value(of: "children").array?.compactMap(AnyWidget.init(json:)) ?? []
    guard !children.isEmpty else { return "\(name)(\(content ?? ""))" }
    // A box may contain itself.
    guard depth < 4 else { return "\(name)(…)" }
    let parts = Self.short(children.map { $0.model.words(depth: depth + 1) })
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  private var name: String {
    kind.model == "AnyModel" ? "FrontEndModule" : kind.model.replacing("Model", with: "")
  }

  private var content: String? {
    if let labels = value(of: "_options_labels").array {
      let chosen = value(of: "index")
      let places = chosen.array?.compactMap(\.integer) ?? [chosen.integer].compactMap(\.self)
      let names = places.filter(labels.indices.contains).compactMap { Self.words(labels[$0]) }
      return chosen.array == nil ? names.first : "[\(names.joined(separator: ", "))]"
    }
    if let words = Self.words(value(of: "value")) { return words }
    return value(of: "description").string.flatMap { $0.isEmpty ? nil : Self.quoted($0) }
  }

  private static func words(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text): quoted(text)
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let isOn): "\(isOn)"
    case .array(let values): "[\(short(values.compactMap(words)).joined(separator: ", "))]"
    default: nil
    }
  }

  private static func quoted(_ text: String) -> String {
    text.count > 60 ? "\"\(text.prefix(59))…\"" : "\"\(text)\""
  }

  /// At most eight, and a mark for the rest.
  private static func short(_ parts: [String]) -> [String] {
    parts.count > 8 ? parts.prefix(7) + ["… \(parts.count - 7) more"] : parts
  }
}
