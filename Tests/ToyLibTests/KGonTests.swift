import Foundation
import Testing
import ToyLib

@Suite struct KGonTests {
  /// Catalogue 6.10, transcribed from Chen et al. (2023).
  @Test(arguments: [
    (5, 1.17046, -0.28230, 0.23738), (6, 1.32053, -0.61814, 0.86746),
    (7, 1.44839, -0.96691, 1.74870), (8, 1.55045, -1.29119, 2.77310),
  ])
  func `critical points have the published length and bias`(
    k: Int, length: Double, bias: Double, energy: Double
  ) throws {
    let level = try KGonLevel(k, of: k)
    #expect(abs(level.length - length) < 2e-5)
    #expect(abs(level.bias - bias) < 2e-5)
    #expect(abs(level.loss * 3 * Double(k) - energy) < 2e-5)
  }

  /// Catalogue 9.4.
  @Test(arguments: [
    (6, 4, 0, 0.11111), (6, 4, 1, 0.10417), (6, 5, 0, 0.06874), (6, 5, 1, 0.06180),
    (6, 6, 0, 0.04819), (5, 4, 0, 0.06667), (5, 4, 1, 0.05667), (5, 5, 0, 0.01583), (4, 4, 0, 0),
  ])
  func `levels have the published losses`(c: Int, k: Int, sigma: Int, loss: Double) throws {
    #expect(abs(try KGonLevel(k, of: c, positive: sigma).loss - loss) < 6e-6)
  }

  @Test(arguments: [(4, 2), (5, 1), (5, 0)])
  func `a network at a critical point has its loss and its name`(k: Int, sigma: Int) throws {
    let c = k + 2
    let level = try KGonLevel(k, of: c, positive: sigma)
    let weights = Matrix(rows: c, columns: 2) { i, j in
      let angle = 2 * Double.pi * Double(i) / Double(k)
      return i < k ? Float(level.length * (j == 0 ? cos(angle) : sin(angle))) : 0
    }
    let bias = (0..<c).map { i in
      i < k ? Float(level.bias) : i < k + sigma ? 1 / Float(2 * c) : -0.1
    }
    let network = try ReLUOutputModel(hidden: 2).network(weights: weights, bias: bias)
    #expect(abs(network.oneHotLoss / Double(c) - level.loss) < 1e-6)
    let found = try network.kGon()
    #expect(found.name == ["\(k)-gon", "\(k)⁺-gon", "\(k)²⁺-gon"][sigma])
    #expect(found.isRegular(within: 0.01) && found.positiveDead.count == sigma)
  }

  @Test func `gaps go around from the first feature`() throws {
    let fan: Matrix = [[0, 1], [1, 0], [-1, -1], [0, 0.1]]
    let found = try fan.kGon()
    #expect(found.features == [0, 2, 1] && found.dead == [3])
    #expect(zip(found.gaps, [135, 135, 90]).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(!found.isRegular() && abs(found.largestGapError - 30) < 1e-4)
    #expect(try ([[1, 0]] as Matrix).kGon().gaps == [360])
    #expect(try Matrix(rows: 3, columns: 2).kGon().name == "0-gon")
  }

  @Test func `solutions that are not polygons are rejected`() {
    #expect(throws: ToyLibError.self) { try Matrix.identity(3).kGon() }
    #expect(throws: ToyLibError.self) { try Matrix.identity(2).kGon(bias: [1]) }
    #expect(throws: ToyLibError.self) { try ([[.nan, 0]] as Matrix).kGon() }
    #expect(throws: ToyLibError.self) { try KGonLevel(9, of: 12) }
    #expect(throws: ToyLibError.self) { try KGonLevel(5, of: 4) }
    #expect(throws: ToyLibError.self) { try KGonLevel(5, of: 6, positive: 2) }
  }
}
