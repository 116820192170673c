/// Sixteen samples of some units, as functions of your own get them. It refers to working memory:
/// do not keep it.
///
/// `block[unit]` is a unit's value in sixteen samples; `block[unit, sample]` a single number. In a
/// function of each unit, go through all `values`.
public struct SampleBlock {
  /// The number of units, such as features or neurons.
  public let units: Int
  /// All numbers, unit by unit: number 16 · unit + sample.
  public let values: UnsafeMutableBufferPointer<Float>

  init(_ pointer: UnsafeMutablePointer<Float>, units: Int) {
    self.units = units
    values = UnsafeMutableBufferPointer(start: pointer, count: units * 16)
  }

  /// The positions of the units: 0 ..< `units`.
  public var indices: Range<Int> { 0..<units }

  /// A unit's values in the sixteen samples.
  public subscript(unit: Int) -> SIMD16<Float> {
    get {
      check(unit)
      return UnsafeRawPointer(values.baseAddress! + unit * 16).load(as: SIMD16<Float>.self)
    }
    nonmutating set {
      check(unit)
      UnsafeMutableRawPointer(values.baseAddress! + unit * 16)
        .storeBytes(of: newValue, as: SIMD16<Float>.self)
    }
  }

  /// A unit's value in one of the sixteen samples.
  public subscript(unit: Int, sample: Int) -> Float {
    get {
      check(unit, sample)
      return values[unit * 16 + sample]
    }
    nonmutating set {
      check(unit, sample)
      values[unit * 16 + sample] = newValue
    }
  }

  private func check(_ unit: Int, _ sample: Int = 0) {
    precondition(unit >= 0 && unit < units, "unit \(unit) is outside a block of \(units) units")
    precondition(sample >= 0 && sample < 16, "sample \(sample) is outside a block of 16 samples")
  }
}
