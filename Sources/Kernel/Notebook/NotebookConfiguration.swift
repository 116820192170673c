public import SuperposeCells

/// The paths and limits of a notebook session.
public struct NotebookConfiguration: Sendable {
  /// Paths of the executables `superpose-cell-host` and `superpose-language`.
  public var cellHost: String
  public var languageServer: String
  /// Folders with the modules that cells import.
  public var modules: [String]
  /// Module maps of the C targets that those modules use.
  public var moduleMaps: [String]
  /// The folder in which the session makes one of its own, which is removed at the end.
  public var temporary: String
  /// The folder in which the compiler keeps what it has built from the toolchain's interfaces, shared by
  /// this user's sessions; `nil` for one that ends with the session.
  public var moduleCache: String?
  /// The compiled modules that the installation has for all its users.
  public var sharedModules: SharedModules?
  /// Makes these modules of what this session compiles; `nil` in ordinary sessions.
  public var makesSharedModules: SharedModulesMaker?
  /// Bytes of private memory for cells; `nil` for no limit.
  public var memoryLimit: UInt64?
  /// The folder in which packages are built, shared by this user's sessions; `nil` for one that ends with
  /// the session.
  public var packageCache: String?
  /// Files that run before the first cell, as far as they exist.
  public var startUpFiles: [String] = []
  /// What was built: `superpose`, `commit` and `swift` with their versions.
  public var build: [String: String] = [:]

  public init(
    cellHost: String, languageServer: String, modules: [String], moduleMaps: [String],
    temporary: String, moduleCache: String?, memoryLimit: UInt64?
  ) {
    self.cellHost = cellHost
    self.languageServer = languageServer
    self.modules = modules
    self.moduleMaps = moduleMaps
    self.temporary = temporary
    self.moduleCache = moduleCache
    self.memoryLimit = memoryLimit
  }
}
