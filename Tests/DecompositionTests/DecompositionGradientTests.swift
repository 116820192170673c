import Foundation
import SuperposeDecomposition
import Testing
import ToyLib

/// Losses and gradients against an independent loss in double precision.
@Suite struct DecompositionGradientTests {
  private let chain: LinearChain
  /// ReLUs between the matrices and fixed ones around them: as in a residual MLP, and with a ReLU at the end.
  private let embedded: [LinearChain]
  private let samples: Matrix

  init() throws {
    var random = RandomSource(seed: 5)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(rows: rows, columns: columns) { _, _ in 0.7 * random.normal() }
    }
    chain = try LinearChain([matrix(2, 4), matrix(3, 2), matrix(4, 3)], bias: [0.1, -0.2, 0.05, 0.3])
    embedded = [
      try LinearChain(
        [matrix(3, 5), matrix(5, 3)], bias: [0, 0, 0, 0], rectified: [true, false], embedding: matrix(5, 4),
        readOut: matrix(4, 5)),
      try LinearChain(
        [matrix(3, 18), matrix(2, 3), matrix(3, 2)], bias: [0.1, 0.2, 0.3], rectified: [true, false, true],
        embedding: matrix(18, 4)),
      try LinearChain(
        [matrix(4, 4), matrix(3, 4), matrix(17, 3)], bias: [0.1, 0.2], rectified: [false, true, true],
        readOut: matrix(2, 17)),
    ]
    samples = try SparseFeatures(count: 4, density: 0.6).samples(37, seed: 2)
  }

  /// Gates of a decomposition whose logits are all near `logit`.
  private func decomposition(logit: Float, of other: LinearChain? = nil) throws -> Decomposition {
    var result = try Decomposition(other ?? chain, parts: 3, gateWidth: 4, seed: 8)
    for layer in 0..<result.layout.layers {
      for part in 0..<3 {
        let gate = result.layout.gate(layer, part)
        for i in gate.dropFirst(8).prefix(4) { result.parameters[i] *= 0.05 }
        for (k, i) in gate.dropFirst(4).prefix(4).enumerated() { result.parameters[i] = 0.1 * Float(k - 2) }
        result.parameters[gate.upperBound - 1] = logit
      }
    }
    return result
  }

  @Test(arguments: [(Float(0.5), 1), (0.5, 2), (1.7, 1), (1.7, 3)])
  func `loss and gradient are those of the formula`(_ logit: Float, _ power: Int) throws {
    try compare(try decomposition(logit: logit), power: power)
  }

  @Test(arguments: 0..<3)
  func `so are those with fixed matrices and ReLUs between the others`(_ number: Int) throws {
    for logit: Float in [0.5, 1.7] { try compare(try decomposition(logit: logit, of: embedded[number]), power: 2) }
  }

  private func compare(_ decomposition: Decomposition, power: Int) throws {
    let (loss, gradient) = try decomposition.lossAndGradient(on: samples, penalty: 0.02, power: power, seed: 3)
    let reference = try ReferenceLoss(decomposition, samples, penalty: 0.02, power: power, seed: 3)
    let parameters = decomposition.parameters.map(Double.init)
    let wanted = reference.losses(parameters)
    for (found, wanted) in zip([loss.faithfulness, loss.reconstruction, loss.layerwise, loss.importance], wanted) {
      #expect(abs(Double(found) / wanted - 1) < 1e-4)
    }
    for i in parameters.indices {
      func total(_ change: Double) -> Double {
        var changed = parameters
        changed[i] += change
        return reference.losses(changed).reduce(0, +)
      }
      let slope = (total(1e-5) - total(-1e-5)) / 2e-5
      #expect(abs(Double(gradient[i]) - slope) < 2e-5 + 1e-3 * abs(slope), "parameter \(i)")
    }
  }

  /// Below 0 a hundredth of a gradient that raises the importance passes, and nothing of the penalty.
  @Test func `a closed gate leaks upwards only`() throws {
    let closed = try decomposition(logit: -0.5)
    let (loss, gradient) = try closed.lossAndGradient(on: samples, penalty: 5, power: 1, seed: 3)
    #expect(loss.importance == 0)
    // The same gates, just open: there the gradient passes in full, with that of the penalty.
    let open = try decomposition(logit: 0.001)
    let (_, openGradient) = try open.lossAndGradient(on: samples, penalty: 0, power: 1, seed: 3)
    var leaks = 0
    for layer in 0..<3 {
      for part in 0..<3 {
        let bias = closed.layout.gate(layer, part).upperBound - 1
        #expect(gradient[bias] <= 0 && gradient[bias] >= -0.011 * Float(samples.rows))
        if gradient[bias] < 0 && openGradient[bias] < 0 { leaks += 1 }
      }
    }
    #expect(leaks >= 3)
  }

  @Test func `more samples than a chunk are means over all`() throws {
    let decomposition = try decomposition(logit: 0.5)
    let many = Matrix((0..<1_110).map { samples[row: $0 % 37] })
    let (loss, gradient) = try decomposition.lossAndGradient(on: many, penalty: 0.02, power: 1, seed: 3)
    let reference = try ReferenceLoss(decomposition, many, penalty: 0.02, power: 1, seed: 3)
    let wanted = reference.losses(decomposition.parameters.map(Double.init))
    #expect(abs(Double(loss.total) / wanted.reduce(0, +) - 1) < 1e-4)
    #expect(gradient.allSatisfy { $0.isFinite })
  }
}

/// The formula, sample by sample in double precision.
private struct ReferenceLoss {
  let layout: PartsLayout
  let chain: LinearChain
  let samples: Matrix
  let penalty: Double
  let power: Int
  /// r[sample][number].
  let random: [[Double]]

  init(_ decomposition: Decomposition, _ samples: Matrix, penalty: Double, power: Int, seed: UInt64) throws {
    layout = decomposition.layout
    chain = decomposition.target
    self.samples = samples
    self.penalty = penalty
    self.power = power
    let count = 2 * layout.layers * layout.parts
    let blocks = try SampleBlocks(
      SparseFeatures(count: count, density: 1), batch: samples.rows + 15, key: RandomKey(seed: seed, instance: 0))
    let lanes = blocks.batch(step: 0).lanes
    random = (0..<samples.rows).map { s in (0..<count).map { Double(lanes[s / 16 * count + $0][s % 16]) } }
  }

  func losses(_ p: [Double]) -> [Double] {
    var result = [faithfulness(p), 0, 0, 0]
    for s in 0..<samples.rows {
      let (reconstruction, layerwise, cost) = sample(s, p)
      result[1] += reconstruction / Double(samples.rows)
      result[2] += layerwise / Double(samples.rows)
      result[3] += cost / Double(samples.rows)
    }
    return result
  }

  private func u(_ p: [Double], _ layer: Int, _ j: Int, _ c: Int) -> Double {
    p[layout.left(layer).lowerBound + j * layout.parts + c]
  }
  private func v(_ p: [Double], _ layer: Int, _ c: Int, _ i: Int) -> Double {
    p[layout.right(layer).lowerBound + c * layout.widths[layer] + i]
  }

  private func faithfulness(_ p: [Double]) -> Double {
    var (sum, count) = (0.0, 0)
    for (layer, matrix) in chain.matrices.enumerated() {
      for j in 0..<matrix.rows {
        for i in 0..<matrix.columns {
          var rest = Double(matrix[j, i])
          for c in 0..<layout.parts { rest -= u(p, layer, j, c) * v(p, layer, c, i) }
          sum += rest * rest
          count += 1
        }
      }
    }
    return sum / Double(count)
  }

  private func product(_ matrix: Matrix, _ a: [Double]) -> [Double] {
    (0..<matrix.rows).map { j in (0..<matrix.columns).reduce(0) { $0 + Double(matrix[j, $1]) * a[$1] } }
  }

  private func inner(_ p: [Double], _ layer: Int, _ a: [Double]) -> [Double] {
    (0..<layout.parts).map { c in a.indices.reduce(0) { $0 + v(p, layer, c, $1) * a[$1] } }
  }

  private func logits(_ p: [Double], _ layer: Int, _ h: [Double]) -> [Double] {
    let k = layout.gateWidth
    return h.indices.map { c in
      let gate = Array(p[layout.gate(layer, c)])
      return (0..<k).reduce(gate[3 * k]) { sum, n in
        let z = gate[n] * h[c] + gate[k + n]
        return sum + gate[2 * k + n] * z * 0.5 * (1 + erf(z / 2.0.squareRoot()))
      }
    }
  }

  private func masked(_ p: [Double], _ layer: Int, _ a: [Double], _ masks: [Double]) -> [Double] {
    let h = inner(p, layer, a)
    return (0..<layout.widths[layer + 1]).map { j in
      h.indices.reduce(0) { $0 + u(p, layer, j, $1) * masks[$1] * h[$1] }
    }
  }

  /// The ReLU after a matrix that is not the last one.
  private func between(_ layer: Int, _ a: [Double]) -> [Double] {
    layer + 1 < layout.layers && chain.rectified[layer] ? a.map { max(0, $0) } : a
  }

  private func sample(_ s: Int, _ p: [Double]) -> (Double, Double, Double) {
    var inputs = [samples[row: s].map(Double.init)]
    if let embedding = chain.embedding { inputs[0] = product(embedding, inputs[0]) }
    for (layer, matrix) in chain.matrices.enumerated() {
      inputs.append(between(layer, product(matrix, inputs[layer])))
    }
    func output(_ a: [Double]) -> [Double] {
      let sums = zip(chain.readOut.map { product($0, a) } ?? a, chain.bias).map { $0 + Double($1) }
      return chain.rectified[layout.layers - 1] ? sums.map { max(0, $0) } : sums
    }
    let wanted = output(inputs[layout.layers])
    func error(_ a: [Double]) -> Double {
      zip(output(a), wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(wanted.count)
    }
    let logits = (0..<layout.layers).map { self.logits(p, $0, inner(p, $0, inputs[$0])) }
    func masks(_ layer: Int, _ offset: Int) -> [Double] {
      logits[layer].enumerated().map { c, logit in
        let g = min(max(logit, 0), 1)
        return g + (1 - g) * random[s][offset + c]
      }
    }
    var all = inputs[0]
    for layer in 0..<layout.layers {
      all = between(layer, masked(p, layer, all, masks(layer, layer * layout.parts)))
    }
    var layerwise = 0.0
    for layer in 0..<layout.layers {
      var a = masked(p, layer, inputs[layer], masks(layer, (layout.layers + layer) * layout.parts))
      a = between(layer, a)
      for next in layer + 1..<max(layer + 1, layout.layers) { a = between(next, product(chain.matrices[next], a)) }
      layerwise += error(a) / Double(layout.layers)
    }
    let cost = logits.joined().reduce(0) { sum, logit in
      sum + penalty * pow(logit > 1 ? 1 + 0.01 * (logit - 1) : max(0, logit), Double(power))
    }
    return (error(all), layerwise, cost)
  }
}
