internal import Foundation
internal import SuperposeDisplay

/// A measured loss with the noise of its samples: `0.01234 ± 0.00005`.
///
/// Losses of the same features, seed and number of samples are measured on the same samples, so the
/// noise of their difference is often far smaller than that of each: see ``difference(from:)``.
public struct LossEstimate: Sendable, Hashable {
  /// The mean over samples and features.
  public let value: Double
  /// The standard deviation of ``value`` over other samples; 0 if it is exact, not a number if it is
  /// unknown.
  public let standardError: Double
  /// Estimates from separate parts of the samples; none if the value is exact or its noise unknown.
  let parts: [Double]

  /// A loss that is known without noise.
  public init(exact value: Double) { self.init(value, standardError: 0) }

  /// The mean of `parts`, which are losses on separate samples, as many for each.
  ///
  /// Losses with equal numbers of parts are compared part by part: measure them on the same samples.
  public init(meanOf parts: [Double]) {
    self.init(parts.isEmpty ? .nan : parts.reduce(0, +) / Double(parts.count), parts: parts)
  }

  /// A value without noise, or with unknown noise.
  init(_ value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
    parts = []
  }

  /// The mean of all samples, and the means of parts of equal size.
  init(_ value: Double, parts: [Double]) {
    self.value = value
    self.parts = parts
    standardError = Self.standardError(of: parts)
  }

  /// ``standardError`` relative to ``value``.
  public var relativeError: Double { standardError / abs(value) }

  /// By how much the loss is above `other`, with the noise of the difference.
  ///
  /// The noise is that of pairs of samples where both losses were measured on the same samples;
  /// otherwise both noises are added.
  public func difference(from other: LossEstimate) -> LossEstimate {
    let difference = value - other.value
    guard !parts.isEmpty, parts.count == other.parts.count else {
      let noise = (standardError * standardError + other.standardError * other.standardError)
      return LossEstimate(difference, standardError: noise.squareRoot())
    }
    return LossEstimate(difference, parts: zip(parts, other.parts).map { $0 - $1 })
  }

  /// Whether the difference from `other` is more than rounding and three standard errors. Where the
  /// noise is unknown, only rounding counts.
  public func isDistinct(from other: LossEstimate) -> Bool {
    let difference = difference(from: other)
    let rounding = 1e-12 * max(abs(value), abs(other.value))
    let noise = difference.standardError.isNaN ? 0 : 3 * difference.standardError
    return abs(difference.value) > max(rounding, noise)
  }

  private static func standardError(of parts: [Double]) -> Double {
    guard parts.count > 1 else { return .nan }
    let mean = parts.reduce(0, +) / Double(parts.count)
    let squares = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(parts.count * (parts.count - 1))).squareRoot()
  }

  func scaled(by factor: Double) -> LossEstimate {
    parts.isEmpty
      ? LossEstimate(value * factor, standardError: standardError * factor)
      : LossEstimate(value * factor, parts: parts.map { $0 * factor })
  }

  func shifted(by term: Double) -> LossEstimate {
    parts.isEmpty
      ? LossEstimate(value + term, standardError: standardError)
      : LossEstimate(value + term, parts: parts.map { $0 + term })
  }
}

extension LossEstimate: CustomStringConvertible {
  /// `0.01234 ± 0.00005`; the value alone if it is exact.
  public var description: String {
    let value = NumberText.scientific(value)
    if standardError == 0 { return value }
    return standardError.isNaN
      ? "\(value) (noise unknown)" : "\(value) ± \(String(format: "%.1g", standardError))"
  }
}
