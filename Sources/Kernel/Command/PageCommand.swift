import ArgumentParser
import Foundation
import SuperposePlot
import ToyFigures
import ToyLib

/// `superpose page`: a page that trains a model in its reader's browser.
struct PageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write a web page that trains a model in its reader's browser.",
    discussion: """
      The page is one file, and needs no kernel and no network. It also contains the fingerprint of the \
      model that is trained here, and says whether the browser's model has the same bits.
      """)

  @Option(name: .long, help: "The file to write.")
  var out: String

  @Option(name: .long, help: "The number of features, from 2 to 31.")
  var features = 5

  @Option(name: .long, help: "The number of hidden dimensions, from 1 to 16.")
  var hidden = 2

  @Option(name: .long, help: "The probability that a feature is zero.")
  var sparsity = 0.9

  @Option(name: .long, help: "The importance of a feature relative to the one before.")
  var importance = 0.9

  @Option(name: .long, help: "The seed of the random numbers.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "The number of updates.")
  var steps = 1_000

  @Option(name: .long, help: "Models to train here. The page begins with the settings of the best one.")
  var instances = 8

  func run() throws {
    do {
      let model = ReLUOutputModel(hidden: hidden, importance: .geometric(importance))
      let features = SparseFeatures(count: features, sparsity: sparsity)
      let page = try model.train(on: features, steps: steps, instances: instances, seed: seed)
        .livePage
      try page.save(out)
    } catch let error as ToyLibError { throw ValidationError("\(error)") }
  }
}
