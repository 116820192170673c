internal import Foundation

/// Names as the compiler writes them into images.
public enum Mangling {
  /// A mangled name in Swift's words; what is not mangled as it is.
  public static func demangled(_ name: String) -> String {
    guard let text = swiftDemangle(name, name.utf8.count, nil, nil, 0) else { return name }
    defer { free(text) }
    return String(cString: text)
  }

  /// How a module's name begins the names of its declarations.
  static func part(for module: String) -> String { "\(module.utf8.count)\(module)" }
}

@_silgen_name("swift_demangle")
private func swiftDemangle(
  _ name: UnsafePointer<CChar>, _ length: Int, _ output: UnsafeMutablePointer<CChar>?,
  _ outputLength: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?
