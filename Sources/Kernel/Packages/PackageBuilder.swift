internal import Foundation
internal import SuperposeProcesses

/// Builds packages with the toolchain's own package manager, once for each set.
package struct PackageBuilder: Sendable {
  /// The toolchain's `usr` folder.
  let toolchain: String
  package let cache: PackageCache

  package init(toolchain: String, cache: PackageCache) {
    self.toolchain = toolchain
    self.cache = cache
  }

  /// A finished build, which stays in the cache as long as this value lives.
  package struct Ready: Sendable {
    package let packages: BuiltPackages
    /// Whether it was built now.
    package let isNew: Bool
    let use: FileLock
  }

  /// Builds `set`, or finds it in the cache.
  ///
  /// - Parameters:
  ///   - older: Packages of this session: their versions are kept where the new set allows it.
  ///   - onProgress: Called with what happens at the moment, in a few words.
  /// - Throws: ``PackageFailure``; `CancellationError`.
  package func build(
    _ set: PackageSet, after older: BuiltPackages?, onProgress: @escaping @Sendable (String) -> Void
  ) async throws -> Ready {
    try cache.prepare(cache.folder)
    let folder = "\(cache.folder)/\(set.key(toolchain: identity))"
    let lock = try await FileLock.waiting(for: folder + ".lock", .exclusive) {
      onProgress("waiting for another notebook, which builds the same packages")
    }
    defer { withExtendedLifetime(lock) {} }
    let use = try await FileLock.waiting(for: folder + ".use", .shared) {}
    let states = try state(of: set)
    if let built = try? cache.read(folder), states.allSatisfy({ built.versions[$0] == $1 }) {
      cache.touch(folder)
      return Ready(packages: built, isNew: false, use: use)
    }
    try prepare(folder, set, older)
    try await runBuild(of: set, in: folder, onProgress)
    let versions = try Pins(folder).versions.merging(states) { $1 }
    let built: BuiltPackages
    do { built = try BuiltPackages(set, builtIn: folder, versions: versions) } catch let error as PackageFailure {
      throw error
    } catch {
      throw PackageFailure("the package manager's files are not as expected: \(error)")
    }
    try checkNames(built)
    try cache.write(built, to: folder)
    _ = cache.prune(keeping: cache.limit)
    return Ready(packages: built, isNew: true, use: use)
  }

  /// Links the modules that are not loaded yet into a library.
  ///
  /// - Returns: Whether there are any.
  /// - Throws: ``PackageFailure``; `CancellationError`.
  package func link(
    _ packages: BuiltPackages, besides loaded: Set<String>, into library: String
  ) async throws -> Bool {
    guard let command = packages.linking(besides: loaded, into: library) else { return false }
    let result = try await BuildProcess(
      program: Program(command[0], Array(command.dropFirst())), onLine: { _ in }
    ).run()
    guard result.end.isSuccess else { throw PackageFailure(ofBuild: result.output, in: cache.folder) }
    return true
  }

  /// What a build depends on besides the packages: a compiler's modules are for itself alone.
  private var identity: String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: toolchain + "/bin/swift-frontend")
    let size = attributes?[.size] as? Int ?? 0
    let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(toolchain) \(size) \(date)"
  }

  private func state(of set: PackageSet) throws -> [String: String] {
    var states: [String: String] = [:]
    for request in set.requests {
      if let folder = request.folder { states[request.identity] = try FolderState.of(folder) }
    }
    return states
  }

  /// Writes the generated package, and the versions that it is to use.
  private func prepare(_ folder: String, _ set: PackageSet, _ older: BuiltPackages?) throws {
    let sources = "\(folder)/Sources/\(PackageSet.name)"
    try cache.prepare(folder)
    let files = FileManager.default
    try files.createDirectory(atPath: sources, withIntermediateDirectories: true)
    let empty = sources + "/Empty.swift"
    if !files.fileExists(atPath: empty) { try "".write(toFile: empty, atomically: true, encoding: .utf8) }
    let manifest = folder + "/Package.swift"
    if (try? String(contentsOfFile: manifest, encoding: .utf8)) != set.manifest {
      try set.manifest.write(toFile: manifest, atomically: true, encoding: .utf8)
    }
    guard let older, !files.fileExists(atPath: folder + Pins.file) else { return }
    let pins = "\(cache.folder)/\(older.set.key(toolchain: identity))\(Pins.file)"
    // Without them the newest versions are taken.
    try? files.copyItem(atPath: pins, toPath: folder + Pins.file)
  }

  private func runBuild(
    of set: PackageSet, in folder: String, _ onProgress: @escaping @Sendable (String) -> Void
  ) async throws {
    onProgress("resolving packages")
    let process = BuildProcess(
      program: Program(
        toolchain + "/bin/swift",
        [
          "build", "--package-path", folder, "--scratch-path", folder + "/.build", "-c", "release", "--product",
          PackageSet.name,
        ])
    ) { line in
      if let step = Self.progress(line) { onProgress(step) }
    }
    let result: BuildProcess.Result
    do {
      // Nothing is lost by a second attempt.
      do { result = try await process.run() } catch is BuildProcess.Stalled { result = try await process.run() }
    } catch is BuildProcess.Stalled {
      throw PackageFailure("the package manager has stopped without an answer; run the cell again")
    } catch let error as POSIXError {
      throw PackageFailure(
        "the package manager could not be started (\(toolchain)/bin/swift): "
          + String(cString: strerror(error.code.rawValue)))
    }
    guard result.end.isSuccess else {
      let failure = PackageFailure(ofBuild: result.output, in: cache.folder)
      throw await explaining(failure, of: set, in: folder)
    }
  }

  /// What a line of the package manager says to a person who waits; `nil` when nothing.
  private static func progress(_ line: String) -> String? {
    if line.hasPrefix("Fetching ") { return "fetching " + line.dropFirst(9) }
    if let match = line.firstMatch(of: #/^\[(\d+)/(\d+)\] (?:Compiling|Emitting module) (\S+)/#) {
      return "compiling \(match.3) (\(match.1) of \(match.2))"
    }
    return line.firstMatch(of: #/^\[(\d+)/(\d+)\] Linking/#).map { "linking (\($0.1) of \($0.2))" }
  }
}

/// The versions that the package manager chose.
private struct Pins: Decodable {
  static let file = "/Package.resolved"

  struct Pin: Decodable {
    struct State: Decodable {
      var version: String?
      var branch: String?
      var revision: String?
    }
    var identity: String
    var state: State
  }
  var pins: [Pin]

  /// - Throws: ``PackageFailure`` when the file cannot be read.
  init(_ folder: String) throws {
    // No file without dependencies from repositories.
    guard let data = try? Data(contentsOf: URL(filePath: folder + Self.file)) else {
      pins = []
      return
    }
    self = try JSONDecoder().decode(Pins.self, from: data)
  }

  /// By package: `1.1.1`, or the revision of a branch.
  var versions: [String: String] {
    Dictionary(
      pins.map { pin in
        (
          pin.identity,
          pin.state.version ?? [pin.state.branch, pin.state.revision].compactMap(\.self).joined(separator: " ")
        )
      }, uniquingKeysWith: { $1 })
  }
}
