internal import Foundation
internal import ToyLib

/// The dimensionality of every feature of one model at some steps of its training.
public struct FeatureCourse: Sendable, Hashable {
  public let steps: [Int]
  /// D_i of all features at each of the steps.
  public let dimensionalities: [[Float]]

  init(_ snapshots: [Snapshot]) {
    let ordered = snapshots.sorted { $0.step < $1.step }
    steps = ordered.map(\.step)
    dimensionalities = ordered.map(\.featureDimensionality)
  }

  /// The number of features that end within 0.03 of 1/2, and the number that end above 1/4.
  public var digons: (atHalf: Int, represented: Int) {
    let last = dimensionalities.last ?? []
    return (last.count { abs($0 - 0.5) < 0.03 }, last.count { $0 > 0.25 })
  }

  /// Ranges of steps, from `start` on, in which some feature's D_i changes by more than 0.02
  /// between recorded steps.
  public func jumps(from start: Int) -> [ClosedRange<Int>] {
    var found: [ClosedRange<Int>] = []
    for k in steps.indices.dropFirst() where steps[k - 1] >= start {
      let largest =
        zip(dimensionalities[k], dimensionalities[k - 1]).map { abs($0 - $1) }.max() ?? 0
      guard largest > 0.02 else { continue }
      if let last = found.last, last.upperBound == k - 1 {
        found[found.count - 1] = last.lowerBound...k
      } else {
        found.append((k - 1)...k)
      }
    }
    return found
  }

  /// Models that end as digons and jump late come first.
  var rank: (Int, Int) {
    let (atHalf, represented) = digons
    let isPure = represented > 0 && atHalf == represented
    return (isPure ? 1 : 0, jumps(from: 0).last?.upperBound ?? 0)
  }
}
