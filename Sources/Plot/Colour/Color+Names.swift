extension Color {
  private static let named: [(String, Color)] = [
    ("black", .black), ("blue", .blue), ("cream", .cream), ("faint", .faint), ("gray", .gray),
    ("green", .green), ("grid", .grid), ("ink", .ink), ("muted", .muted), ("orange", .orange),
    ("paper", .paper), ("pink", .pink), ("purple", .purple), ("red", .red), ("sky", .sky),
    ("white", .white), ("yellow", .yellow),
  ]

  static var knownNames: String { named.map(\.0).joined(separator: ", ") }

  /// The colour named `name`: `#RRGGBB`, or a known name such as `red` or `muted`. Throws
  /// `PlotError.unknownColor` for any other text.
  public init(name: String) throws(PlotError) {
    if let known = Self.named.first(where: { $0.0 == name }) {
      self = known.1
    } else if name.hasPrefix("#"), name.utf8.count == 7,
      let hex = UInt32(name.dropFirst(), radix: 16)
    {
      self.init(hex)
    } else {
      throw .unknownColor(name)
    }
  }
}
