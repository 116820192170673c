internal import SuperposeDisplay
internal import SuperposePlot
internal import ToyLib

extension Scrubber {
  /// The frames of a scrubber: the steps that all panels have, and their weights in compact form.
  struct Frames {
    var steps: [Int]
    /// For each panel the snapshots at `steps`.
    var snapshots: [[Snapshot]]
    /// Bytes for each weight: 2, or 1 if the data would be too large.
    var precision: Int
  }

  /// The maximum number of bytes of weights in a page, before base64 encoding.
  static let budget = 1_200_000

  /// - Throws: `ToyLibError` if there are no frames.
  func frames() throws -> Frames {
    var steps = Set(panels.first?.snapshots.map(\.step) ?? [])
    for panel in panels.dropFirst() { steps.formIntersection(panel.snapshots.map(\.step)) }
    try require(
      steps.count >= 2, "snapshots", steps.count,
      "at least 2 that all models have; train with snapshots: 60")
    let kept = panels.map { panel in
      panel.snapshots.filter { steps.contains($0.step) }.sorted { $0.step < $1.step }
    }
    let shapes = Set(kept.map { [$0[0].weights.rows, $0[0].weights.columns] })
    try require(shapes.count == 1, "scrubber", "made from models of different shapes", "made from models of one shape")
    let frameSize = kept.map { $0[0].weights.elements.count }.reduce(0, +)
    let frames = Frames(
      steps: steps.sorted(), snapshots: kept,
      precision: frameSize * steps.count * 2 <= Self.budget ? 2 : 1)
    return frames.thinned(to: max(2, Self.budget / max(1, frameSize)))
  }
}

extension Scrubber.Frames {
  /// At most `count` evenly spaced frames, including the first and the last.
  fileprivate func thinned(to count: Int) -> Self {
    guard steps.count > count else { return self }
    let chosen = (0..<count).map { $0 * (steps.count - 1) / (count - 1) }
    var thinner = self
    thinner.steps = chosen.map { steps[$0] }
    thinner.snapshots = snapshots.map { all in chosen.map { all[$0] } }
    return thinner
  }

  /// The largest absolute weight; the integers below are fractions of it.
  var reach: Double {
    let largest =
      snapshots.joined().flatMap(\.weights.elements).filter(\.isFinite)
      .map { abs(Double($0)) }.max() ?? 1
    return largest > 0 ? largest : 1
  }

  /// One panel's weights, frame after frame, as little-endian integers in base64.
  func packed(panel: Int) -> String {
    let largest = precision == 2 ? 32_767.0 : 127
    let scale = largest / reach
    var bytes: [UInt8] = []
    for value in snapshots[panel].lazy.flatMap(\.weights.elements) {
      let number = value.isFinite ? Int((Double(value) * scale).rounded()) : 0
      bytes.append(UInt8(truncatingIfNeeded: number))
      if precision == 2 { bytes.append(UInt8(truncatingIfNeeded: number >> 8)) }
    }
    return Base64.text(bytes)
  }
}
