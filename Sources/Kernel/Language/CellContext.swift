/// What the compiler must know besides a cell's own text to understand it.
public struct CellContext: Sendable, Equatable {
  /// The module that the cell would become, such as `Cell7`.
  public var moduleName: String
  /// Lines before the cell's own, such as `@_exported import Cell6`.
  public var prelude: String
  /// The flags cells are compiled with, as `swift-frontend` takes them: language mode, access,
  /// search paths, module cache. Flags about output are not needed and are dropped.
  public var compilerArguments: [String]
  /// The modules of the cells before, oldest first.
  public var cellModules: [String]
  /// The modules that are there for notebooks, such as `ToyLib`, `Plot` and `Display`.
  public var projectModules: [String]

  public init(
    moduleName: String, prelude: String, compilerArguments: [String], cellModules: [String],
    projectModules: [String]
  ) {
    self.moduleName = moduleName
    self.prelude = prelude
    self.compilerArguments = compilerArguments
    self.cellModules = cellModules
    self.projectModules = projectModules
  }
}

extension CellContext {
  /// The file that sourcekitd is told the text is in. Nothing is there; its name makes it a script.
  var file: String { "/superpose/\(moduleName)/main.swift" }

  /// The flags as sourcekitd takes them, which is as the driver does.
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
