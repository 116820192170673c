internal import ToyLib

/// The settings of an experiment on one task.
protocol MonosemanticityStudy: TrainingExperiment where TrainingRecipe == Training {
  var features: Int { get }
  var inputs: Int { get }
  var density: Double { get }
  var biases: [Double] { get }
  var rates: [Double] { get }
  var neurons: Int { get }
  var sizes: [Int] { get }
  var moderateBias: Double { get }
  var limit: Double { get }
}

extension MonosemanticityStudy {
  /// One for each rate and bias, rate by rate.
  var grid: [Decoder] {
    rates.flatMap { rate in biases.map { Decoder(neurons: neurons, bias: $0, rate: rate) } }
  }

  /// One for each number of neurons, with one bias and the recipe's rate.
  var series: [Decoder] {
    sizes.map { Decoder(neurons: $0, bias: moderateBias, rate: recipe.optimiser.rate) }
  }

  /// - Throws: `ToyLibError` if there are no inputs, biases, rates or numbers of neurons.
  func check() throws {
    try require(inputs >= 1, "inputs", inputs, "at least 1")
    for (name, count) in [("biases", biases.count), ("rates", rates.count), ("sizes", sizes.count)] {
      try require(count >= 1, name, "empty", "one number or more")
    }
  }
}

/// What was found on one task: its claims and figures are the same for every task.
protocol MonosemanticityFindings: ExperimentResult where Source: MonosemanticityStudy {
  var grid: [DecodingNetwork] { get }
  var series: [DecodingNetwork] { get }
}

extension MonosemanticityFindings {
  /// The networks with this rate, in the order of the biases.
  func networks(at rate: Double) -> [DecodingNetwork] { grid.filter { $0.decoder.rate == rate } }

  var taskBaselines: Baselines {
    let more = series.filter { network in !grid.contains { $0.decoder == network.decoder } }
    return Baselines((grid + more).map(\.comparison), against: "functions made by hand")
  }
}
