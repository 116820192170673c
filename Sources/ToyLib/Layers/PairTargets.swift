internal import CToyEngine

/// The pairs of inputs that a model's targets are computed from, as the engine reads them.
final class PairTargets {
  let isLogical: Bool
  let first: AlignedMemory<Int32>, second: AlignedMemory<Int32>
  /// Working memory: which samples have each input.
  let present: AlignedMemory<UInt64>

  /// `nil` for other targets.
  init?(_ target: TargetFunction, inputs: Int) {
    guard case .pairs(let pairs, let isLogical) = target.kind else { return nil }
    self.isLogical = isLogical
    first = AlignedMemory(pairs.map { Int32($0.0) })
    second = AlignedMemory(pairs.map { Int32($0.1) })
    present = AlignedMemory(count: inputs)
  }

  var count: Int { first.count }
}
