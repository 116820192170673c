internal import SuperposeDisplay

/// One embedding laid over another as well as turning allows.
public struct Alignment: Sendable, Hashable {
  /// ‖P A O − B‖_F, the Procrustes distance.
  public let distance: Double
  /// The distance divided by √(‖A‖² + ‖B‖²): 0 means congruent, 1 means nothing in common. It is 0
  /// for two embeddings of zeros.
  public let relativeDistance: Double
  /// O, shape [hidden, hidden]: orthogonal, perhaps a reflection.
  public let rotation: Matrix
  /// P: `order[i]` is the feature that corresponds to feature i of the other embedding.
  public let order: [Int]
  /// P A O, shape [features, hidden]: the aligned embedding.
  public let aligned: Matrix
}

extension Alignment: CustomStringConvertible {
  public var description: String {
    "Procrustes distance \(NumberText.scientific(distance)), \(NumberText.decimal(relativeDistance * 100, digits: 2)) %"
  }
}

/// The features that may be permuted when solutions are compared.
public enum FeatureExchange: Sendable, Hashable {
  /// None: feature i is feature i.
  case none
  /// All of them.
  case all
  /// Features with equal numbers here, one number for each feature: importances, sparsities or
  /// class numbers.
  case equal([Float])

  /// The classes of `count` features, ascending.
  fileprivate func classes(_ count: Int) throws -> [[Int]] {
    switch self {
    case .none: return (0..<count).map { [$0] }
    case .all: return [Array(0..<count)]
    case .equal(let values):
      guard values.count == count else {
        throw ToyLibError.mismatch(
          what: "numbers of features that may be exchanged", expected: "\(count)",
          found: "\(values.count)")
      }
      return Dictionary(grouping: 0..<count) { values[$0] }.values
        .sorted { $0[0] < $1[0] }
    }
  }
}

extension Embedding {
  /// Aligns this embedding with `other`: rotates, reflects and, where allowed, permutes features to
  /// minimise the Procrustes distance.
  ///
  /// Without permutation the rotation is optimal (Schönemann 1966). With permutation, rotations and
  /// assignments are improved alternately from many starts, and the best result is kept. Up to
  /// three hidden dimensions, the starts map one or two features of one embedding to those of the
  /// other in every way. With more dimensions they are the given order, the principal axes and
  /// `starts` random rotations, which may miss the optimum. Equal seeds give equal results. An
  /// assignment is O(features³): under a second for 20 features, but most of a minute for 400 that
  /// may all be permuted.
  ///
  /// Throws `ToyLibError` when the shapes differ or a weight is not finite.
  public func aligned(
    to other: some Embedding, exchanging exchange: FeatureExchange = .none, starts: Int = 64,
    seed: UInt64 = 0
  ) throws -> Alignment {
    let a = DoubleMatrix(weights)
    let b = DoubleMatrix(other.weights)
    guard a.rows == b.rows && a.columns == b.columns else {
      throw ToyLibError.mismatch(
        what: "an embedding to align with", expected: "\(a.rows) × \(a.columns)",
        found: "\(b.rows) × \(b.columns)")
    }
    let classes = try exchange.classes(a.rows)
    var search = try Procrustes(a, b, classes)
    try search.improve(from: Array(0..<a.rows))
    if classes.contains(where: { $0.count > 1 }) {
      for rotation in try search.starts(random: starts, seed: seed) {
        try search.improve(from: search.assignment(after: rotation))
      }
    }
    return search.best
  }
}

/// Two embeddings, and the best alignment found so far.
private struct Procrustes {
  let a: DoubleMatrix, b: DoubleMatrix
  let classes: [[Int]]
  private(set) var best: Alignment

  init(_ a: DoubleMatrix, _ b: DoubleMatrix, _ classes: [[Int]]) throws {
    self.a = a
    self.b = b
    self.classes = classes
    let order = Array(0..<a.rows)
    best = try Self.alignment(a, b, order)
  }

  /// The best rotation for `order`, the best order for that rotation, and so on while the distance
  /// decreases.
  mutating func improve(from order: [Int]) throws {
    var current = try Self.alignment(a, b, order)
    for _ in 0..<100 {
      let next = assignment(after: DoubleMatrix(current.rotation))
      guard next != current.order else { break }
      let improved = try Self.alignment(a, b, next)
      guard improved.distance < current.distance - 1e-12 else { break }
      current = improved
    }
    if current.distance < best.distance - 1e-9 { best = current }
  }

  /// The best order within the classes after `a` is rotated by `rotation`.
  func assignment(after rotation: DoubleMatrix) -> [Int] {
    let turned = a.times(rotation)
    var order = Array(0..<a.rows)
    for members in classes where members.count > 1 {
      let cost = DoubleMatrix(rows: members.count, columns: members.count) { i, j in
        // The squares are the same in every order; only the products differ.
        -dot(turned[row: members[j]], b[row: members[i]])
      }
      for (i, j) in Assignment.cheapest(cost).enumerated() { order[members[i]] = members[j] }
    }
    return order
  }

  /// The initial rotations.
  func starts(random count: Int, seed: UInt64) throws -> [DoubleMatrix] {
    let m = a.columns
    guard m > 3 else { return try frames() }
    var source = RandomSource(seed: seed)
    let axes = try [a, b].map { try SingularValueDecomposition($0).rightAxes }
    let alongAxes = axes[0].rows == m ? [axes[0].transposed.times(axes[1])] : []
    return try alongAxes
      + (0..<count).map { _ in
        let noise = DoubleMatrix(rows: m, columns: m) { _, _ in Double(source.normal()) }
        let svd = try SingularValueDecomposition(noise)
        return svd.leftAxes.transposed.times(svd.rightAxes)
      }
  }

  /// Up to three dimensions: the m − 1 longest features that are not along one line, mapped to all
  /// choices of as many features of b in their classes, each with and without a reflection.
  private func frames() throws -> [DoubleMatrix] {
    let m = a.columns
    let norms = a.rowNorms
    let byLength = norms.indices.sorted { (norms[$1], $0) < (norms[$0], $1) }
    guard let first = byLength.first, norms[first] > 0, m > 1 else {
      return [1.0, -1].map { sign in DoubleMatrix(rows: m, columns: m) { $0 == $1 ? sign : 0 } }
    }
    var frame = [first]
    if m == 3 {
      let aside = byLength.dropFirst().first { i in
        let cosine = dot(a[row: i], a[row: first]) / (norms[i] * norms[first])
        return abs(cosine) < 0.95
      }
      if let aside { frame.append(aside) }
    }
    let home = frame.map { feature in classes.first { $0.contains(feature) } ?? [feature] }
    var choices: [[Int]] = [[]]
    for members in home {
      choices = choices.flatMap { chosen in
        members.filter { !chosen.contains($0) }.map { chosen + [$0] }
      }
    }
    return try choices.flatMap { chosen in
      let (u, v) = try Self.factors(a.picking(frame), b.picking(chosen))
      return [1.0, -1].map { sign in
        var flipped = v
        for column in 0..<m { flipped[m - 1, column] *= sign }
        return u.transposed.times(flipped)
      }
    }
  }

  /// O = U Vᵀ of the singular value decomposition of aᵀb, as rows U and V.
  private static func factors(
    _ a: DoubleMatrix, _ b: DoubleMatrix
  ) throws -> (left: DoubleMatrix, right: DoubleMatrix) {
    let svd = try SingularValueDecomposition(a.transposed.times(b))
    return (svd.leftAxes, svd.rightAxes)
  }

  private static func alignment(
    _ a: DoubleMatrix, _ b: DoubleMatrix, _ order: [Int]
  ) throws -> Alignment {
    let chosen = a.picking(order)
    let (u, v) = try factors(chosen, b)
    let rotation = u.transposed.times(v)
    let aligned = chosen.times(rotation)
    let difference = zip(aligned.elements, b.elements).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    let size = a.squaredNorm + b.squaredNorm
    return Alignment(
      distance: difference.squareRoot(),
      relativeDistance: size > 0 ? (difference / size).squareRoot() : 0,
      rotation: rotation.single, order: order, aligned: aligned.single)
  }
}
