internal import SuperposePlot
internal import ToyLib

extension MonosemanticityFindings {
  static var colors: [Color] { [.gray, .blue, .orange, .green, .purple] }

  /// Loss against monosemanticity: a dot for each network.
  var overview: Figure {
    let names = experiment.biases.map { "bias \($0.brief)" }
    let dots = grid.map { (network: $0, name: "bias \($0.decoder.bias.brief)") }
    func plot(_ label: String, to top: Double, _ value: (DecodingNetwork) -> Double) -> Plot {
      Plot {
        for rate in experiment.rates {
          let own = dots.filter { $0.network.decoder.rate == rate }
          Dot(
            x: own.map(\.network.relativeLoss), y: own.map { value($0.network) }, radius: radius(rate),
            fill: own.map(\.name))
        }
      }
      .x(label: "loss, relative to zeros").y(domain: 0...top, label: Label(label), grid: true)
      .color(.categorical(Self.colors), categories: names, legend: .none).size(300, 260)
    }
    let most = 10 * ((grid.map(\.trained.monosemantic).max() ?? 0) / 10 + 1)
    let plots = [
      plot("mean share of the largest feature", to: 1) { $0.trained.meanShare },
      plot("monosemantic neurons", to: Double(most)) { Double($0.trained.monosemantic) },
    ]
    let figure = Figure(
      Panels(rows: [[Panels(plots).gap(20)], [Swatches(names, colors: Self.colors)]]).gap(0, 10),
      caption: "Networks with \(experiment.neurons) neurons. A larger dot is a higher learning rate: "
        + experiment.rates.map(\.brief).joined(separator: ", ") + ".")
    return figure.named(
      "Loss and monosemanticity",
      "Two dot plots with a dot for each network: the mean share of the largest feature in a neuron's response, and the "
        + "number of monosemantic neurons, against the loss. Networks with the same loss differ widely."
    ).numbers(grid.flatMap(numbers))
  }

  private func numbers(_ network: DecodingNetwork) -> [Figure.KeyNumber] {
    let name = "bias \(network.decoder.bias.brief), rate \(network.decoder.rate.brief)"
    return [
      .init("mean share, \(name)", network.trained.meanShare),
      .init("monosemantic neurons, \(name)", Double(network.trained.monosemantic)),
      .init("relative loss, \(name)", network.relativeLoss),
    ]
  }

  private func radius(_ rate: Double) -> Double {
    3 + 1.5 * Double(experiment.rates.sorted().firstIndex(of: rate) ?? 0)
  }

  /// Each neuron's share, from the largest, with the recipe's rate; before training dashed.
  var shares: Figure {
    let networks = networks(at: experiment.recipe.optimiser.rate)
    let names = networks.map { "bias \($0.decoder.bias.brief)" }
    func points(_ measure: (DecodingNetwork) -> Monosemanticity) -> [(x: Int, y: Double, name: String)] {
      zip(networks, names).flatMap { network, name in
        measure(network).shares.enumerated().map { (x: $0.offset + 1, y: $0.element, name: name) }
      }
    }
    let (trained, untrained) = (points(\.trained), points(\.untrained))
    let figure = Figure(
      Plot {
        Line(
          x: untrained.map(\.x), y: untrained.map(\.y), stroke: untrained.map(\.name), strokeWidth: 1, dash: [4, 3])
        Line(x: trained.map(\.x), y: trained.map(\.y), stroke: trained.map(\.name), strokeWidth: 1.8)
        Rule(y: experiment.limit, stroke: Color.muted, text: "monosemantic", dash: [2, 2])
      }
      .x(label: "live neuron, by its share").y(domain: 0...1.02, label: "share of the largest feature", grid: true)
      .color(.categorical(Self.colors), categories: names).size(600, 300),
      caption: "Dashed: the same networks before training. Neurons that respond to no feature are left out.")
    return figure.named(
      "Responses of neurons",
      "Lines of the largest feature's share in the response of each neuron, sorted, for several initial biases. The more "
        + "negative the bias, the larger the shares, before training as well as after it.")
  }

  /// More and more neurons with one bias.
  var sizes: Figure {
    let ordered = series.sorted { $0.decoder.neurons < $1.decoder.neurons }
    let counts = ordered.map { Double($0.decoder.neurons) }
    func plot(_ title: String, _ value: (DecodingNetwork) -> Double) -> Plot {
      Plot {
        Line(x: counts, y: ordered.map(value), strokeWidth: 1.8)
        Dot(x: counts, y: ordered.map(value), radius: 3)
      }
      .x(.log, label: "neurons", ticks: .values(counts)).y(grid: true).title(Label(title)).size(195, 220)
    }
    let figure = Figure(
      Panels([
        plot("relative loss") { $0.relativeLoss },
        plot("features with a neuron") { Double($0.trained.features) },
        plot("share of the neurons") {
          Double($0.trained.monosemantic) / Double($0.decoder.neurons)
        },
      ]).gap(16),
      caption: "Loss relative to an output of zeros; features with a monosemantic neuron, of \(experiment.features); "
        + "the monosemantic share of the neurons. Initial biases of \(experiment.moderateBias.brief) deviations.")
    return figure.named(
      "More neurons",
      "Three line plots against the number of neurons: the loss falls, and the number of features with a monosemantic "
        + "neuron rises.")
  }
}
