internal import CToyEngine

/// A function of each unit of a ``LayeredModel``, with its derivative.
public struct ActivationFunction: Sendable {
  /// Writes the activations y = f(z) and the derivatives f′(z), of sixteen samples at once.
  ///
  ///     .activation(.own("tanh") { z, y, slope in
  ///       for i in z.values.indices {
  ///         y.values[i] = tanh(z.values[i])
  ///         slope.values[i] = 1 - y.values[i] * y.values[i]
  ///       }
  ///     })
  public typealias Body =
    @Sendable (_ z: SampleBlock, _ y: SampleBlock, _ slope: SampleBlock) -> Void

  /// Its name in formulas.
  public let name: String
  /// The engine's number for it.
  let kind: Int32
  /// The function, unless the engine has it.
  let body: Body?

  private init(_ name: String, _ kind: Int, _ body: Body? = nil) {
    self.name = name
    self.kind = Int32(kind)
    self.body = body
  }

  /// max(0, z)
  public static let relu = ActivationFunction("ReLU", ENGINE_RELU)
  /// |z|
  public static let absolute = ActivationFunction("abs", ENGINE_ABSOLUTE)
  /// z²
  public static let square = ActivationFunction("square", ENGINE_SQUARE)
  /// z, but 0 below 0 and 1 above 1. (PyTorch's `Hardsigmoid` is this function of z / 6 + ½.)
  public static let hardSigmoid = ActivationFunction("hardSigmoid", ENGINE_HARD_SIGMOID)
  /// z Φ(z), with the normal distribution function Φ: PyTorch's `GELU`.
  public static let gelu = ActivationFunction("GELU", ENGINE_GELU)

  /// A function of your own with its derivative. ToyLib may call it on any thread.
  public static func own(_ name: String, _ body: @escaping Body) -> ActivationFunction {
    ActivationFunction(name, ENGINE_OWN, body)
  }
}

extension ActivationFunction: CustomStringConvertible {
  public var description: String { name }
}
