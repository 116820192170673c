import SuperposeAutoencoders
import SuperposeJSON
import Testing
import ToyLib

@Suite struct AutoencoderRecipeTests {
  private static var nested: AutoencoderTraining {
    var training = AutoencoderTraining(steps: 9, prefixes: .random)
    training.beta1 = 0.5
    training.beta2 = 0.9375
    training.penaltyWarmUp = 4
    training.sortsLatents = true
    return training
  }

  @Test(arguments: [
    AutoencoderTraining(), AutoencoderTraining(steps: 7, batch: 3, rate: 0.02, resampling: .random),
    AutoencoderTraining(steps: 9, resampling: .highLoss(every: 4, window: 2)),
    AutoencoderTraining(steps: 9, schedule: .warmUp(steps: 3, then: .linear), prefixes: .random, targetActive: 1.25),
    AutoencoderTraining(steps: 9, prefixes: .fixed([2, 4])), nested,
  ])
  func `a recipe is rebuilt from its parameters`(recipe: AutoencoderTraining) throws {
    let object = JSONObject(uniqueKeysWithValues: recipe.parameters.map { ($0.name, $0.value) })
    #expect(try AutoencoderTraining(parameters: object) == recipe)
    #expect(object["rate"]?.number.map { "\($0)".count < 6 } == true)
  }
}
