/// What a ``LayeredModel`` is trained to output, from its inputs x.
public struct TargetFunction: Sendable {
  /// Writes the targets of sixteen samples.
  public typealias Body = @Sendable (_ x: SampleBlock, _ target: SampleBlock) -> Void

  enum Kind: Sendable {
    /// linear · x + rectified · ReLU(x)
    case elements(linear: Float, rectified: Float)
    /// Products of two inputs, or whether both are above 0.
    case pairs([(Int, Int)], logical: Bool)
    case own(outputs: Int, Body)
  }

  let kind: Kind
  /// M of a term Mx.
  private(set) var matrix: Matrix?
  /// In formulas.
  let formula: String

  private init(_ kind: Kind, _ formula: String) {
    self.kind = kind
    self.formula = formula
  }

  /// x
  public static let inputs = TargetFunction(.elements(linear: 1, rectified: 0), "x")
  /// |x|
  public static let absolute = TargetFunction(.elements(linear: -1, rectified: 2), "|x|")
  /// ReLU(x)
  public static let relu = TargetFunction(.elements(linear: 0, rectified: 1), "ReLU(x)")
  /// x + ReLU(x)
  public static let inputsPlusReLU = TargetFunction(
    .elements(linear: 1, rectified: 1), "x + ReLU(x)")
  /// Zeros.
  public static let zeros = TargetFunction(.elements(linear: 0, rectified: 0), "0")

  /// For each pair, 1 where both inputs are above 0, and else 0.
  public static func ands(of pairs: [(Int, Int)]) -> TargetFunction {
    TargetFunction(.pairs(pairs, logical: true), "AND(xᵢ, xⱼ)")
  }

  /// The ANDs of all pairs of `count` inputs: (0, 1), (0, 2), …, (1, 2), …
  public static func allANDs(of count: Int) -> TargetFunction {
    ands(of: (0..<count).flatMap { i in (i + 1..<max(i + 1, count)).map { (i, $0) } })
  }

  /// For each pair, the product of both inputs.
  public static func products(of pairs: [(Int, Int)]) -> TargetFunction {
    TargetFunction(.pairs(pairs, logical: false), "xᵢ xⱼ")
  }

  /// A function of your own with `outputs` outputs. ToyLib may call it on any thread.
  ///
  ///     .own("max", outputs: 1) { x, target in
  ///       target[0] = x.indices.dropFirst().reduce(x[0]) { pointwiseMax($0, x[$1]) }
  ///     }
  public static func own(_ name: String, outputs: Int, _ body: @escaping Body) -> TargetFunction {
    TargetFunction(.own(outputs: outputs, body), "\(name)(x)")
  }

  /// Mx plus this target, with M of shape [outputs, inputs]: `.relu.adding(noise)`.
  public func adding(_ matrix: Matrix) -> TargetFunction {
    var sum = self
    sum.matrix = self.matrix.map { $0 + matrix } ?? matrix
    return sum
  }
}

extension TargetFunction: CustomStringConvertible {
  public var description: String {
    guard matrix != nil else { return formula }
    return formula == "0" ? "Mx" : "Mx + \(formula)"
  }
}

extension TargetFunction {
  /// Whether the targets are the inputs, which then need not be copied.
  var isInputs: Bool {
    if case .elements(1, 0) = kind { return matrix == nil }
    return false
  }

  /// Throws unless it gives `outputs` targets from `inputs` inputs.
  func validate(inputs: Int, outputs: Int) throws(ToyLibError) {
    let count =
      switch kind {
      case .elements(0, 0): matrix?.rows ?? outputs
      case .elements: inputs
      case .pairs(let pairs, _): pairs.count
      case .own(let count, _): count
      }
    guard count == outputs else {
      throw .mismatch(
        what: "the target \(self)", expected: "\(outputs) numbers, one for each output of the model",
        found: "\(count)")
    }
    try matrix?.check("the matrix of the target", rows: outputs, columns: inputs)
    guard case .pairs(let pairs, _) = kind else { return }
    for (i, j) in pairs {
      try require(
        (0..<inputs).contains(i) && (0..<inputs).contains(j), "a pair of the target", (i, j),
        "two inputs, 0 to \(inputs - 1)")
    }
  }
}
