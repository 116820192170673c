import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct LossDecompositionTests {
  @Test func `formulas give the losses of trained models`() throws {
    var experiment = LossDecomposition()
    experiment.densities = [1, 0.1, 0.01]
    experiment.restarts = 2
    experiment.steps = 4_000
    let result = try experiment.run()
    for account in result.linear {
      #expect(abs(account.model.sumLoss / account.predicted - 1) < 0.03)
    }
    for account in result.relu {
      #expect(abs(account.byPresence.total / account.exact - 1) < 0.03)
      #expect(abs(account.byPresence.losses[1] / account.oneSparse.total - 1) < 0.03)
    }
  }

  @Test func `two features are best in a linear model, seven of eight with a ReLU`() throws {
    let polygons = try LossDecomposition().shortened.run().polygons
    let linear = polygons.min { $0.linear.total < $1.linear.total }
    let relu = polygons.min { $0.relu.total < $1.relu.total }
    #expect(linear?.corners == 2)
    #expect(relu?.corners == 7)
    #expect(abs((polygons[5].relu.total - 1) - 0.079128) < 1e-5)
  }
}
