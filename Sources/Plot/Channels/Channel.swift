/// The argument for `x`, `fill`, `radius` and so on of a mark: a constant, or one value for each
/// item drawn.
///
/// A constant is used directly (a radius in pixels, a colour, a position on an axis); values go
/// through the plot's scale for that channel.
public protocol Channel: Sendable {
  var channelData: ChannelData { get }
}

/// The values of a channel.
public enum ChannelData: Sendable, Hashable {
  case constant(Datum)
  case values([Datum])

  /// The number of values; `nil` for a constant, which matches any number.
  var count: Int? {
    guard case .values(let values) = self else { return nil }
    return values.count
  }

  subscript(index: Int) -> Datum {
    switch self {
    case .constant(let datum): datum
    case .values(let values): values.indices.contains(index) ? values[index] : .missing
    }
  }

  var all: [Datum] {
    switch self {
    case .constant(let datum): [datum]
    case .values(let values): values
    }
  }
}

extension Double: Channel {
  public var channelData: ChannelData { .constant(datum) }
}
extension Float: Channel {
  public var channelData: ChannelData { .constant(datum) }
}
extension Int: Channel {
  public var channelData: ChannelData { .constant(datum) }
}
extension String: Channel {
  public var channelData: ChannelData { .constant(datum) }
}
extension Color: Channel {
  public var channelData: ChannelData { .constant(datum) }
}
extension Array: Channel where Element: DatumConvertible {
  public var channelData: ChannelData { .values(map(\.datum)) }
}
extension ChannelData: Channel {
  public var channelData: ChannelData { self }
}
extension Range: Channel where Bound == Int {
  public var channelData: ChannelData { .values(map(\.datum)) }
}
extension ClosedRange: Channel where Bound == Int {
  public var channelData: ChannelData { .values(map(\.datum)) }
}
