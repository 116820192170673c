internal import ToyLib

// MARK: - What the paper says

extension PolytopesResult {
  public var claims: Claims {
    Claims((products.map(shares) + matrices.map(rank)).map { $0.requiring(.none) } + [octahedron, inSpace])
  }

  private func shares(_ product: Product) -> Claim {
    let wanted = product.parts.flatMap { part in
      (0..<part.features).map { _ in Double(part.dimensions) / Double(part.features) }
    }
    let found = product.vertices.featureDimensionality.map(Double.init)
    let error = zip(wanted, found).map { abs($0 - $1) }.max() ?? .nan
    return Claim(
      "\(product.name): it is \(product.parts.map(\.name).joined(separator: " ⊕ ")): each feature keeps "
        + "the share it has in its part",
      measured: "\(product.decomposition.sharesInWords), to \(error.brief(1)); taken apart: "
        + product.decomposition.name,
      held: error < 1e-5 && product.decomposition.solid == product.name)
  }

  private func rank(_ matrix: LowRank) -> Claim {
    let vectors = matrix.orthogonal.map { "(\($0.map { $0.brief(2) }.joined(separator: ", ")))" }
    return Claim(
      "WᵀW of a \(matrix.name) is what is orthogonal to \(vectors.joined(separator: " and "))",
      measured: "product of WᵀW with it: \(matrix.defect.brief(1)); rank 2 of \(matrix.weights.rows)",
      held: matrix.defect < 1e-5)
  }

  private var octahedron: Claim {
    let statement =
      "six features in three dimensions form an octahedron, three digons"
    guard let index = experiment.features.firstIndex(of: 6) else {
      return .notAsked(statement, needs: "a model of 6 features")
    }
    let count = runs[index].count { model in
      (try? model.tegumDecomposition())?.solid == "octahedron"
    }
    return Claim(
      statement,
      measured: "the best model: \(decompositions[index].solid ?? decompositions[index].name); \(count) of "
        + "\(runs[index].count) models", held: decompositions[index].solid == "octahedron")
  }

  private var inSpace: Claim {
    let statement =
      "eight features in three dimensions form a square antiprism"
    guard let index = experiment.features.firstIndex(of: 8) else {
      return .notAsked(statement, needs: "a model of 8 features")
    }
    return Claim(
      statement,
      measured: "the best model: \(decompositions[index].name), mean D "
        + "\((decompositions[index].factors.first?.meanDimensionality ?? .nan).brief(3))",
      held: decompositions[index].name == "square antiprism",
      remark: "3/8 = 0.375 is the isotropic antiprism")
  }
}
