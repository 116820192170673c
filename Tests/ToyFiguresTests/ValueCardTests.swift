import SuperposeDisplay
import Testing
import ToyFigures
import ToyLib

struct ValueCardTests {
  private static let models = Result {
    try ReLUOutputModel(hidden: 2, importance: .geometric(0.9)).train(
      on: SparseFeatures(count: 5, sparsity: 0.9), steps: 200, instances: 3, seed: 1)
  }

  private func html(_ value: some Any) throws -> String {
    let bundle = try MIMEBundle(showing: value)
    guard case .text(let html)? = bundle.data[.html], case .text(let text)? = bundle.data[.plainText] else {
      return ""
    }
    #expect(!text.contains("<"), "the text form is for consoles and screen readers")
    // What a notebook can hold many of.
    #expect(html.utf8.count < 30_000)
    return html
  }

  @Test func `a trained model shows formula, training, geometry, features and its loss curve`() throws {
    let html = try html(Self.models.get().best)
    for part in ["x′ = ReLU(WᵀWx + b)", "S = 0.9", "200", "<svg", "superposition", "<details"] {
      #expect(html.contains(part), "\(part)")
    }
    #expect(html.contains(#/loss<\/span> 0\.\d+ ± [\d.e-]+</#))
  }

  @Test func `layered models show formula, parameters, training and loss`() throws {
    let model = try LayeredModel(inputs: 5, [.linear(2), .linear(5), .relu])
    let all = try model.train(on: SparseFeatures(count: 5, sparsity: 0.9), steps: 50, instances: 2, seed: 3)
    for html in try [html(model), html(all.best.network), html(all.best), html(all)] {
      #expect(html.contains("ReLU(W₂ (W₁ x + b₁) + b₂)") && html.utf8.count < 30_000)
    }
    let best = try html(all.best)
    for part in ["2 × 5", "27", "S = 0.9", " ± ", "<details", "largest"] { #expect(best.contains(part), "\(part)") }
    #expect(try html(all).matches(of: #/★/#).count == 1)
  }

  @Test func `models of many features show WᵀW and their first features`() throws {
    let model = try ReLUOutputModel(hidden: 5).train(
      on: SparseFeatures(count: 40, sparsity: 0.9), steps: 20, seed: 1
    ).best
    let html = try html(model)
    #expect(html.contains("WᵀW") && html.contains("all 40 features"))
    let large = try ReLUOutputModel(hidden: 5).train(
      on: SparseFeatures(count: 200, sparsity: 0.9), steps: 2, seed: 1
    ).best
    #expect(try self.html(large).contains("all 200 features"))
  }

  @Test func `several models are a table with the best marked`() throws {
    let models = try Self.models.get()
    let html = try html(models)
    #expect(html.matches(of: #/★/#).count == 1 && html.contains("<polyline"))
    #expect(models.summary.rows.count == 3)
    #expect(models.summary.columns.contains("loss") && !models.summary.columns.contains("data"))
    let mixed = try ReLUOutputModel(hidden: 2).train(
      on: [SparseFeatures(count: 5, sparsity: 0.5), SparseFeatures(count: 5, sparsity: 0.9)], steps: 5)
    #expect(mixed.summary.columns.contains("data"))
  }

  @Test func `a summary lists parameters with shapes and numbers`() throws {
    let tied = try Self.models.get().best.summary
    #expect(tied.columns == ["parameter", "shape", "numbers", "use"])
    #expect(
      tied.rows.map { $0.map(\.text).prefix(3) } == [
        ["W", "5 × 2", "10"], ["b", "5", "5"], ["trained in all", "", "15"],
      ])
    let plain = ReLUOutputModel(hidden: 3, bias: false, tied: false).summary(features: 4)
    #expect(plain.rows.map { $0[2].text } == ["12", "12", "4", "24"])
    #expect(plain.rows[2][3].text == "always 0")
  }

  @Test func `an untrained model shows its parameters, defaults in grey`() throws {
    let html = try html(ReLUOutputModel(hidden: 3, tied: false))
    #expect(html.contains("true (default)") && html.contains("<td style=\"text-align:left\">false</td>"))
  }

  @Test func `a network by hand is a card`() throws {
    let network = try ReLUOutputModel(hidden: 2).network(weights: [[1, 0], [-1, 0], [0, 1]])
    #expect(try html(network).contains("<svg"))
  }

  @Test(arguments: [(3, 2), (1, 1), (30, 20), (200, 100)])
  func `a matrix shows its shape, range and indices`(rows: Int, columns: Int) throws {
    let matrix = Matrix(rows: rows, columns: columns) { Float($0) - Float($1) }
    let html = try html(matrix)
    #expect(html.contains("Matrix \(rows) × \(columns)") && html.contains(">\(rows - 1)<"))
    #expect(html.contains("…") == (rows > 20 || columns > 12))
  }

  @Test func `an empty matrix and numbers that are not finite are shown`() throws {
    #expect(try MIMEBundle(showing: Matrix(rows: 0, columns: 3)).data[.html] == nil)
    #expect(try html(Matrix(rows: 1, columns: 2, elements: [.nan, .infinity])).contains("Matrix 1 × 2"))
  }

  @Test func `a history is a curve`() throws {
    let history = try Self.models.get().best.history
    let bundle = try MIMEBundle(showing: history)
    #expect(bundle.data[.svg] != nil)
    guard case .text(let text)? = bundle.data[.plainText] else { return }
    #expect(text.hasPrefix("Loss from "))
  }

  @Test func `samplers say their densities in words`() {
    #expect("\(SparseFeatures(count: 100, sparsity: 0.9))" == "100 features, S = 0.9, uniform in [0, 1]")
    #expect(
      "\(SparseFeatures(sparsities: [0.5, 0.9], magnitude: .signedUniform))"
        == "2 features, S = 0.5 to 0.9, uniform in [−1, 1]")
    #expect(
      "\(FeatureGroups.correlated(sets: 2, of: 3, sparsity: 0.8))"
        == "2 correlated sets of 3 features, S = 0.8, uniform in [0, 1]")
    #expect("\(ExactlyActiveFeatures(count: 8, active: 2))" == "8 features, exactly 2 present, uniform in [0, 1]")
    #expect("\(OneHotFeatures(count: 1, magnitude: .one))" == "1 feature, exactly 1 present, always 1")
    #expect("\(FixedFeatures(samples: [[1, 0], [0, 1]]))" == "a fixed data set of 2 samples of 2 features")
  }
}
