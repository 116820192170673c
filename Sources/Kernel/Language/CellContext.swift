/// The context that the compiler needs in addition to a cell's text.
public struct CellContext: Sendable, Equatable {
  /// The module that the cell would become, such as `Cell7`.
  public var moduleName: String
  /// Lines before the cell's text, such as `@_exported import Cell6`.
  public var prelude: String
  /// The compiler flags of cells for `swift-frontend`: language mode, access, search paths, module
  /// cache. Flags about output are not needed and are dropped.
  public var compilerArguments: [String]
  /// The modules of earlier cells, oldest first.
  public var cellModules: [String]
  /// The modules for notebooks, such as `ToyLib` and `SuperposePlot`.
  public var projectModules: [String]
  /// What a cell may want to import. Many more modules are on the search path.
  public var importableModules: Set<String>

  public init(
    moduleName: String, prelude: String, compilerArguments: [String], cellModules: [String],
    projectModules: [String], importableModules: Set<String>
  ) {
    self.moduleName = moduleName
    self.prelude = prelude
    self.compilerArguments = compilerArguments
    self.cellModules = cellModules
    self.projectModules = projectModules
    self.importableModules = importableModules
  }
}

extension CellContext {
  /// The file name for sourcekitd. The file does not exist; its name makes the text a script.
  var file: String { "/superpose/\(moduleName)/main.swift" }

  /// The flags for sourcekitd, in the driver's syntax.
  var editorArguments: [String] {
    var arguments: [String] = []
    var rest = compilerArguments[...]
    while let flag = rest.popFirst() {
      switch flag {
      case "-frontend", "-c", "-g", "-emit-module", "-primary-file": break
      case "-o", "-emit-module-path", "-emit-module-doc-path", "-emit-module-source-info-path",
        "-entry-point-function-name", "-module-name", "-num-threads":
        _ = rest.popFirst()
      case "-disable-access-control", "-disable-objc-interop":
        arguments += ["-Xfrontend", flag]
      default:
        if !flag.hasSuffix("main.swift") { arguments.append(flag) }
      }
    }
    return arguments + ["-module-name", moduleName, file]
  }
}
