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
