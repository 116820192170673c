internal import SuperposeCells
internal import Foundation

extension NotebookConfiguration {
  /// The configuration of the kernel at `executable`, whose parts are in the same folder.
  ///
  /// - Throws: ``ConfigurationError`` if a part is missing or a setting is invalid.
  public init(
    executable: String, environment: [String: String]
  ) throws(ConfigurationError) {
    let folder = URL(fileURLWithPath: executable).deletingLastPathComponent().path
    for part in Self.parts + Self.moduleMaps
    where !FileManager.default.fileExists(atPath: "\(folder)/\(part)") {
      throw .missingPart("\(folder)/\(part)")
    }
    let temporary = environment["TMPDIR"] ?? "/tmp"
    let sessions = SessionFolders(root: "\(temporary)/superpose-\(getuid())")
    sessions.removeAbandoned()
    self.init(
      cellHost: folder + "/superpose-cell-host", languageServer: folder + "/superpose-language",
      modules: [folder + "/Modules"], moduleMaps: Self.moduleMaps.map { "\(folder)/\($0)" },
      directory: sessions.folder(of: getpid()),
      moduleCache: Self.moduleCache(environment) ?? sessions.root + "/module-cache",
      memoryLimit: try Self.memoryLimit(environment))
  }

  /// The paths of the module maps of the C targets in a build folder.
  package static let moduleMaps = ["CSuperposeRSVG", "CToyEngine", "CToyLAPACK"].map { "\($0).build/module.modulemap" }

  private static let parts = [
    "superpose-cell-host", "superpose-language", "Modules/SuperposeCellSupport.swiftmodule",
  ]

  /// A persistent folder of the user; `nil` if none is writable.
  private static func moduleCache(_ environment: [String: String]) -> String? {
    let home = environment["HOME"].map { $0 + "/.cache" }
    guard let root = environment["XDG_CACHE_HOME"] ?? home else { return nil }
    let folder = root + "/superpose/modules"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return FileManager.default.isWritableFile(atPath: folder) ? folder : nil
  }

  /// `SUPERPOSE_MEMORY_LIMIT`, such as `512M`, `8G` or `none`; default: four fifths of the
  /// machine's memory.
  static func memoryLimit(
    _ environment: [String: String]
  ) throws(ConfigurationError) -> UInt64? {
    guard let text = environment["SUPERPOSE_MEMORY_LIMIT"] else {
      return ProcessInfo.processInfo.physicalMemory / 5 * 4
    }
    if text.lowercased() == "none" { return nil }
    let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
    let unit = text.uppercased().last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())),
      number.isFinite, number > 0, number * (unit ?? 1) < 0x1p63
    else { throw .badMemoryLimit(text) }
    return UInt64(number * (unit ?? 1))
  }
}

/// The reason why a session cannot be set up.
public enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  case missingPart(String)
  case badMemoryLimit(String)

  public var description: String {
    switch self {
    case .missingPart(let path):
      "A part of Superpose is missing: \(path). Rebuild it: make install"
    case .badMemoryLimit(let text):
      "SUPERPOSE_MEMORY_LIMIT is '\(text)', but must be a size such as 512M or 8G, or none."
    }
  }
}

/// The folders with the compiled cells of kernels, one per process.
struct SessionFolders {
  let root: String

  func folder(of process: Int32) -> String { "\(root)/session-\(process)" }

  /// Removes the folders of killed kernels.
  func removeAbandoned() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    for name in names {
      guard name.hasPrefix("session-"), let process = Int32(name.dropFirst(8)),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(root)/\(name)")
    }
  }
}
