internal import SuperposePlot
internal import ToyLib

extension SuperpositionMeasureResult {
  public func draw() -> [NamedFigure] {
    [NamedFigure("superposition-measure", measure), NamedFigure("attack-transfer", transfer)]
  }

  private var measure: Figure {
    let densities = rows.map(\.density)
    let names =
      rows.map { _ in "ψ of an autoencoder" } + rows.map { _ in "features per dimension" }
    let values = rows.map(\.psi) + rows.map(\.featuresPerDimension)
    let upper = Plot {
      Dot(x: densities + densities, y: values, radius: 4, fill: names)
    }
    .x(.log, hidden: true).y(label: "for each dimension", grid: true)
    .color(.categorical([.red, .blue]), categories: ["ψ of an autoencoder", "features per dimension"]).size(600, 230)
    let kinds = ["attacks", "random, visible", "random"]
    let cosines = rows.map(\.alignment.attacks) + rows.map(\.alignment.visible) + rows.map(\.alignment.random)
    let lower = Plot {
      Dot(
        x: densities + densities + densities, y: cosines, radius: 4,
        fill: kinds.flatMap { kind in rows.map { _ in kind } })
    }
    .x(.log, label: "density 1 − S").y(domain: 0...1, label: "largest |cosine| with a row of WᵀW", grid: true)
    .color(.categorical([.red, .blue, .gray]), categories: kinds).size(600, 230)
    return Figure(Panels(rows: [[upper], [lower]]).gap(0, 16)).named(
      "How much superposition there is",
      "Two dot plots against density. Above: ψ of autoencoders beside features per dimension. Below: how well attacks "
        + "and random changes align with rows of WᵀW."
    ).numbers([
      .init(
        "correlation of ψ with features per dimension",
        pearsonCorrelation(rows.map(\.psi), rows.map(\.featuresPerDimension)))
    ])
  }

  private var transfer: Figure {
    let names = transfers.map { rows[$0.from].density == rows[$0.to].density ? "same data" : "other data" }
    return Figure(
      Plot {
        Dot(x: transfers.map(\.distance), y: transfers.map(\.rate), radius: 3, fill: names, opacity: 0.7)
      }
      .x(label: "Procrustes distance of the embeddings").y(label: "loss / loss of own attacks", grid: true)
      .color(.categorical([.red, .blue]), categories: ["same data", "other data"]).size(600, 300)
    ).named(
      "Attacks on other models",
      "A dot for each pair of models: the loss that attacks made for one cause in the other, against the distance of "
        + "their embeddings.")
  }
}
