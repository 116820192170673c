internal import SuperposeDisplay

extension Figure {
  /// The name for screen readers.
  var accessibleTitle: String {
    title?.plainText ?? name ?? content.heading ?? provenance?.experiment ?? "Figure"
  }

  /// A description of the figure in words.
  var accessibleDescription: String {
    let numbers = numberText
    return [summary ?? content.summary, caption.map { Label($0).plainText }, numbers]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// One line for front ends without images.
  public var plainText: String {
    let words = [summary, caption.map { Label($0).plainText }, numberText].compactMap { $0 }
      .filter { !$0.isEmpty }
    let size = preferredSize
    let kind =
      "figure, \(NumberText.fixed(size.width, digits: 0))×"
      + NumberText.fixed(size.height, digits: 0)
    let detail = words.isEmpty ? content.summary : words.joined(separator: " ")
    return "\(accessibleTitle) (\(kind)): \(detail)"
      .split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private var numberText: String? {
    guard !numbers.isEmpty else { return nil }
    return numbers.map { "\($0.name) \(NumberText.brief($0.value))" }.joined(separator: ", ") + "."
  }
}

extension Drawing {
  var heading: String? { (self as? Plot)?.title?.plainText }

  /// A sentence that describes the drawing, made from its axes and marks.
  var summary: String {
    if let plot = self as? Plot { return plot.sentence }
    if let panels = self as? Panels { return panels.sentence }
    return "A drawing."
  }
}

extension Panels {
  fileprivate var sentence: String {
    let all = rows.flatMap { $0 }
    let headings = all.compactMap(\.heading)
    let list = headings.isEmpty ? "" : ": " + headings.joined(separator: "; ")
    return "\(all.count) panels\(list)."
  }
}

extension Plot {
  fileprivate var sentence: String {
    var kinds: [String] = []
    for mark in marks where !kinds.contains(mark.name) { kinds.append(mark.name) }
    guard !kinds.isEmpty else { return "An empty plot." }
    let axes = [("x", xAxis, Channels.Name.x), ("y", yAxis, .y)].map { letter, axis, name in
      let label = axis.label.map { " (\($0.plainText))" } ?? ""
      return letter + label + extent(domain(name))
    }
    return "Marks: \(kinds.joined(separator: ", ")); \(axes.joined(separator: "; "))."
  }

  private func extent(_ domain: Domain) -> String {
    switch domain {
    case .empty: " without data"
    case .numbers(let low, let high):
      " from \(NumberText.brief(low)) to \(NumberText.brief(high))"
    case .categories(let names): " of \(names.count) categories"
    }
  }
}
