/// The paths and limits of a notebook session.
public struct NotebookConfiguration: Sendable {
  /// Paths of the executables `superpose-cell-host` and `superpose-language`.
  public var cellHost: String
  public var languageServer: String
  /// Folders with the modules that cells import.
  public var modules: [String]
  /// Module maps of the C targets that those modules use.
  public var moduleMaps: [String]
  /// The folder of this session, which is removed at the end.
  public var directory: String
  /// The compiler's module cache, shared by sessions.
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
