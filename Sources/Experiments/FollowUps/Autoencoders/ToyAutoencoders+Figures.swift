internal import SuperposeAutoencoders
internal import SuperposePlot
internal import ToyLib

extension ToyAutoencodersResult {
  public func draw() throws -> [NamedFigure] {
    [
      NamedFigure("toy-autoencoders", dictionaries),
      NamedFigure("toy-autoencoder-responses", try responseMaps),
      NamedFigure("toy-autoencoder-training", training),
    ]
  }

  /// The autoencoder shown for each variant: the worst without resampling, to show failures,
  /// otherwise the best. Random resampling looks like high-loss resampling and is left out.
  private var shown: [(name: String, trained: TrainedAutoencoder)] {
    experiment.variants.indices.compactMap { index in
      let (variant, run) = (experiment.variants[index], runs[index])
      switch variant.resampling {
      case .random: return nil
      case .highLoss: return ("\(variant.kind.name), best of \(run.count)", best[index])
      case .none:
        let worst = run.max { $0.evaluation.total < $1.evaluation.total } ?? run[0]
        return ("\(variant.name), worst of \(run.count)", worst)
      }
    }
  }

  /// Features in grey and the dictionary on top, as training goes on.
  private var dictionaries: Figure {
    let rows = shown.flatMap { name, trained -> [[any Drawing]] in
      let heading: [any Drawing] = [Words(Label(name), fontSize: 12)]
      let plots: [any Drawing] = trained.snapshots.sorted { $0.step < $1.step }.map {
        plane($0.autoencoder, alive: trained.alive, title: "step \($0.step)")
      }
      return [heading, [Panels(plots).gap(8)]]
    }
    let figure = Figure(
      Panels(rows: rows).gap(0, 6),
      caption:
        "Grey: the toy model's features. Colour: the decoder's directions, one for each latent; "
        + "those that are dead at the end are pale.")
    return figure.named(
      "Dictionaries while they are learned",
      "For each variant, features as grey lines and dictionary directions as coloured arrows at "
        + "\(experiment.snapshotSteps.count) steps."
    ).numbers(
      zip(experiment.variants, best).map { variant, trained in
        .init(
          "MMCS, \(variant.name)",
          FeatureRecovery(of: model.weights, in: trained.dictionary).meanMaxCosine)
      })
  }

  private func plane(_ autoencoder: SparseAutoencoder, alive: [Int], title: Label) -> Plot {
    let features = model.weights
    let decoder = autoencoder.decoder
    let x = (0..<features.rows).map { Double(features[$0, 0]) }
    let y = (0..<features.rows).map { Double(features[$0, 1]) }
    let dx = (0..<decoder.rows).map { Double(decoder[$0, 0]) }
    let dy = (0..<decoder.rows).map { Double(decoder[$0, 1]) }
    let colors = (0..<decoder.rows).map {
      [Color].categorical[$0 % 8].opacity(alive.contains($0) ? 1 : 0.3)
    }
    return Plot {
      Link(
        x: x.map { _ in 0.0 }, y: x.map { _ in 0.0 }, x2: x, y2: y, stroke: Color.faint,
        strokeWidth: 5)
      Arrow(x: dx.map { _ in 0.0 }, y: dx.map { _ in 0.0 }, x2: dx, y2: dy, stroke: colors)
    }
    .x(domain: -1.3...1.3, hidden: true).y(domain: -1.3...1.3, hidden: true).equalAspect()
    .title(title).size(118, 136)
  }

  /// Each latent's response to each single feature, with latents sorted by their main feature.
  private var responseMaps: Figure {
    get throws {
      let plots = try shown.map { try responseMap(of: $0.trained, named: $0.name) }
      let key = ColorKey(.viridis, domain: 0...1.2, label: "latent when the feature is 1")
      return Figure(Panels(rows: [[Panels(plots).gap(14)], [key]]).gap(0, 8))
        .named("What each latent answers to")
    }
  }

  private func responseMap(of trained: TrainedAutoencoder, named name: String) throws -> Plot {
    let responses = try responses(of: trained)
    let order = (0..<responses.columns).sorted {
      (favourite($0, responses), $0) < (favourite($1, responses), $1)
    }
    let rows = (0..<responses.rows).map { i in order.map { Double(responses[i, $0]) } }
    return Plot(marks: [try Raster(rows), Box(fill: nil, stroke: Color.faint)])
      .x(label: "latent", ticks: .none).y(label: "feature", ticks: .none, reversed: true)
      .color(.viridis, domain: 0...1.2, legend: .none)
      .title(
        Label(trained.autoencoder.kind.name),
        subtitle: Label(name.drop { $0 != "," }.dropFirst(2).description)
      ).size(165, 200)
  }

  private func favourite(_ latent: Int, _ responses: Matrix) -> Int {
    (0..<responses.rows).max { responses[$0, latent] < responses[$1, latent] } ?? 0
  }

  /// The mean number of active latents over instances, and the reconstruction error of the best
  /// instance.
  private var training: Figure {
    let alive = zip(experiment.variants, runs).flatMap { variant, run in
      (run.first?.history ?? []).indices.map { index -> (Int, Double, String) in
        let counts = run.map { one in
          Double(one.history[index].loss.activity.count { $0 > 0 }) / Double(experiment.latents)
        }
        let mean = counts.reduce(0, +) / Double(counts.count)
        return (run[0].history[index].step, mean, variant.name)
      }
    }
    let errors = zip(experiment.variants, best).flatMap { variant, trained in
      trained.history.map { ($0.step, Double($0.loss.reconstruction), variant.name) }
    }
    let names = experiment.variants.map(\.name)
    let upper = Plot {
      Line(x: alive.map(\.0), y: alive.map(\.1), stroke: alive.map(\.2), isStepped: false)
    }
    .x(hidden: true).y(domain: 0...1.02, label: "latents alive", grid: true)
    .color(.categorical(.categorical), categories: names).size(640, 220)
    let lower = Plot {
      Line(x: errors.map(\.0), y: errors.map(\.1), stroke: errors.map(\.2))
    }
    .x(label: "step").y(.log, label: "reconstruction error", grid: true)
    .color(.categorical(.categorical), categories: names, legend: .none).size(640, 200)
    let figure = Figure(Panels(rows: [[upper], [lower]]).gap(0, 12))
    return figure.named("Autoencoders in training")
  }
}
