import ToyLib

/// The layered models of the follow-up experiments. Benchmarks/peers_layers.py holds the same.
extension LayeredRun {
  static var all: [LayeredRun] {
    get throws {
      try [
        fourthPower("fourth power", batch: 1024), fourthPower("fourth power, 8,192", batch: 8192), residual,
        compressed, ands, scaling, twoLayers, ownFunctions,
      ]
    }
  }

  /// 100 features, each present with this probability and uniform in [−1, 1].
  private static func hundred(_ density: Double) -> SparseFeatures {
    SparseFeatures(count: 100, density: density, magnitude: .signedUniform)
  }

  /// Two products forward, three backward: the inputs need no gradient.
  private static let oneHiddenLayer = 5 * 100 * 50

  /// Computation in superposition.
  private static func fourthPower(_ name: String, batch: Int) throws -> LayeredRun {
    let model = try LayeredModel(
      inputs: 100, [.linear(50, bias: false), .relu, .linear(100, bias: false)], target: .relu,
      loss: .power(4))
    return LayeredRun(name, model, on: hundred(0.02), batch: batch, products: oneHiddenLayer)
  }

  /// A residual layer with a fixed embedding.
  private static var residual: LayeredRun {
    get throws {
      let embedding = Matrix(rows: 1000, columns: 100) { i, j in (i * 7 + j * 13) % 11 < 5 ? 0.03 : -0.03 }
      let model = try LayeredModel(
        inputs: 100,
        [
          .fixed(embedding, name: "E"),
          .residual([.linear(50, bias: false), .relu, .linear(1000, bias: false)]), .transpose(of: "E"),
        ], target: .inputsPlusReLU)
      // Forward E, in, out and Eᵀ; backward E, out twice, and in.
      return LayeredRun(
        "residual", model, on: hundred(0.01), batch: 2048, products: 3 * 100_000 + 5 * 50_000)
    }
  }

  /// Compressed computation: a matrix is added to the labels.
  private static var compressed: LayeredRun {
    get throws {
      let matrix = Matrix(rows: 100, columns: 100) { i, j in (i * 7 + j * 13) % 11 < 5 ? 0.03 : -0.03 }
      let model = try LayeredModel(
        inputs: 100, [.linear(50, bias: false), .relu, .linear(100, bias: false)],
        target: .relu.adding(matrix))
      return LayeredRun(
        "compressed", model, on: hundred(0.01), batch: 2048, products: oneHiddenLayer + 100 * 100)
    }
  }

  /// The ANDs of all pairs of 24 features.
  private static var ands: LayeredRun {
    get throws {
      let model = try LayeredModel(
        inputs: 24, [.linear(48), .relu, .linear(276)], target: .allANDs(of: 24))
      return LayeredRun(
        "all ANDs", model, on: SparseFeatures(count: 24, density: 0.1, magnitude: .one), batch: 1024,
        products: 2 * 24 * 48 + 3 * 48 * 276)
    }
  }

  /// Superposition and scaling: one of a thousand features is present on average.
  private static var scaling: LayeredRun {
    get throws {
      let model = try LayeredModel(
        inputs: 1000,
        [
          .linear(25, bias: false, name: "W"),
          .linear(LinearLayer(weights: .shared("W", transposed: true), bias: true)), .relu,
        ])
      let densities = [Double].zipf(count: 1000, exponent: 0.5, sum: 1)
      return LayeredRun(
        "scaling", model, on: SparseFeatures(densities: densities, magnitude: .between(0, 2)), batch: 1024,
        products: 5 * 1000 * 25, groups: [ParameterGroup(.weights, lengthPull: 0.5)])
    }
  }

  /// Two residual layers.
  private static var twoLayers: LayeredRun {
    get throws {
      let layer = [Layer.linear(25, bias: false), .relu, .linear(100, bias: false)]
      let model = try LayeredModel(inputs: 100, [.residual(layer), .residual(layer)], target: .inputsPlusReLU)
      // Four products forward; backward two for each of three matrices, and one for the first.
      return LayeredRun("two layers", model, on: hundred(0.01), batch: 2048, products: 11 * 100 * 25)
    }
  }

  /// Activation, target and loss are closures.
  private static var ownFunctions: LayeredRun {
    get throws {
      let squaredReLU = Layer.activation(
        .own("squared ReLU") { z, y, slope in
          for unit in z.indices {
            let positive = z[unit].positive
            y[unit] = positive * positive
            slope[unit] = 2 * positive
          }
        })
      let target = TargetFunction.own("ReLU", outputs: 100) { x, t in
        for unit in x.indices { t[unit] = x[unit].positive }
      }
      let loss = LossFunction.own("fourth power") { output, target, gradient in
        var loss = SIMD16<Float>()
        for unit in output.indices {
          let error = output[unit] - target[unit]
          let cube = error * error * error
          loss += cube * error
          gradient[unit] = 4 * cube
        }
        return loss
      }
      let model = try LayeredModel(
        inputs: 100, [.linear(50, bias: false), squaredReLU, .linear(100, bias: false)], target: target,
        loss: loss)
      return LayeredRun("own functions", model, on: hundred(0.02), batch: 1024, products: oneHiddenLayer)
    }
  }
}

extension SIMD16<Float> {
  /// ReLU. `pointwiseMax` works number by number.
  fileprivate var positive: SIMD16 { replacing(with: 0, where: self .< 0) }
}
