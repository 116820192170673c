/// A value of which arrays show themselves in a form of their own, such as a curve or bars.
///
/// `Array` can conform to ``Displayable`` for one type of element only; any number of types can
/// conform to this protocol.
public protocol ArrayDisplayable {
  /// What an array of these values shows. `elements` is not empty.
  static func mimeBundle(ofArray elements: [Self]) throws -> MIMEBundle
}

extension Double: ArrayDisplayable {
  public static func mimeBundle(ofArray elements: [Double]) -> MIMEBundle { NumberStrip(elements).mimeBundle }
}

extension Float: ArrayDisplayable {
  public static func mimeBundle(ofArray elements: [Float]) -> MIMEBundle { NumberStrip(elements).mimeBundle }
}
