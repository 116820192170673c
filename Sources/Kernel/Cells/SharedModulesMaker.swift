internal import Foundation
internal import SuperposeFiles

/// Makes the shared modules of an installation: a session that compiles with ``folder`` as its cache fills it, then
/// ``finish()`` puts it in the place of earlier ones.
public struct SharedModulesMaker: Sendable {
  private let shared: SharedModules
  private let generation: String

  /// - Throws: ``FileFailure`` when the folder of the programs is another user's or cannot be changed.
  public init(_ shared: SharedModules) throws {
    self.shared = shared
    // Modules hold the paths of those that they use, so they are made where they stay.
    generation = UUID().uuidString
    try SharedFolder.checkOwn(URL(filePath: shared.folder).deletingLastPathComponent().path)
    try SharedFolder.prepare(folder, for: .everyone)
  }

  /// Where the compiler is to put them: ``ModuleCache/making(_:)``.
  public var folder: String { "\(shared.folder)/\(generation)" }

  /// Lets every kernel of the installation use them.
  ///
  /// - Throws: What the system says when a file cannot be read or written.
  public func finish() throws {
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: folder)
    var inputs = Set([shared.toolchain.frontend])
    for name in names where name.hasSuffix(".d") {
      let path = "\(folder)/\(name)"
      inputs.formUnion(DependencyFile(try String(contentsOfFile: path, encoding: .utf8)).prerequisites)
      try files.removeItem(atPath: path)
    }
    var variants: [String: [ModuleList.Module]] = [:]
    for name in names where !name.hasSuffix(".d") { variants[name] = try modules(in: "\(folder)/\(name)") }
    for (variant, modules) in variants { inputs.formUnion(modules.map { "\(folder)/\(variant)/\($0.file)" }) }
    try SharedFolder.open(folder)
    let list = ModuleList(
      toolchain: shared.toolchain.root, generation: generation, variants: variants,
      // The cells that were compiled are gone.
      inputs: inputs.sorted().compactMap(ModuleList.Input.init))
    try SharedFolder.write(JSONEncoder().encode(list), to: shared.listPath, for: .everyone)
    let kept = [generation, URL(filePath: shared.listPath).lastPathComponent]
    for name in try files.contentsOfDirectory(atPath: shared.folder) where !kept.contains(name) {
      try files.removeItem(atPath: "\(shared.folder)/\(name)")
    }
  }

  /// Removes what was made so far.
  ///
  /// - Throws: What the system says.
  public func cancel() throws { try FileManager.default.removeItem(atPath: folder) }

  /// The modules in a variant's folder; everything else in it is removed.
  private func modules(in folder: String) throws -> [ModuleList.Module] {
    let files = FileManager.default
    var modules: [ModuleList.Module] = []
    for file in try files.subpathsOfDirectory(atPath: folder).sorted() {
      let name = URL(filePath: file).lastPathComponent
      if name.hasSuffix(".pcm"), let end = name.lastIndex(of: "-") {
        modules.append(ModuleList.Module(module: String(name[..<end]), file: file))
      } else if try files.attributesOfItem(atPath: "\(folder)/\(file)")[.type] as? FileAttributeType == .typeRegular {
        try files.removeItem(atPath: "\(folder)/\(file)")
      }
    }
    return modules
  }
}
