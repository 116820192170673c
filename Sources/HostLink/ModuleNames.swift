extension String {
  /// Without the generated names of cells' modules before types, such as `Cell4_1.`: users do not know
  /// them, and they differ from run to run.
  package var withoutModuleNames: String {
    contains("Cell") ? replacing(#/\bCell\d+_\d+\./#, with: "") : self
  }
}
