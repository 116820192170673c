internal import SuperposeDisplay

extension Plot {
  public var heading: String? { title?.plainText }

  /// The kinds of marks, and each axis with its label and the range of its values, as a sentence.
  public var summary: String {
    var kinds: [String] = []
    for mark in marks where !kinds.contains(mark.name) { kinds.append(mark.name) }
    guard let last = kinds.popLast() else { return "An empty plot." }
    let list = kinds.isEmpty ? last : kinds.joined(separator: ", ") + " and " + last
    let axes = [("horizontal", xAxis, Channels.Name.x), ("vertical", yAxis, .y)].map { way, axis, name in
      let label = axis.label.map { " shows \($0.plainText)" } ?? " goes"
      return "the \(way) axis" + label + extent(domain(name))
    }
    return "A plot of \(list) marks; \(axes.joined(separator: ", "))."
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
