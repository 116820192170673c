import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct CatalogueNamesTests {
  @Test func `names are unique and questions end as questions`() {
    let names = Catalogue.experiments.map { $0.name }
    #expect(Set(names).count == names.count)
    for experiment in Catalogue.experiments {
      #expect(experiment.question.hasSuffix("?"), "\(experiment.name)")
      #expect(!experiment.source.isEmpty)
      let parameters = experiment.init().parameters.map(\.name)
      #expect(Set(parameters).count == parameters.count, "\(experiment.name)")
    }
  }
}
