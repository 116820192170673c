internal import SuperposePlot

extension CrosscodersResult {
  public func draw() -> [NamedFigure] {
    [NamedFigure("crosscoders", norms), NamedFigure("crosscoder-latents", responses)]
  }

  private typealias Group = LatentResponses.Group
  private typealias Latent = LatentResponses.Latent

  private static let colors: [Color] = [.red, .blue, .gray, .orange]
  private var key: Swatches { Swatches(Group.allCases.map(\.rawValue), colors: Self.colors) }

  /// One plot for each number of latents (rows) and variant (columns).
  private func grid(_ plot: (_ latents: [Latent], _ isFirst: Bool, _ isLast: Bool) -> Plot) -> Panels {
    let sizes = experiment.latents.indices
    let rows = sizes.map { size in
      Crosscoders.Variant.allCases.enumerated().map { column, variant -> Plot in
        let latents = dictionaries[size][column].flatMap(\.latents)
        let drawn = plot(latents, column == 0, size == sizes.last)
        let count = "\(experiment.latents[size]) latents"
        return drawn.title(
          Label(size == 0 ? variant.rawValue : count), subtitle: size == 0 ? Label(count) : nil)
      }
    }
    return Panels(rows: [[Panels(rows: rows).gap(14, 12)], [key]]).gap(0, 8)
  }

  private var norms: Figure {
    let stacks = dictionaries.joined().map { Self.bars(of: $0.flatMap(\.latents)) }
    let highest = stacks.joined().map(\.top).max() ?? 1
    return Figure(
      grid { latents, isFirst, isLast in
        let bars = Self.bars(of: latents)
        return Plot {
          Box(
            x: bars.map(\.start), x2: bars.map { $0.start + Self.width }, y: bars.map(\.base), y2: bars.map(\.top),
            fill: bars.map(\.group.rawValue), stroke: nil)
        }
        .x(domain: 0...1, label: isLast ? "relative norm" : nil)
        .y(domain: 0...1.05 * highest, label: isFirst ? "latents" : nil)
        .color(.categorical(Self.colors), categories: Group.allCases.map(\.rawValue), legend: .none)
        .size(210, 180)
      },
      caption: "0: a latent of the first model alone; 1: of the second alone. \(experiment.instances) crosscoders each."
    ).named(
      "Which model latents belong to",
      "Histograms of the relative norm of latents' directions in the second model, for two numbers of latents and three "
        + "ways to designate shared latents."
    ).numbers(numbers)
  }

  private var numbers: [Figure.KeyNumber] {
    guard let scarce else { return [] }
    return Crosscoders.Variant.allCases.flatMap { variant in
      let exclusive = latents(scarce, variant, .exclusive)
      return [
        Figure.KeyNumber("density of exclusive latents, \(variant.rawValue)", exclusive.density),
        Figure.KeyNumber("features of exclusive latents, \(variant.rawValue)", exclusive.features),
      ]
    }
  }

  /// Of 21 bars, of which the middle one is around 1/2.
  private static let width = 1 / 21.0

  private struct Piece {
    let group: Group
    let start: Double, base: Double, top: Double
  }

  /// A stack for each part of the axis.
  private static func bars(of latents: [Latent]) -> [Piece] {
    let bins = Int((1 / width).rounded())
    return (0..<bins).flatMap { bin in
      let inside = latents.filter { min(bins - 1, Int($0.relativeNorm / width)) == bin }
      var base = 0.0
      return Group.allCases.compactMap { group -> Piece? in
        let count = inside.count { $0.group == group }
        guard count > 0 else { return nil }
        defer { base += Double(count) }
        return Piece(group: group, start: Double(bin) * width, base: base, top: base + Double(count))
      }
    }
  }

  private var responses: Figure {
    Figure(
      grid { latents, isFirst, isLast in
        let known = latents.filter { $0.features != nil }
        return Plot {
          Rule(x: experiment.density, stroke: Color.muted, dash: [4, 3])
          Dot(
            x: known.map(\.density), y: known.map { $0.features ?? 1 }, radius: 2.5, fill: known.map(\.group.rawValue),
            opacity: 0.7)
        }
        .x(.log, domain: 0.01...1, label: isLast ? "share of samples" : nil)
        .y(.log, domain: 0.8...Double(experiment.features), label: isFirst ? "features" : nil, grid: true)
        .color(.categorical(Self.colors), categories: Group.allCases.map(\.rawValue), legend: .none)
        .size(210, 190)
      },
      caption: "The dashed line: how often a feature is present."
    ).named(
      "What latents respond to",
      "A dot for each latent: the effective number of features that it responds to, against the share of samples in "
        + "which it is active.")
  }
}
