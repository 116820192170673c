import SuperposeJSON
import Testing
import ToyLib

@Suite struct RecipeTests {
  private static let recipes: [Training] = [
    Training(),
    Training(steps: 77, batch: 9, optimiser: .sgd(rate: 0.03, momentum: 0.9, weightDecay: 1e-4)),
    Training(steps: 0, optimiser: .adam(rate: 2e-3, beta1: 0.8, beta2: 0.9, epsilon: 1e-6)),
    Training(steps: 5, schedule: .cosine, evaluationSamples: 12, recordEvery: 3),
    Training(steps: 100, schedule: .warmUp(steps: 4, then: .warmUp(steps: 2, then: .halfCosine))),
    {
      var training = Training(steps: 40, schedule: .linear)
      training.earlyStop = .plateau(improvement: 0.01, window: 7)
      training.pauseAt = 20
      return training
    }(),
    {
      var training = Training(steps: 40)
      training.earlyStop = .loss(1e-3, window: 5)
      return training
    }(),
  ]

  private func object(_ recipe: some Recipe) -> JSONObject {
    JSONObject(uniqueKeysWithValues: recipe.parameters.map { ($0.name, $0.value) })
  }

  @Test(arguments: recipes) func `a recipe is rebuilt from its parameters`(recipe: Training) throws {
    let rebuilt = try Training(parameters: object(recipe))
    #expect(object(rebuilt) == object(recipe))
    #expect(rebuilt.optimiser == recipe.optimiser && rebuilt.schedule == recipe.schedule)
    #expect(rebuilt.earlyStop == recipe.earlyStop && rebuilt.pauseAt == recipe.pauseAt)
  }

  @Test func `a missing or wrong parameter is named`() {
    for (name, value) in [("batch", nil), ("rate", "fast"), ("schedule", "sine")] as [(String, JSONValue?)] {
      var parameters = object(Training())
      parameters[name] = value
      #expect {
        try Training(parameters: parameters)
      } throws: { error in
        "\(error)".hasPrefix("\(name) is \(value == nil ? "missing" : "")")
      }
    }
  }

  @Test func `an objective of one's own cannot be rebuilt, and is told`() {
    var training = Training()
    training.objective = .squaredError.adding { _, _ in 0 }
    let parameters = object(training)
    #expect(parameters["objective"] == "custom")
    #expect(throws: ToyLibError.self) { try Training(parameters: parameters) }
  }

  @Test func `every training is noted as it is used`() throws {
    let used = UsedRecipes()
    try UsedRecipes.$log.withValue(used) {
      let data = SparseFeatures(count: 3, density: 0.5)
      let recipe = Training(steps: 2, batch: 4, optimiser: .adam(), evaluationSamples: 8)
      let models = try ReLUOutputModel(hidden: 2).train(on: data, training: recipe)
      _ = try models[0].network.trained(on: data, training: Training(steps: 1, batch: 2))
      _ = try AdversarialTraining(strength: 0.1, recipe: Training(steps: 1, batch: 3))
        .train(ReLUOutputModel(hidden: 2), on: data)
    }
    #expect(used.recipes.map { ($0 as? Training)?.batch } == [4, 2, 3])
  }
}
