extension String {
  /// Without the generated names of cells' modules, such as `Superposecell4_1`: users do not know them, and they differ
  /// from run to run. Before types and files they are left out; alone, as `#function` has them, they are `main`.
  package var withoutModuleNames: String {
    guard contains("Superposecell") else { return self }
    return replacing(#/\bSuperposecell\d+_\d+([.\/])?/#) { $0.1 == nil ? "main" : "" }
  }
}
