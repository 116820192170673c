/// The formula of some layers: `r = E x, y = Eᵀ (r + W₂ ReLU(W₁ r))`.
///
/// The input of a residual layer appears twice in it, so it gets a name unless it has one.
struct LayerFormula {
  private var definitions: [String] = []
  private var residuals = 0
  private var linears = 0
  private var term = Term("x", isName: true)

  /// An expression. A sum needs parentheses before a matrix is multiplied with it.
  private struct Term {
    var text: String
    var isSum = false
    var isName = false
    /// As it stands behind a matrix.
    var factor: String { isSum ? "(\(text))" : text }

    init(_ text: String, isSum: Bool = false, isName: Bool = false) {
      self.text = text
      self.isSum = isSum
      self.isName = isName
    }
  }

  init(_ layers: [Layer]) {
    for layer in layers { add(layer) }
  }

  /// The definitions of names, then y.
  var text: String { (definitions + ["y = \(term.text)"]).joined(separator: ", ") }

  private mutating func add(_ layer: Layer) {
    switch layer {
    case .linear(let linear): add(linear)
    case .activation(let function):
      let open = term.text
      term = Term(
        function.name == "abs" ? "|\(open)|" : function.name == "square" ? "(\(open))²" : "\(function)(\(open))")
    case .residual(let inner):
      let start = named(term)
      term = Term(start, isName: true)
      for layer in inner { add(layer) }
      term = Term("\(start) + \(term.text)", isSum: true)
    }
  }

  private mutating func named(_ term: Term) -> String {
    if term.isName { return term.text }
    residuals += 1
    let name = LayerFormula.withSubscript("r\(residuals)")
    definitions.append("\(name) = \(term.text)")
    return name
  }

  private mutating func add(_ layer: LinearLayer) {
    linears += 1
    let own = layer.name ?? "W\(linears)"
    let matrix =
      switch layer.weights {
      case .trained, .fixed: LayerFormula.withSubscript(own)
      case .shared(let name, let transposed):
        LayerFormula.withSubscript(name) + (transposed ? "ᵀ" : "")
      }
    let product = "\(matrix) \(term.factor)"
    let bias = LayerFormula.withSubscript(LayerPlan.biasName(layer.name, number: linears))
    term = Term(layer.bias ? "\(product) + \(bias)" : product, isSum: layer.bias)
  }

  /// `W12` as `W₁₂`.
  static func withSubscript(_ name: String) -> String {
    let digits = Array("₀₁₂₃₄₅₆₇₈₉")
    let stem = name.prefix { !$0.isASCII || !$0.isNumber }
    let number = name.dropFirst(stem.count)
    guard !stem.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else { return name }
    return stem + String(number.compactMap(\.wholeNumberValue).map { digits[$0] })
  }
}
