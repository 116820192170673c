/// A cell ready to compile: its text and its place in the chain of cells.
public struct CellUnit: Sendable {
  /// The module's name, such as `Cell7`.
  public var name: String
  /// What tracebacks and diagnostics call it, such as `Cell [7]`.
  public var label: String
  public var source: CellSource
  /// The module through which every earlier cell is seen.
  public var previous: String
  /// Modules that earlier cells have imported.
  public var knownModules: Set<String>
  public var isOptimised: Bool

  public init(
    name: String, label: String, source: CellSource, previous: String,
    knownModules: Set<String> = [], isOptimised: Bool = false
  ) {
    self.name = name
    self.label = label
    self.source = source
    self.previous = previous
    self.knownModules = knownModules
    self.isOptimised = isOptimised
  }

  /// The name of the function that runs the cell.
  public var entry: String { "\(name)_main" }

  /// Every module that this cell can name.
  public var importedModules: Set<String> {
    knownModules.union(source.imports.map(\.module))
  }

  /// What stands before the user's first line.
  public var prelude: String {
    "@_exported import \(previous)\n\(source.helpers)#sourceLocation(file: \"\(label)\", line: 1)\n"
  }

  /// The text that the compiler reads.
  ///
  /// State is a chain of modules: each re-exports the one before, so that newer declarations
  /// shadow older ones. What a cell imports is re-exported too, for the cells that follow.
  var compiledText: String {
    let exports = source.imports.filter { !knownModules.contains($0.module) }.map { item in
      "@_exported \(item.text)\n"
    }
    return """
      \(prelude)\(source.compiledText(known: knownModules))
      #sourceLocation(file: "\(importsLabel)", line: 1)
      __finished()
      \(exports.joined())
      """
  }
}

/// A compiled cell.
public struct CellImage: Sendable {
  public var unit: CellUnit
  /// The shared library's path, and the name of the function in it that runs the cell.
  public var library: String
  public var entry: String
  public var warnings: [Diagnostic]
}
