/// An array whose elements are looked at one by one: a cast to `[Any]` copies all of them.
protocol AnyArray {
  static var elementType: Any.Type { get }
  var length: Int { get }
  func element(at index: Int) -> Any
  /// What an array of ``ArrayDisplayable`` values shows; `nil` for other arrays.
  func ownBundle() throws -> MIMEBundle?
}

extension Array: AnyArray {
  static var elementType: Any.Type { Element.self }
  var length: Int { count }
  func element(at index: Int) -> Any { self[index] }

  func ownBundle() throws -> MIMEBundle? {
    guard !isEmpty, let type = Element.self as? any ArrayDisplayable.Type else { return nil }
    return try Self.bundle(of: self, as: type)
  }

  private static func bundle<Shown: ArrayDisplayable>(of array: Any, as type: Shown.Type) throws -> MIMEBundle? {
    // The type is the same, so this copies nothing.
    try (array as? [Shown]).map(Shown.mimeBundle(ofArray:))
  }
}

extension AnyArray {
  /// All elements, or of more than `limit` the first and last `ends`.
  func excerpt(limit: Int, ends: Int) -> [Any] {
    let indices = length > limit ? Array(0..<ends) + Array((length - ends)..<length) : Array(0..<length)
    return indices.map(element(at:))
  }
}
