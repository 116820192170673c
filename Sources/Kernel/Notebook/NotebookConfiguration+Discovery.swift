internal import Foundation
internal import SuperposeAllotment
internal import SuperposeCells
internal import SuperposeFiles

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
    self.init(
      cellHost: folder + "/superpose-cell-host", languageServer: folder + "/superpose-language",
      modules: [folder + "/Modules"], moduleMaps: Self.moduleMaps.map { "\(folder)/\($0)" },
      temporary: environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp",
      moduleCache: Self.moduleCache(environment),
      memoryLimit: try Self.memoryLimit(environment))
    // Without a toolchain no cell runs, and its error says so.
    sharedModules = (try? Toolchain.current()).map { SharedModules(beside: folder, toolchain: $0) }
    packageCache = Self.cache(environment).map { $0 + "/packages" }
    startUpFiles = Self.startUpFiles(environment)
  }

  /// The paths of the module maps of the C targets in a build folder.
  package static let moduleMaps = ["CSuperposeRSVG", "CToyEngine", "CToyLAPACK"].map { "\($0).build/module.modulemap" }

  private static let parts = [
    "superpose-cell-host", "superpose-language", "Modules/SuperposeCellSupport.swiftmodule",
  ]

  /// A private folder that outlives sessions; `nil` when there is none, or another user could have
  /// written into it: the compiler loads what it finds there.
  private static func moduleCache(_ environment: [String: String]) -> String? {
    guard let folder = cache(environment).map({ $0 + "/modules" }) else { return nil }
    do { try PrivateFolder.prepare(folder) } catch { return nil }
    return FileManager.default.isWritableFile(atPath: folder) ? folder : nil
  }

  /// The folder of everything that outlives sessions; `nil` when there is none that is private.
  private static func cache(_ environment: [String: String]) -> String? {
    let home = environment["HOME"].map { $0 + "/.cache" }
    guard let root = environment["XDG_CACHE_HOME"] ?? home else { return nil }
    let folder = root + "/superpose"
    do { try PrivateFolder.prepare(folder) } catch { return nil }
    return FileManager.default.isWritableFile(atPath: folder) ? folder : nil
  }

  /// The user's file for every notebook, and the one for the notebooks of the working folder.
  private static func startUpFiles(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"].map { $0 + "/.config" }
    let root = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home
    return [
      root.map { $0 + "/superpose/startup.swift" },
      FileManager.default.currentDirectoryPath + "/superpose-startup.swift",
    ].compactMap(\.self)
  }

  /// The libraries, the host's threads and a cell's stack take about half of it.
  private static let smallestMemoryLimit = 256 << 20

  /// `SUPERPOSE_MEMORY_LIMIT`, such as `512M`, `8G` or `none`; four fifths of the memory that the kernel
  /// may use when it is not set.
  static func memoryLimit(
    _ environment: [String: String]
  ) throws(ConfigurationError) -> UInt64? {
    guard let text = environment["SUPERPOSE_MEMORY_LIMIT"] else {
      let machine = ProcessInfo.processInfo.physicalMemory
      let memory = min(Allotment.current.memory ?? machine, machine)
      return max(memory / 5 * 4, UInt64(Self.smallestMemoryLimit))
    }
    if text.lowercased() == "none" { return nil }
    let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
    let unit = text.uppercased().last.flatMap { units[$0] }
    guard let number = Double(unit == nil ? text : String(text.dropLast())),
      number.isFinite, number > 0, number * (unit ?? 1) < 0x1p63
    else { throw .badMemoryLimit(text) }
    guard number * (unit ?? 1) >= Double(Self.smallestMemoryLimit) else { throw .smallMemoryLimit(text) }
    return UInt64(number * (unit ?? 1))
  }
}

/// The reason why a session cannot be set up.
public enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  case missingPart(String)
  case badMemoryLimit(String)
  case smallMemoryLimit(String)

  public var description: String {
    switch self {
    case .missingPart(let path):
      "A part of Superpose is missing: \(path). Build it again: make build"
    case .smallMemoryLimit(let text):
      "SUPERPOSE_MEMORY_LIMIT is '\(text)', which is too small for any cell; wanted 256M or more, or none."
    case .badMemoryLimit(let text):
      "SUPERPOSE_MEMORY_LIMIT is '\(text)', but must be a size such as 512M or 8G, or none."
    }
  }
}
