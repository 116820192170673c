internal import Foundation

extension Toolchain {
  /// Those of `names` that are also names of types which every cell has: of the standard library, or of a
  /// library in the cell host.
  ///
  /// - Parameter host: The program that runs cells.
  /// - Returns: Each name with the module of the type.
  public func types(named names: Set<String>, in host: String) -> [String: String] {
    guard !names.isEmpty else { return [:] }
    let owners = Set(LibraryModules.imported + ["Swift"])
    var found: [String: String] = [:]
    for image in ["\(libraries)/libswiftCore.so", host] {
      // An image that cannot be read has nothing to offer.
      let symbols = (try? ImageSymbols(contentsOf: image)) ?? .none
      for symbol in symbols.defined where symbol.hasSuffix("Mn") || symbol.hasSuffix("Mp") {
        // "nominal type descriptor for SuperposePlot.Plot"
        let type = Mangling.demangled(symbol).split(separator: " ").last?.split(separator: ".") ?? []
        guard type.count == 2, names.contains(String(type[1])), owners.contains(String(type[0])) else { continue }
        found[String(type[1])] = String(type[0])
      }
    }
    return found
  }
}
