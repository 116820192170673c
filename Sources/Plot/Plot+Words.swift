internal import SuperposeDisplay

extension Plot {
  public var heading: String? { title?.plainText }

  /// The kinds of marks, and each axis with its label and the range of its values.
  public var summary: String {
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
