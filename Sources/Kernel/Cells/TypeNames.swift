internal import Foundation

extension Toolchain {
  /// Those of `names` that are also names of types which every cell has: of the standard library, or of a
  /// library in the cell host.
  ///
  /// - Parameter host: The program that runs cells.
  /// - Returns: Each name with the module of the type.
  public func types(named names: Set<String>, in host: String) -> [String: String] {
    guard !names.isEmpty else { return [:] }
    var found: [String: String] = [:]
    for type in types(of: Set(LibraryModules.imported + ["Swift"]), in: host) where names.contains(type.name) {
      found[type.name] = type.module
    }
    return found
  }

  /// The types that a cell can name: of the standard library, of the libraries that every cell has, and of `imported`
  /// modules.
  ///
  /// It reads the symbols of libraries, which takes a tenth of a second: for the words of an error.
  ///
  /// - Parameter host: The program that runs cells.
  public func typeNames(imported: Set<String>, in host: String) -> Set<String> {
    Set(types(of: imported.union(LibraryModules.imported + ["Swift"]), in: host).map(\.name))
  }

  /// The types of modules, as far as the host and the toolchain's libraries have them.
  private func types(of modules: Set<String>, in host: String) -> [(module: String, name: String)] {
    // Foundation's types are in libraries of their own.
    let parts = modules.contains("Foundation") ? ["FoundationEssentials", "FoundationInternationalization"] : []
    let owners = modules.union(parts)
    let files = ["swiftCore"] + owners.subtracting(["Swift"]).sorted().flatMap { library(for: $0) }
    var found: [(String, String)] = []
    for image in files.map({ "\(libraries)/lib\($0).so" }) + [host] {
      // An image that cannot be read has nothing to offer.
      let symbols = (try? ImageSymbols(contentsOf: image)) ?? .none
      for symbol in symbols.defined where symbol.hasSuffix("Mn") || symbol.hasSuffix("Mp") {
        // "nominal type descriptor for SuperposePlot.Plot"
        let type = Mangling.demangled(symbol).split(separator: " ").last?.split(separator: ".") ?? []
        guard type.count == 2, owners.contains(String(type[0])), !type[1].hasPrefix("_") else { continue }
        found.append((String(type[0]), String(type[1])))
      }
    }
    return found
  }
}
