import SuperposePlot

extension Specimens {
  /// The paper's polytopes in space.
  static var polytopes: [(name: String, polytope: Polytope)] {
    let root3 = 1 / 3.0.squareRoot()
    let half = 3.0.squareRoot() / 2
    let ring = (2.0 / 3).squareRoot()
    let diagonal = ring * 0.5.squareRoot()
    let antiprism: [[Double]] = [
      [ring, 0, root3], [0, ring, root3], [-ring, 0, root3], [0, -ring, root3],
      [diagonal, diagonal, -root3], [-diagonal, diagonal, -root3],
      [-diagonal, -diagonal, -root3], [diagonal, -diagonal, -root3],
    ]
    return [
      (
        "tetrahedron",
        Polytope(
          [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]].map { $0.map { $0 * root3 } },
          title: "tetrahedron, 3/4")
      ),
      (
        "bipyramid",
        Polytope(
          [[1, 0, 0], [-0.5, half, 0], [-0.5, -half, 0], [0, 0, 1], [0, 0, -1]],
          colors: [.blue, .blue, .blue, .orange, .orange], title: "triangle ⊕ digon")
      ),
      (
        "octahedron",
        Polytope(
          [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]],
          colors: [.red, .red, .green, .green, .blue, .blue], title: "octahedron, 1/2")
      ),
      ("antiprism", Polytope(antiprism, colors: [.purple], title: "square antiprism, 3/8")),
    ]
  }

  static var solids: Specimen {
    Specimen(
      name: "polytopes", heading: "Polytopes",
      figure: Figure(Panels(polytopes.map(\.polytope), columns: 4)))
  }
}
