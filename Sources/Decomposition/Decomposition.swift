public import ToyLib

/// The matrices of a network as sums of rank-one parts, and a gate for each part that says how important
/// it is for a sample.
///
/// Source: Bushnaq, Braun and Sharkey, "Stochastic Parameter Decomposition" (2025).
public struct Decomposition: Sendable, Hashable {
  /// The network that is decomposed.
  public let target: LinearChain
  /// Parts of each matrix.
  public let parts: Int
  package let layout: PartsLayout
  /// All trained numbers, as `layout` places them.
  package var parameters: [Float]

  /// Untrained parts. Numbers are normal, with the source's deviations: 1/√inputs for V, 1/√parts for U;
  /// in gates √2 at the input and 1/√width at the output, biases 0.
  ///
  /// - Throws: `ToyLibError` for fewer than one part or gate neuron.
  public init(
    _ target: LinearChain, parts: Int, gateWidth: Int = 16, seed: UInt64 = 0, instance: Int = 0
  ) throws {
    try require(parts >= 1 && parts <= 1 << 16, "parts", parts, "between 1 and 65,536")
    try require(gateWidth >= 1 && gateWidth <= 1 << 10, "gateWidth", gateWidth, "between 1 and 1,024")
    self.target = target
    self.parts = parts
    layout = PartsLayout(widths: target.widths, parts: parts, gateWidth: gateWidth)
    parameters = Array(repeating: 0, count: layout.count)
    var random = RandomSource(key: RandomKey(seed: seed, instance: instance), purpose: .initialWeights)
    for layer in 0..<layout.layers {
      fill(layout.right(layer), 1 / Float(layout.widths[layer]).squareRoot(), &random)
      fill(layout.left(layer), 1 / Float(parts).squareRoot(), &random)
      for part in 0..<parts {
        let gate = layout.gate(layer, part)
        fill(gate.prefix(gateWidth), Float(2).squareRoot(), &random)
        fill(gate.dropFirst(2 * gateWidth).prefix(gateWidth), 1 / Float(gateWidth).squareRoot(), &random)
      }
    }
  }

  /// The parts of `target` with these numbers.
  private init(_ target: LinearChain, layout: PartsLayout, parameters: [Float]) {
    (self.target, self.layout, self.parameters) = (target, layout, parameters)
    parts = layout.parts
  }

  /// The same decomposition of the network without its fixed matrices, which are multiplied into the first
  /// matrix and the last one, and into their parts. Its columns belong to the network's inputs.
  public var folded: Decomposition {
    let folding = Folding(target, layout)
    return Decomposition(folding.folded, layout: folding.foldedLayout, parameters: folding.folded(parameters))
  }

  private mutating func fill(_ range: Range<Int>, _ deviation: Float, _ random: inout RandomSource) {
    for i in range { parameters[i] = deviation * random.normal() }
  }
}

extension Decomposition {
  /// U of matrix `layer` [outputs, parts]: column c is the direction that part c writes.
  public func left(_ layer: Int) -> Matrix {
    Matrix(rows: layout.widths[layer + 1], columns: parts, elements: Array(parameters[layout.left(layer)]))
  }

  /// V of matrix `layer` [parts, inputs]: row c is the direction that part c reads.
  public func right(_ layer: Int) -> Matrix {
    Matrix(rows: parts, columns: layout.widths[layer], elements: Array(parameters[layout.right(layer)]))
  }

  /// Part `part` of matrix `layer`, of rank one: [outputs, inputs].
  public func part(_ part: Int, of layer: Int) -> Matrix {
    let (left, right) = (left(layer), right(layer))
    return Matrix(rows: left.rows, columns: right.columns) { left[$0, part] * right[part, $1] }
  }

  /// The sum of all parts of matrix `layer`.
  public func sum(_ layer: Int) -> Matrix { left(layer).times(right(layer)) }

  /// The length of each part of matrix `layer`, as a vector of all its elements.
  public func lengths(_ layer: Int) -> [Float] {
    zip(left(layer).transposed.norms, right(layer).norms).map { $0 * $1 }
  }

  /// The parts of matrix `layer` that are at least `share` times as long as its longest column, from the
  /// longest.
  public func live(_ layer: Int, share: Float = 0.1) -> [Int] {
    let longest = target.matrices[layer].transposed.norms.max() ?? 0
    let lengths = lengths(layer)
    return lengths.indices.filter { lengths[$0] >= share * longest }.sorted { lengths[$0] > lengths[$1] }
  }

  /// How the columns of matrix `layer` and the same columns of the parts compare.
  public func recovery(_ layer: Int) -> ColumnRecovery {
    ColumnRecovery(of: target.matrices[layer], in: self, layer)
  }
}

/// How well the parts of a matrix recover its columns.
///
/// Source: Bushnaq et al. (2025), who define both means.
public struct ColumnRecovery: Sendable, Hashable {
  /// For each column, the part whose same column has the largest cosine with it.
  public let nearest: [Int]
  /// That cosine.
  public let cosines: [Double]
  /// The length of the part's column relative to the matrix's.
  public let lengthRatios: [Double]

  init(of matrix: Matrix, in decomposition: Decomposition, _ layer: Int) {
    let (left, right) = (decomposition.left(layer), decomposition.right(layer))
    let columns = matrix.transposed
    let products = columns.times(left)  // [inputs, parts]
    let (own, others) = (columns.norms, left.transposed.norms)
    let cosines = (0..<matrix.columns).map { j in
      (0..<left.columns).map { c -> Double in
        let lengths = Double(own[j] * others[c])
        guard lengths > 0, right[c, j] != 0 else { return 0 }
        return Double(products[j, c]) / lengths * (right[c, j] > 0 ? 1 : -1)
      }
    }
    let nearest = cosines.map { all in all.indices.max { all[$0] < all[$1] } ?? 0 }
    self.nearest = nearest
    self.cosines = zip(cosines, nearest).map { $0[$1] }
    lengthRatios = nearest.enumerated().map { j, c in
      own[j] > 0 ? Double(others[c] * abs(right[c, j]) / own[j]) : 0
    }
  }

  /// The same for parts of any rank, each of the shape of `matrix`.
  init(of matrix: Matrix, in parts: [Matrix]) {
    let columns = matrix.transposed
    let own = columns.norms
    let others = parts.map(\.transposed)  // each [inputs, outputs]
    let lengths = others.map(\.norms)
    let cosines = (0..<matrix.columns).map { j in
      others.indices.map { c -> Double in
        let product = zip(columns[row: j], others[c][row: j]).reduce(Float(0)) { $0 + $1.0 * $1.1 }
        let length = own[j] * lengths[c][j]
        return length > 0 ? Double(product / length) : 0
      }
    }
    let nearest = cosines.map { all in all.indices.max { all[$0] < all[$1] } ?? 0 }
    self.nearest = nearest
    self.cosines = zip(cosines, nearest).map { $0[$1] }
    lengthRatios = nearest.enumerated().map { j, c in own[j] > 0 ? Double(lengths[c][j] / own[j]) : 0 }
  }

  /// MMCS: the mean of ``cosines``.
  public var meanMaxCosine: Double { cosines.reduce(0, +) / Double(max(1, cosines.count)) }
  /// ML2R: the mean of ``lengthRatios``.
  public var meanLengthRatio: Double { lengthRatios.reduce(0, +) / Double(max(1, lengthRatios.count)) }
}

extension Decomposition: CustomStringConvertible {
  public var description: String {
    let shapes = target.matrices.map { "\($0.rows) × \($0.columns)" }.joined(separator: ", ")
    return "Decomposition of \(shapes) into \(parts) parts each"
  }
}
