internal import Dispatch
internal import Foundation

// Values of Foundation whose descriptions say too little, or show how they are stored.

extension AttributedString: BriefText {
  func brief(_ text: (Any) -> String) -> String { text(String(characters)) }
}

extension Calendar: BriefText {
  func brief(_ text: (Any) -> String) -> String {
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    let day = days.indices.contains(firstWeekday - 1) ? days[firstWeekday - 1] : "day \(firstWeekday)"
    let locale = locale.map(\.identifier) ?? ""
    let parts = ["time zone \(timeZone.identifier)", locale.isEmpty ? "" : "locale \(locale)", "weeks begin on \(day)"]
    return "Calendar(\((["\(identifier)"] + parts.filter { !$0.isEmpty }).joined(separator: ", ")))"
  }
}

extension CharacterSet: BriefText {
  /// The first members, such as `CharacterSet(a b c)`.
  func brief(_ text: (Any) -> String) -> String {
    let limit = 10
    let first = members.prefix(limit + 1).map { scalar in
      scalar.properties.isWhitespace || scalar.value < 32 ? text("\(scalar)") : "\(scalar)"
    }
    return "CharacterSet(\(first.prefix(limit).joined(separator: " "))\(first.count > limit ? " …" : ""))"
  }

  private var members: some Sequence<Unicode.Scalar> {
    (UInt8(0)...16).lazy.filter(hasMember(inPlane:)).flatMap { plane in
      (UInt32(0)...0xFFFF).lazy.compactMap { Unicode.Scalar(UInt32(plane) << 16 | $0) }
    }.filter(contains)
  }
}

extension DateComponents: BriefText {
  // The description ends in a space.
  func brief(_ text: (Any) -> String) -> String { description.trimmingCharacters(in: .whitespaces) }
}

extension DispatchQueue: BriefText {
  func brief(_ text: (Any) -> String) -> String { "DispatchQueue(\(text(label)))" }
}

extension IndexSet: BriefText {
  /// Its ranges, such as `[1...3, 7]`.
  func brief(_ text: (Any) -> String) -> String {
    let limit = 1000
    let ranges = rangeView.prefix(limit).map { range in
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)...\(range.upperBound - 1)"
    }
    let rest = rangeView.count > limit ? ["… \(count) in all"] : []
    return "[\((ranges + rest).joined(separator: ", "))]"
  }
}

extension Locale: BriefText {
  func brief(_ text: (Any) -> String) -> String {
    let name = Locale(identifier: "en").localizedString(forIdentifier: identifier)
    return "Locale(\(([identifier] + (name.map { [$0] } ?? [])).joined(separator: ": ")))"
  }
}

extension Locale.Language: BriefText {
  func brief(_ text: (Any) -> String) -> String { minimalIdentifier }
}

extension PersonNameComponents: BriefText {
  // The description ends in a space.
  func brief(_ text: (Any) -> String) -> String { description.trimmingCharacters(in: .whitespaces) }
}

extension TimeZone: BriefText {
  // The description of `GMT+0130` has the seconds.
  func brief(_ text: (Any) -> String) -> String { identifier }
}

extension Unit: BriefText {
  func brief(_ text: (Any) -> String) -> String { symbol }
}
