internal import SuperposeCells

/// The place where a cell failed, with the user's functions and lines.
struct Traceback: Sendable {
  /// Innermost first.
  let places: [Symbolicator.Place]
  /// The lines of a cell by its label, as the user wrote them.
  let lines: @Sendable (String) -> [Substring]?

  /// The line of the cell's top level at which it stopped.
  func stoppingLine(in label: String) -> Int? {
    topLevelLine(in: label)
      ?? places.last { $0.label == label }?.line
  }

  /// The line of a cell's own top level at which it stopped; `nil` when the frames do not reach it.
  func topLevelLine(in label: String) -> Int? {
    places.last { $0.label == label && $0.function == nil }?.line
  }

  /// Innermost first, each place with its lines; repeated places are counted instead of shown.
  var words: [String] {
    var lines: [String] = []
    var index = places.startIndex
    while index < places.endIndex {
      let place = places[index]
      let same = places[index...].prefix { $0.isSame(as: place) }
      if place.omittedBefore > 0 { lines.append("  … \(place.omittedBefore) calls left out") }
      lines += show(place)
      let more = same.count - 1 + same.dropFirst().reduce(0) { $0 + $1.omittedBefore }
      if more > 0 { lines.append("  … and \(more) more calls of the same") }
      index += same.count
    }
    return lines
  }

  private func show(_ place: Symbolicator.Place) -> [String] {
    let function = place.function.map { ", in \($0)" } ?? ""
    let heading = "\(Style.bold)\(place.label), line \(place.line)\(Style.plain)\(function)"
    return [heading] + context(place)
  }

  /// The line itself with one before and one after.
  private func context(_ place: Symbolicator.Place) -> [String] {
    guard let text = lines(place.label) else { return [] }
    let width = String(place.line + 1).count
    return (place.line - 1...place.line + 1).compactMap { number in
      let isPlace = number == place.line
      guard text.indices.contains(number - 1), case let line = text[number - 1],
        isPlace || !line.allSatisfy(\.isWhitespace)
      else {
        return nil
      }
      let digits = String(number)
      let padding = String(repeating: " ", count: width - digits.count)
      let arrow = isPlace ? "\(Style.bold)→\(Style.plain)" : " "
      let style = isPlace ? "" : Style.dim
      return "\(arrow) \(style)\(padding)\(digits) │ \(line)\(Style.plain)"
    }
  }
}

extension [Symbolicator.Place] {
  /// Without the closures that the kernel has made of `guard` statements: what fails in one fails at the top level.
  ///
  /// - Parameter guards: The lines of each such statement of a cell, by the cell's label.
  func outsideOfGuards(_ guards: (String) -> [ClosedRange<Int>]) -> Self {
    guard
      let index = indices.dropLast().last(where: { index in
        let (inner, outer) = (self[index], self[index + 1])
        return outer.function == nil && outer.label == inner.label
          && inner.function?.wholeMatch(of: #/closure \d+/#) != nil
          && guards(inner.label).contains { $0.contains(inner.line) && $0.contains(outer.line) }
      }), let closure = self[index].function
    else { return self }
    var places = self
    places.remove(at: index + 1)
    places[index].function = nil
    for inner in places[..<index].indices where places[inner].label == places[index].label {
      places[inner].function = places[inner].function?.replacing(#/ in (closure \d+)$/#) { $0.1 == closure ? "" : $0.0 }
    }
    return places
  }
}

extension Symbolicator.Place {
  fileprivate func isSame(as other: Self) -> Bool {
    label == other.label && line == other.line && function == other.function
  }
}
