internal import Foundation
internal import SuperposeProcesses
internal import SuperposeReading

/// Turns cells into loadable images, by the compiler's frontend and the linker themselves: the
/// `swiftc` driver alone would cost half a second a cell.
public struct CellCompiler: Sendable {
  public let toolchain: Toolchain
  /// Folders with the modules of the libraries, and with those of the cells.
  public let modules: [String]
  public let moduleMaps: [String]
  public let directory: String
  public let moduleCache: ModuleCache
  /// Where the modules of packages are, for cells that import them.
  public var packageArguments: [String] = []
  /// The modules of packages. One of them may have the name of a module of which the kernel is built.
  public var packageModules: Set<String> = []
  private let reserve: FrontendReserve

  /// - Parameters:
  ///   - modules: Where `SuperposeCellSupport.swiftmodule` and the libraries' modules are.
  ///   - moduleMaps: Of the C modules on which those rest.
  ///   - directory: A folder of this session's own, for what is compiled.
  ///   - moduleCache: Where the compiler keeps modules it has built of headers and interfaces.
  public init(
    toolchain: Toolchain, modules: [String], moduleMaps: [String], directory: String,
    moduleCache: ModuleCache
  ) {
    self.toolchain = toolchain
    self.modules = modules
    self.moduleMaps = moduleMaps
    self.directory = directory
    self.moduleCache = moduleCache
    reserve = FrontendReserve(toolchain)
  }

  /// Makes the folder in which the compiler finds the libraries. Once for each session's folder.
  ///
  /// - Throws: What the system says when it cannot be made.
  public func linkLibraries() throws {
    for folder in modules { try LibraryModules.link(from: folder, into: libraries) }
  }

  private var libraries: String { directory + "/libraries" }

  /// Whether a compiler is to wait for the next cell, which takes a fifth less time then.
  public func keepReady(_ isReady: Bool) { reserve.keep(isReady) }

  /// Compiles and links one cell. Cancelling the task kills the compiler.
  ///
  /// - Throws: ``CompileFailure`` with what the compiler said; `CancellationError`.
  public func compile(_ unit: CellUnit) async throws -> CellImage {
    if let refusal = refusal(of: unit) { throw refusal }
    var unit = unit
    if !unit.source.namesColumns, !unit.sight.redeclaresTable { unit.source = unit.source.namingColumns() }
    if !unit.sight.childTasks.isEmpty { unit.source = unit.source.reading(tasks: unit.sight.childTasks) }
    do {
      return try await compileAsIs(unit)
    } catch let failure as CompileFailure where !failure.throwingTasks(of: unit.source).isEmpty {
      var unit = unit
      unit.source = unit.source.throwing(tasks: failure.throwingTasks(of: unit.source))
      return try await compile(unit)
    } catch let failure as CompileFailure where !unit.source.isIsolated && failure.needsIsolation {
      var unit = unit
      unit.source = unit.source.isolated()
      return try await compile(unit)
    } catch let failure as CompileFailure
      where !unit.source.keepsClassesPrivate
      && failure.meets(unit.source.privateMembers.union(unit.sight.privateMembers))
    {
      var unit = unit
      unit.source = unit.source.keepingClassesPrivate()
      do { return try await compile(unit) } catch is CompileFailure { throw failure }
    } catch let failure as CompileFailure where unit.writingMembers(missingIn: failure) != nil {
      guard let written = unit.writingMembers(missingIn: failure) else { throw failure }
      do { return try await compile(written) } catch let rest as CompileFailure {
        // Errors in what was written say nothing to the user.
        throw failure.mentionsGenerated || rest.errors.allSatisfy(failure.errors.contains) ? rest : failure
      }
    } catch let failure as CompileFailure where unit.source.showsValue {
      // The value may be one that cannot be shown (a `~Copyable` one, a bare `nil`): then the cell
      // runs without showing it, or fails with words about the user's own text only.
      var unit = unit
      let source = unit.source
      unit.source = try await SourceReading.read(source.text, within: .seconds(3)) {
        source.withoutValue()
      }
      do {
        return try await compileAsIs(unit)
      } catch is CompileFailure where !failure.mentionsGenerated {
        throw failure
      }
    }
  }

  /// The error of a cell that imports what cells cannot use.
  private func refusal(of unit: CellUnit) -> CompileFailure? {
    let found = unit.source.imports.filter {
      !packageModules.contains($0.module) && LibraryModules.isInternal($0.module, in: modules)
    }
    guard !found.isEmpty else { return nil }
    let errors = found.map { item in
      Diagnostic(
        error: "\(item.module) is an internal part of Superpose, which cells cannot import", at: item.range,
        in: unit.source, label: unit.label)
    }
    return CompileFailure(diagnostics: errors, output: "")
  }

  private func compileAsIs(_ unit: CellUnit) async throws -> CellImage {
    let folder = "\(directory)/\(unit.name)"
    // Not those above it: if the session's folder is gone, its name may be anyone's.
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    let source = "\(folder)/main.swift"
    try unit.compiledText.write(toFile: source, atomically: false, encoding: .utf8)
    let object = "\(folder)/\(unit.name).o"
    let library = "\(folder)/lib\(unit.name).so"
    defer { reserve.refill() }
    // The linker loads itself while the frontend works, and waits for the object.
    let frontend = try reserve.take()
    let linker = try StartedProcess(
      Program(toolchain.linker, linkerArguments(unit, library: library)).endingWithParent)
    let compiled = try await frontend.compile(
      frontendArguments(unit, source: source, object: object))
    try Task.checkCancellation()
    let diagnostics = Diagnostic.parse(compiled.output, of: unit.source, label: unit.label)
    guard compiled.end.isSuccess else {
      throw CompileFailure(diagnostics: diagnostics, output: compiled.output)
    }
    let linked = try await linker.finish(reading: Data(contentsOf: URL(fileURLWithPath: object)))
    try Task.checkCancellation()
    guard linked.end.isSuccess else {
      throw CompileFailure(diagnostics: [], output: linked.output)
    }
    try FileManager.default.removeItem(atPath: object)
    return CellImage(
      unit: unit, library: library, entry: unit.entry,
      warnings: diagnostics.filter { $0.severity == .warning },
      symbols: try ImageSymbols(contentsOf: library, isCell: true))
  }

  /// Makes a module with the name of `unit` that has only the declarations in `kept`, in a folder that
  /// is searched before that of the cells.
  ///
  /// - Returns: Whether that was possible: what is kept may rest on what is not.
  public func emitInterface(
    of unit: CellUnit, keeping kept: [CellDeclaration], in folder: String
  ) async throws -> Bool {
    let sources = "\(folder)/\(unit.name)"
    try FileManager.default.createDirectory(atPath: sources, withIntermediateDirectories: true)
    let source = sources + "/main.swift"
    try unit.interface(of: kept).write(toFile: source, atomically: false, encoding: .utf8)
    defer { reserve.refill() }
    let result = try await reserve.take().compile(
      [
        "-emit-module", "-primary-file", source, "-module-name", unit.name, "-o",
        "\(folder)/\(unit.name).swiftmodule", "-experimental-skip-all-function-bodies",
        "-disable-objc-interop", "-Onone", "-suppress-warnings",
      ] + languageArguments(for: unit, reader: .compiler))
    return result.end.isSuccess
  }

  /// Where modules that replace older ones wait until the cell that needs them has run.
  public func pendingFolder(of module: String) -> String { "\(directory)/pending/\(module)" }

  /// Lets every later cell find a cell's replacements in place of the older modules.
  ///
  /// - Throws: What the system says when a file cannot be moved.
  public func adoptReplacements(_ modules: [String], from folder: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: directory + "/replaced", withIntermediateDirectories: true)
    for module in modules {
      let path = "\(directory)/replaced/\(module).swiftmodule"
      if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
      try files.moveItem(atPath: "\(folder)/\(module).swiftmodule", toPath: path)
    }
  }

  /// What every tool that reads cells must be told; sourcekitd too.
  ///
  /// - Parameters:
  ///   - unit: The cell; the modules that replace older ones are found before those.
  ///   - reader: The tool.
  public func languageArguments(for unit: CellUnit, reader: ModuleVariant.Reader) -> [String] {
    let variant = ModuleVariant(unit.source.languageMode, reader)
    let folders = [unit.replacements, directory + "/replaced", directory, libraries].compactMap(\.self)
    let access = unit.source.keepsClassesPrivate ? [] : ["-disable-access-control"]
    return unit.source.languageMode.arguments + access + [
      "-target", Toolchain.triple, "-enable-testing",
      // Cells are one program: a conformance of an older cell's type is not a stranger's.
      "-package-name", "notebook", "-plugin-path", toolchain.plugins,
    ] + moduleCache.arguments(for: variant, besides: packageArguments) + packageArguments
      + folders.flatMap { ["-I", $0] } + moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  private func frontendArguments(_ unit: CellUnit, source: String, object: String) -> [String] {
    let module =
      unit.source.declares
      ? [
        "-emit-module-path", "\(directory)/\(unit.name).swiftmodule",
        "-emit-module-doc-path", "\(directory)/\(unit.name).swiftdoc",
      ] : []
    return [
      "-c", "-primary-file", source, "-module-name", unit.name, "-o", object,
      "-entry-point-function-name", unit.entry, "-disable-objc-interop",
      "-assert-config", "Debug", "-g", "-diagnostic-style", "llvm", "-typo-correction-limit", "10",
    ] + (unit.isOptimised ? Self.optimisation : ["-Onone"]) + module
      + languageArguments(for: unit, reader: unit.isOptimised ? .optimiser : .compiler)
  }

  /// Optimisation that keeps the callers on the stack, for tracebacks.
  private static let optimisation =
    ["-O"] + ["-fno-omit-frame-pointer", "-fno-optimize-sibling-calls"].flatMap { ["-Xcc", $0] }

  /// Of a linker that reads the object from its standard input.
  private func linkerArguments(_ unit: CellUnit, library: String) -> [String] {
    let imported = unit.importedModules.flatMap(toolchain.library(for:))
    return [
      // The registrar makes the cell's types and conformances known to the runtime, for `as?`,
      // generics by name (Codable) and reflection.
      "-shared", toolchain.registrar, "/dev/stdin", "-o", library, "-L", toolchain.libraries,
      "-rpath", toolchain.libraries,
    ] + Toolchain.staticPartOfLibc + [
      // The host has the other standard libraries; to read their symbols takes longer than the rest.
      "-lswiftSwiftOnoneSupport"
    ] + imported.map { "-l\($0)" }
  }
}

/// What the compiler said of a cell that it refused.
public struct CompileFailure: Error, Sendable {
  public let diagnostics: [Diagnostic]
  /// The whole output, for a compiler that crashed or a linker's words.
  public let output: String

  package init(diagnostics: [Diagnostic], output: String) {
    self.diagnostics = diagnostics
    self.output = output
  }

  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

  /// Whether the cell's statements use what is isolated to the main actor.
  var needsIsolation: Bool {
    errors.contains { $0.message.contains("main actor-isolated") && $0.message.contains("nonisolated context") }
  }

  /// Whether a class has a member twice, of which one is private to its base class.
  ///
  /// - Parameter names: The names of private members of classes.
  func meets(_ names: Set<String>) -> Bool {
    errors.contains { error in
      names.contains(error.nameAtPlace) && (error.isAboutOverriding || error.message.contains("ambiguous use of"))
    }
  }

  /// Whether it speaks of words that the kernel added.
  var mentionsGenerated: Bool {
    let messages = (diagnostics + diagnostics.flatMap(\.notes)).map(\.message)
    return messages.contains { $0.contains("⏎") || $0.contains("__") }
  }
}

extension LanguageMode {
  /// How the compiler is told.
  var arguments: [String] {
    switch self {
    case .swift5:
      // Swift 6's language where it accepts more and means the same. An asynchronous function runs
      // where its caller does, so that cells share variables with it without a race.
      ["-swift-version", "5"]
        + [
          // Not InferSendableFromCaptures: with it, Swift 6.3 fails on a choice between functions.
          "BareSlashRegexLiterals", "ImplicitOpenExistentials", "GlobalActorIsolatedTypesUsability",
          "DisableOutwardActorInference", "NonisolatedNonsendingByDefault",
        ].flatMap { ["-enable-upcoming-feature", $0] }
    case .swift6:
      ["-swift-version", "6", "-default-isolation", "MainActor"]
    }
  }
}
