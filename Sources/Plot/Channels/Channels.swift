/// The channels of one mark, by name.
public struct Channels: Sendable, Hashable {
  /// The names that every mark shares.
  public enum Name: String, Sendable, Hashable, CaseIterable {
    case x, y, x2, y2, radius, fill, stroke, strokeWidth, opacity, text, series, angle, length
    case fontSize
  }

  var data: [Name: ChannelData] = [:]

  public init() {}

  public init(_ channels: [Name: (any Channel)?]) {
    for (name, channel) in channels { data[name] = channel?.channelData }
  }

  public subscript(name: Name) -> ChannelData? {
    get { data[name] }
    set { data[name] = newValue }
  }

  /// The channels that are present, in a fixed order.
  var present: [(name: Name, data: ChannelData)] {
    Name.allCases.compactMap { name in data[name].map { (name, $0) } }
  }

  /// The number of items that the mark draws; 1 if every channel is a constant. Throws
  /// `PlotError.lengths` when two channels disagree.
  func count(mark: String) throws(PlotError) -> Int {
    let sized = present.compactMap { entry in entry.data.count.map { (entry.name, $0) } }
    guard let first = sized.first else { return present.isEmpty ? 0 : 1 }
    if let other = sized.first(where: { $0.1 != first.1 }) {
      throw .lengths(
        mark: mark, first: first.0.rawValue, firstCount: first.1, second: other.0.rawValue,
        secondCount: other.1)
    }
    return first.1
  }

  /// The same channels with only the values at `indices`; constants stay.
  func picking(_ indices: [Int]) -> Channels {
    var result = self
    result.data = data.mapValues { channel in
      guard case .values = channel else { return channel }
      return .values(indices.map { channel[$0] })
    }
    return result
  }
}
