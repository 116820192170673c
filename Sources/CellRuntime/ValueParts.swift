/// The parts of a value that a list of variables unfolds: stored properties, elements, entries.
package struct ValueParts {
  /// No more parts than this are listed.
  package static let limit = 100

  private let mirror: Mirror
  private let isText: Bool

  package init(of value: Any) {
    var value = value
    var mirror = Mirror(reflecting: value)
    // An optional value is its content.
    while mirror.displayStyle == .optional, let wrapped = mirror.children.first?.value {
      value = wrapped
      mirror = Mirror(reflecting: value)
    }
    self.mirror = mirror
    isText = value is any StringProtocol
  }

  package var isEmpty: Bool {
    isText || sequence(first: mirror, next: \.superclassMirror).allSatisfy { $0.children.isEmpty }
  }

  /// The first parts with their names.
  package var listed: [(name: String, value: Any)] {
    guard !isText else { return [] }
    switch mirror.displayStyle {
    case .dictionary: return entries
    case .collection, .set:
      return mirror.children.prefix(Self.limit).enumerated().map { ("[\($0)]", $1.value) }
    default: return Array(members.prefix(Self.limit))
    }
  }

  /// How many parts there are in all.
  package var count: Int {
    sequence(first: mirror, next: \.superclassMirror).reduce(0) { $0 + $1.children.count }
  }

  /// Stored properties, those of superclasses first.
  private var members: [(name: String, value: Any)] {
    sequence(first: mirror, next: \.superclassMirror).reversed().flatMap { mirror in
      mirror.children.prefix(Self.limit).enumerated().map { ($1.label ?? "[\($0)]", $1.value) }
    }
  }

  /// In the order of the keys' text: a dictionary has no order of its own.
  private var entries: [(name: String, value: Any)] {
    mirror.children.prefix(Self.limit).map { child -> (name: String, value: Any) in
      let pair = Mirror(reflecting: child.value).children.map(\.value)
      return pair.count == 2 ? ("[\(shortText(of: pair[0]))]", pair[1]) : ("[]", child.value)
    }.sorted { one, other in
      one.name.count == other.name.count ? one.name < other.name : one.name.count < other.name.count
    }
  }
}
