internal import SuperposeDisplay

/// The values that a scale covers.
package enum Domain: Sendable, Hashable {
  case empty
  case numbers(low: Double, high: Double)
  case categories([String])

  func union(_ other: Domain) -> Domain {
    switch (self, other) {
    case (.empty, _): other
    case (_, .empty): self
    case (.numbers(let a, let b), .numbers(let c, let d)): .numbers(low: min(a, c), high: max(b, d))
    case (.categories(let a), .categories(let b)): .categories(a + b.filter { !a.contains($0) })
    case (.categories, .numbers): self
    case (.numbers, .categories): other
    }
  }

  /// The domain of `data` on a scale of `kind`; values without a position on the scale are left
  /// out.
  static func of(_ data: [Datum], kind: ScaleKind) -> Domain {
    let isText = data.contains { if case .text = $0 { true } else { false } }
    if kind == .categorical || (kind == .automatic && isText) { return .categories(names(data)) }
    var low = Double.infinity
    var high = -Double.infinity
    for value in data.lazy.compactMap(\.number) where kind.forward(value) != nil {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? .numbers(low: low, high: high) : .empty
  }

  private static func names(_ data: [Datum]) -> [String] {
    var seen: Set<String> = []
    return data.compactMap(\.category).filter { seen.insert($0).inserted }
  }
}

extension Datum {
  /// The name a value has on a categorical scale.
  var category: String? {
    switch self {
    case .text(let text): text
    case .number(let value): value.isFinite ? NumberText.brief(value, digits: 6) : nil
    case .color, .missing: nil
    }
  }
}
