internal import SuperposePlot
internal import ToyLib

/// The loss for every ε and Z.
public struct NonlinearCompressionResult: ExperimentResult {
  public let experiment: NonlinearCompression
  /// Summed over both numbers; one row for each ramp, from Z = 1.
  public let losses: [[Double]]

  /// 1/12: one number is kept and the other predicted by its mean, or their mean is kept.
  public static let linear = 1.0 / 12

  /// The best Z of each ramp; all losses are sums over both numbers, by quadrature or in closed form.
  public var baselines: Baselines {
    Baselines(
      zip(experiment.ramps, losses).map { ramp, row in
        BaselineComparison(
          data: "ε = \(ramp.brief(2)), the best Z",
          trained: LossEstimate(exact: row.min() ?? .nan),
          baselines: [
            .init("zero output", loss: LossEstimate(exact: 2.0 / 3)),
            .init("mean output", loss: LossEstimate(exact: 1.0 / 6)),
            .init("best linear code", loss: LossEstimate(exact: Self.linear)),
          ])
      }, against: "the best linear code")
  }

  public func draw() -> [NamedFigure] {
    let z = Array(1...max(1, experiment.segments))
    let names = experiment.ramps.map { "ε = \($0.brief(2))" }
    let plot = Plot {
      Rule(y: Self.linear, dash: [4, 3])
      Text(
        x: [1.0], y: [Self.linear * 1.18], text: ["best linear code: 1/12"], fill: Color.muted,
        fontSize: 10, side: .right, gap: 2)
      Line(
        x: names.flatMap { _ in z }, y: losses.flatMap(\.self),
        stroke: names.flatMap { name in z.map { _ in name } })
      Dot(
        x: names.flatMap { _ in z }, y: losses.flatMap(\.self), radius: 2.6,
        fill: names.flatMap { name in z.map { _ in name } })
    }
    .x(label: "segments Z").y(.log, domain: 3e-4...0.13, label: "squared error of both numbers", grid: true)
    .color(categories: names)
    let figure = Figure(plot).named(
      "Nonlinear compression", "The loss of the staircase code against Z, one line for each ramp.")
    return [NamedFigure("nonlinear-compression", figure)]
  }

  public var claims: Claims { [beatsLinear, neurons, ideal] }

  /// The fewest ReLUs of ``StaircaseNetwork`` with which the code beats the best linear one, its Z, and the
  /// largest difference of the network from the code.
  private func breakEven(_ row: Int) -> (neurons: Int, segments: Int, error: Double)? {
    // With one segment it is the linear code that keeps y, but for the points of the quadrature.
    guard let index = losses[row].firstIndex(where: { $0 < 0.99 * Self.linear }) else { return nil }
    let code = Staircase(segments: index + 1, ramp: experiment.ramps[row])
    let network = StaircaseNetwork(code: code)
    let grid = (0..<50).map { (Double($0) + 0.5) / 50 }
    let errors = grid.flatMap { x in
      grid.map { y in
        let (wanted, found) = (code.decode(code.encode(x, y)), network.decode(network.encode(x, y)))
        return max(abs(wanted.x - found.x), abs(wanted.y - found.y))
      }
    }
    return (network.neurons, code.segments, errors.max() ?? 0)
  }

  private var neurons: Claim {
    let statement = "a segment needs 12 neurons, and the code breaks even with 36 of them"
    guard let row = experiment.ramps.firstIndex(of: 0.1), let found = breakEven(row) else {
      return .notAsked(statement, needs: "a ramp of 0.1 that beats the linear code")
    }
    return Claim(
      statement,
      measured: "made by hand, it breaks even with \(found.neurons) ReLUs, at Z = \(found.segments); a segment "
        + "more takes 4. The network differs from the code by at most \(found.error.brief(1))",
      held: found.neurons == 36, threshold: "the paper's",
      remark: "12 is what a segment takes as a bump of four ReLUs in each of three functions: the encoder's "
        + "stair, and the decoder's x and y. A ramp between neighbours takes two, and the decoder needs one "
        + "stair for both numbers")
  }

  private var beatsLinear: Claim {
    let statement =
      "it beats linear compression even with ramps of ε = 0.1 and Z = 3"
    guard let row = experiment.ramps.firstIndex(of: 0.1), losses[row].count >= 3 else {
      return .notAsked(statement, needs: "a ramp of 0.1 and three segments")
    }
    let loss = losses[row][2]
    return Claim(
      statement,
      measured: "squared error \(loss.brief(3)) against \(Self.linear.brief(3))",
      held: loss < Self.linear,
      remark: "the paper does not say what ε is a part of; here of the range of x and of t, the harder "
        + "reading")
  }

  private var ideal: Claim {
    let statement =
      "with true jumps the error is 1 / (12 Z²)"
    guard let row = experiment.ramps.firstIndex(of: 0) else {
      return .notAsked(statement, needs: "a ramp of 0")
    }
    let errors = losses[row].enumerated().map { index, loss in
      abs(loss * 12 * Double((index + 1) * (index + 1)) - 1)
    }
    return Claim(
      statement,
      measured: "to \(((errors.max() ?? .nan) * 100).brief(2)) % for Z up to \(experiment.segments)",
      held: errors.allSatisfy { $0 < 0.02 })
  }
}
