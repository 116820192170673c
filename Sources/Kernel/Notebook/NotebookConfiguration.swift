/// Where a notebook session finds its parts, and its limits.
public struct NotebookConfiguration: Sendable {
  /// Paths of the executables `superpose-cell-host` and `superpose-language`.
  public var cellHost: String
  public var languageServer: String
  /// Folders with the modules that cells import.
  public var modules: [String]
  /// Module maps of the C targets on which those modules rest.
  public var moduleMaps: [String]
  /// A folder of this session's own; it is removed at the end.
  public var directory: String
  /// Where the compiler keeps what it has built from the toolchain's interfaces; shared.
  public var moduleCache: String
  /// Bytes of private memory for cells; `nil` for no limit.
  public var memoryLimit: UInt64?

  public init(
    cellHost: String, languageServer: String, modules: [String], moduleMaps: [String],
    directory: String, moduleCache: String, memoryLimit: UInt64?
  ) {
    self.cellHost = cellHost
    self.languageServer = languageServer
    self.modules = modules
    self.moduleMaps = moduleMaps
    self.directory = directory
    self.moduleCache = moduleCache
    self.memoryLimit = memoryLimit
  }
}
