/// Why packages cannot be used, in words for the user.
package struct PackageFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence.
  package let description: String
  /// What the package manager said, for the traceback.
  package let output: [String]
  /// The package that lacks the product that was asked for.
  let packageWithoutProduct: String?

  package init(_ description: String, output: [String] = [], packageWithoutProduct: String? = nil) {
    self.description = description
    self.output = output
    self.packageWithoutProduct = packageWithoutProduct
  }
}
