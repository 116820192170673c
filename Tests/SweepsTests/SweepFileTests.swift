import Foundation
import SuperposeJSON
import SuperposeSweeps
import Testing
import ToyLib

@Suite struct SweepFileTests {
  private func sweep(_ text: String) throws -> Sweep {
    try withFolder { folder in
      let path = "\(folder)/pairs.json"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try Sweep(contentsOf: path)
    }
  }

  @Test func `a file has an experiment, its parameters, axes and seeds`() throws {
    let sweep = try sweep(
      """
      {"experiment": "model", "parameters": {"recipe.steps": 50},
       "axes": [{"name": "sparsity", "values": [0, 0.9]}, {"name": "hidden", "from": 2, "to": 4}],
       "seeds": {"from": 1, "to": 5}}
      """)
    #expect(sweep.description == "pairs: 30 points: sparsity (2), hidden (3), seed (5)")
    var model = SweptModel()
    model.recipe.steps = 50
    let other = try Sweep(model, over: ["sparsity": [0, 0.9], "hidden": 2...4], seeds: 1...5)
    #expect(other.points.map(\.name) == sweep.points.map(\.name))
  }

  @Test func `spaced values have exact ends`() throws {
    let sweep = try sweep(
      """
      {"experiment": "model", "axes": [
        {"name": "sparsity", "from": 0, "to": 0.9, "count": 4},
        {"name": "recipe.rate", "from": 0.001, "to": 0.1, "count": 3, "scale": "log"}]}
      """)
    #expect(sweep.axes[0].values.first == 0 && sweep.axes[0].values.last == 0.9)
    let rates = sweep.axes[1].values.compactMap(\.number)
    #expect(rates.first == 0.001 && rates.last == 0.1 && abs(rates[1] - 0.01) < 1e-15)
    #expect(sweep.seeds == [1] && sweep.points.count == 12)
  }

  @Test(arguments: [
    ("[]", "the file must be an object"),
    ("{", "it is not JSON"),
    ("{}", "'experiment' must be the name"),
    (#"{"experiment": "nothing"}"#, "There is no experiment named nothing. The experiments are: model, opening"),
    (#"{"experiment": "model", "axis": []}"#, "has 'axis'; wanted only"),
    (#"{"experiment": "model", "axes": {}}"#, "'axes' must be a list"),
    (#"{"experiment": "model", "axes": [{"values": [1]}]}"#, "an axis has no 'name'"),
    (#"{"experiment": "model", "axes": [{"name": "hidden"}]}"#, "list of 'values', or the numbers 'from' and 'to'"),
    (#"{"experiment": "model", "axes": [{"name": "hidden", "values": []}]}"#, "The axis hidden has no values"),
    (#"{"experiment": "model", "axes": [{"name": "hidden", "values": ["a"]}]}"#, "must be a whole number, and is a"),
    (#"{"experiment": "model", "axes": [{"name": "hiden", "values": [1]}]}"#, "has no parameter hiden"),
    (#"{"experiment": "model", "axes": [{"name": "hidden", "from": 1.5, "to": 3}]}"#, "whole numbers 'from'"),
    (#"{"experiment": "model", "axes": [{"name": "hidden", "from": 1, "to": 1e18}]}"#, "whole numbers 'from'"),
    (
      #"{"experiment": "model", "axes": [{"name": "sparsity", "from": 0, "to": 1, "count": 3, "scale": "log"}]}"#,
      "cannot be logarithmic"
    ),
    (#"{"experiment": "model", "seeds": [-1]}"#, "'seeds' must be whole numbers from 0"),
    (#"{"experiment": "model", "parameters": {"hidden": "x"}}"#, "must be a whole number, and is x"),
  ])
  func `a mistake is named in a sentence`(text: String, words: String) {
    let error = #expect(throws: (any Error).self) { try sweep(text) }
    #expect("\(error as Any)".contains(words))
  }

  @Test func `seeds can have 64 bits`() throws {
    let sweep = try sweep(#"{"experiment": "model", "seeds": ["18446744073709551615", 3]}"#)
    #expect(sweep.seeds == [UInt64.max, 3])
  }
}
