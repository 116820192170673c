import SuperposeDecomposition
import SuperposeJSON
import Testing
import ToyLib

@Suite struct AttributedPartsTests {
  private let features = SparseFeatures(count: 5, density: 0.05)

  /// A model with random weights, or with `weights` [features, hidden].
  private func network(_ weights: Matrix? = nil, bias: [Float]? = nil) throws -> Network {
    let weights = weights ?? Matrix.normal(rows: 5, columns: 2, seed: 4)
    return try Network(
      ReLUOutputModel(hidden: weights.columns), weights: weights,
      bias: bias ?? Array(repeating: -0.1, count: weights.rows))
  }

  /// The loss by its formula in double precision, with the parts that are active now.
  @Test(arguments: [0.3, 1.2, 3])
  func `the gradient is that of the formula`(active: Double) throws {
    let parts = try AttributedParts(network(), parts: 3, seed: 5).enlarged(by: 3)
    let samples = try SparseFeatures(count: 5, density: 0.5).samples(37, seed: 2)
    let (loss, gradient) = try parts.lossAndGradient(on: samples, active: active, simplicity: 0.7)
    let marks = try activeParts(parts, samples, Int(active * 37))
    let parameters = parts.parameters.map(Double.init)
    let wanted = parts.losses(parameters, samples, marks, simplicity: 0.7)
    for (found, wanted) in zip([loss.faithfulness, loss.reconstruction, loss.simplicity], wanted) {
      #expect(abs(Double(found) / wanted - 1) < 1e-4)
    }
    for i in parameters.indices {
      func total(_ change: Double) -> Double {
        var changed = parameters
        changed[i] += change
        return parts.losses(changed, samples, marks, simplicity: 0.7).reduce(0, +)
      }
      let slope = (total(1e-5) - total(-1e-5)) / 2e-5
      #expect(abs(Double(gradient[i]) - slope) < 2e-5 + 1e-3 * abs(slope), "parameter \(i)")
    }
  }

  /// The pairs of samples and parts with the largest attributions.
  private func activeParts(_ parts: AttributedParts, _ samples: Matrix, _ wanted: Int) throws -> [[Double]] {
    let attributions = try parts.attributions(for: samples)
    let limit = attributions.elements.sorted(by: >)[min(wanted, attributions.elements.count) - 1]
    return (0..<samples.rows).map { s in
      attributions[row: s].map { $0 >= limit && $0 > 0 ? 1 : 0 }
    }
  }

  @Test func `an attribution is the effect of a small part of a part`() throws {
    let parts = try AttributedParts(network(), parts: 3, seed: 5).enlarged(by: 3)
    let samples = try SparseFeatures(count: 5, density: 0.5).samples(20, seed: 3)
    let attributions = try parts.attributions(for: samples)
    for part in 0..<3 {
      func outputs(_ step: Float) throws -> Matrix {
        var network = parts.target
        network.weights = (parts.sum + step * parts.part(part)).transposed
        return try network.outputs(of: samples)
      }
      let (more, less) = (try outputs(1e-3), try outputs(-1e-3))
      for s in 0..<20 {
        let slopes = zip(more[row: s], less[row: s]).map { ($0 - $1) / 2e-3 }
        let wanted = slopes.reduce(0) { $0 + $1 * $1 } / 5
        #expect(abs(attributions[s, part] - wanted) < 2e-3 * (1 + wanted))
      }
    }
  }

  @Test func `it finds the columns of a turned network, shorter than they are`() throws {
    let w: Matrix = [[0.36, 0.48, -0.8], [-0.8, 0.6, 0], [0.48, 0.64, 0.6]]
    let network = try network(w.transposed, bias: [0, 0, 0])
    let trained = try network.attributedParts(
      on: SparseFeatures(count: 3, density: 0.1), parts: 3, active: 0.27, simplicity: 0.3, seed: 1,
      training: AttributionTraining(steps: 3_000, batch: 512, schedule: .warmUp(steps: 150, then: .halfCosine)))[0]
    let found = trained.decomposition
    #expect(found.recovery.meanMaxCosine > 0.99)
    #expect((0.85..<1).contains(found.recovery.meanLengthRatio))
    #expect(Set(found.recovery.nearest) == Set(found.live()) && found.live().count == 3)
    #expect(trained.history.first?.step == 0 && trained.history.last?.step == 3_000 - 1)
    let attributions = try found.attributions(for: .identity(3))
    for feature in 0..<3 {
      let largest = attributions[row: feature].enumerated().max { $0.element < $1.element }
      #expect(largest?.offset == found.recovery.nearest[feature])
    }
  }

  @Test func `equal seeds give equal bits, alone or with others`() throws {
    let network = try network()
    func train(_ instances: Int, seed: UInt64) throws -> [[Float]] {
      try network.attributedParts(
        on: features, parts: 4, active: 0.2, instances: instances, seed: seed,
        training: AttributionTraining(steps: 20, batch: 128)
      ).map(\.decomposition.parameters)
    }
    let both = try train(2, seed: 3)
    #expect(try train(1, seed: 3) == [both[0]])
    #expect(both[0] != both[1])
    #expect(try train(2, seed: 3) == both)
    #expect(try train(1, seed: 4) != [both[0]])
  }

  @Test func `the measures are those of their formulas`() throws {
    var parts = try AttributedParts(network([[3, 0], [0, 1]]), parts: 2, rank: 1)
    // Part 0 is half of column 0; part 1 points from column 1 to the opposite side.
    parts.parameters = [1.5, 0, 0, -1, 1, 0, 0, 0.25]
    #expect(parts.part(0) == [[1.5, 0], [0, 0]] && parts.sum == [[1.5, 0], [0, -0.25]])
    #expect(parts.lengths == [1.5, 0.25] && parts.live() == [0] && parts.live(share: 0.05) == [0, 1])
    #expect(parts.recovery.cosines == [1, 0] && parts.recovery.lengthRatios == [0.5, 0])
    #expect("\(parts)" == "2 attributed parts of 2 × 2, of rank 1 at most")
    #expect(try AttributedParts(network(), parts: 4).rank == 3)
  }

  @Test func `what does not fit is refused with a sentence`() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "accepted"
      } catch { return "\(error)" }
    }
    let network = try network()
    let untied = try LinearModel(hidden: 2).train(on: features, steps: 1)[0].network
    #expect(message { _ = try AttributedParts(untied, parts: 3) }.contains("with a ReLU at the output"))
    #expect(message { _ = try AttributedParts(network, parts: 0) }.contains("parts is 0"))
    #expect(message { _ = try AttributedParts(network, parts: 1, rank: 0) }.contains("rank is 0"))
    #expect(message { _ = try AttributedParts(network, parts: 1).attributions(for: [[1]]) }.contains("5 features each"))
    func settings(
      parts: Int = 3, active: Double = 0.2, simplicity: Float = 0.7, instances: Int = 1,
      _ training: AttributionTraining = AttributionTraining(steps: 1, batch: 16), on count: Int = 5
    ) -> String {
      message {
        _ = try network.attributedParts(
          on: SparseFeatures(count: count, density: 0.1), parts: parts, active: active, simplicity: simplicity,
          instances: instances, training: training)
      }
    }
    #expect(settings() == "accepted")
    #expect(settings(active: 0.01).contains("active is 0.01"))
    #expect(settings(active: 4).contains("active is 4"))
    #expect(settings(simplicity: -1).contains("simplicity is -1"))
    #expect(settings(instances: 0).contains("instances is 0"))
    #expect(settings(on: 4).contains("expected 5, those of the network"))
    #expect(settings(AttributionTraining(steps: 1, batch: 16, rate: .nan)).contains("rate is nan"))
    #expect(settings(AttributionTraining(steps: -1, batch: 16)).contains("steps is -1"))
  }

  @Test func `a recipe goes through its parameters`() throws {
    var training = AttributionTraining(steps: 12, batch: 34, rate: 3e-3, schedule: .constant)
    training.recordEvery = 5
    let parameters = JSONObject(training.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    #expect(try AttributionTraining(parameters: parameters) == training)
    #expect(parameters["rate"] == .number(0.003))
    #expect(throws: ToyLibError.self) { try AttributionTraining(parameters: [:]) }
  }
}

extension AttributedParts {
  /// Untrained parts are so small that rounding hides their effects.
  fileprivate func enlarged(by factor: Float) -> AttributedParts {
    var result = self
    for i in parameters.indices { result.parameters[i] *= factor }
    return result
  }

  /// The three terms of the loss in double precision. `marks` [samples][parts] says which parts are active.
  fileprivate func losses(
    _ p: [Double], _ samples: Matrix, _ marks: [[Double]], simplicity: Double
  ) -> [Double] {
    let (m, n) = (target.hidden, target.features)
    let size = Double(m * n)
    func u(_ c: Int, _ k: Int, _ r: Int) -> Double { p[(c * m + k) * rank + r] }
    func v(_ c: Int, _ r: Int, _ i: Int) -> Double { p[parts * m * rank + (c * rank + r) * n + i] }
    func element(_ c: Int, _ k: Int, _ i: Int) -> Double { (0..<rank).reduce(0) { $0 + u(c, k, $1) * v(c, $1, i) } }
    func square(_ x: Double) -> Double { x * x }
    func outputs(_ x: [Double], _ matrix: (Int, Int) -> Double) -> [Double] {
      let h = (0..<m).map { k in (0..<n).reduce(0) { $0 + matrix(k, $1) * x[$1] } }
      return (0..<n).map { o in max(0, (0..<m).reduce(Double(target.bias[o])) { $0 + matrix($1, o) * h[$1] }) }
    }
    let w = { (k: Int, i: Int) in Double(target.weights[i, k]) }
    var result = [0.0, 0, 0]
    for k in 0..<m {
      for i in 0..<n { result[0] += square(w(k, i) - (0..<parts).reduce(0) { $0 + element($1, k, i) }) / size }
    }
    for s in 0..<samples.rows {
      let x = samples[row: s].map(Double.init)
      let found = outputs(x) { k, i in (0..<parts).reduce(0) { $0 + marks[s][$1] * element($1, k, i) } }
      result[1] += zip(found, outputs(x, w)).reduce(0) { $0 + square($1.0 - $1.1) } / Double(n * samples.rows)
      for c in 0..<parts where marks[s][c] > 0 {
        for r in 0..<rank {
          let squares = (
            (0..<m).reduce(0) { $0 + square(u(c, $1, r)) }, (0..<n).reduce(0) { $0 + square(v(c, r, $1)) }
          )
          result[2] += simplicity * (squares.0 * squares.1).squareRoot() / size / Double(samples.rows)
        }
      }
    }
    return result
  }
}
