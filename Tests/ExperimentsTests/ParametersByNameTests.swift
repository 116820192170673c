import SuperposeExperiments
import SuperposeJSON
import Testing
import ToyLib

@Suite struct ParametersByNameTests {
  @Test func `parameters have other values in the copy alone`() throws {
    let opening = OpeningFigure()
    let changed = try opening.changed([
      "features": 7, "sparsities": [0, 0.5], "importance": "geometric(0.7)", "recipe.steps": 300,
      "recipe.rate": 0.01,
    ])
    #expect(changed.features == 7 && changed.sparsities == [0, 0.5] && changed.recipe.steps == 300)
    #expect(changed.importance == .geometric(0.7) && changed.recipe.batch == opening.recipe.batch)
    #expect(opening.features == 5 && opening.recipe.steps == 10_000)
  }

  @Test func `what an experiment shows as its parameters can be given back to it`() throws {
    // The kinds of values that files can hold; constants and other kinds stay as they are.
    func roundTrip(_ experiment: some Experiment) throws -> Bool {
      let fixed = Set(experiment.constants.map(\.name))
      for parameter in experiment.parameters where !fixed.contains(parameter.name) {
        do {
          let copy = try experiment.changed([parameter.name: parameter.value])
          guard copy.parameters == experiment.parameters else { return false }
        } catch let error as ParameterError {
          guard "\(error)".contains("left as it is") else { return false }
        }
      }
      return true
    }
    for type in Catalogue.experiments { #expect(try roundTrip(type.init()), "\(type.name)") }
  }

  @Test(
    arguments: [
      ("featurs", 3, "has no parameter featurs. Its parameters are: features, sparsities"),
      ("features", "many", "features of the experiment opening must be a whole number, and is many."),
      ("features", 2.5, "must be a whole number, and is 2.5."),
      ("sparsities", 0.5, "must be a list, each element a number"),
      ("importance", "geometric", "must be a number, a list of numbers, 'geometric(0.9)'"),
      ("hidden", 3, "hidden of the experiment opening is a constant."),
      ("features.steps", 3, "has no parameter features.steps"),
    ] as [(String, JSONValue, String)])
  func `a wrong name or value is refused in a sentence`(name: String, value: JSONValue, words: String) throws {
    let error = #expect(throws: ParameterError.self) { try OpeningFigure().changed([name: value]) }
    #expect("\(try #require(error))".contains(words))
  }

  @Test func `a member of a recipe of the wrong kind is refused`() {
    #expect(throws: ToyLibError.self) { try OpeningFigure().changed(["recipe.steps": "many"]) }
  }

  @Test func `importance and initial weights are read in every form that they are written in`() {
    let importances: [Importance] = [
      .constant(2), .geometric(0.5), .logSpaced(from: 1, to: 0.01), .custom([1, 0.25]),
    ]
    for importance in importances { #expect(Importance(json: importance.json) == importance) }
    #expect(Importance(json: 3) == .constant(3) && Importance(json: [1, 0.5]) == .custom([1, 0.5]))
    #expect(Importance(json: "constant(x)") == nil && Importance(json: true) == nil)
    let weights: [InitialWeights] = [.xavier, .colab(instances: 8), .normal(deviation: 0.1)]
    for weight in weights { #expect(InitialWeights(json: weight.json) == weight) }
  }
}
