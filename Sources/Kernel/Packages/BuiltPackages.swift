internal import Foundation

/// What a finished build offers to cells.
package struct BuiltPackages: Sendable, Codable, Equatable {
  package let set: PackageSet
  /// The version of each package, also of those that others need: a version, a revision, or the state of
  /// a folder.
  package let versions: [String: String]
  /// What the compiler must be told: folders of modules, module maps, plug-ins.
  package let arguments: [String]
  /// The object files of each module.
  package let objects: [String: [String]]
  /// How the package manager links the product.
  let linking: [String]

  package var modules: [String] { objects.keys.filter { $0 != PackageSet.name }.sorted() }

  /// Packages that have another version than in `older`, but that both have.
  package func changes(since older: BuiltPackages) -> [String] {
    versions.filter { name, version in older.versions[name].map { $0 != version } ?? false }.map(\.key).sorted()
  }
}

extension BuiltPackages {
  /// Reads what the package manager wrote in `folder`.
  ///
  /// - Throws: ``PackageFailure`` when a file is not as expected.
  init(_ set: PackageSet, builtIn folder: String, versions: [String: String]) throws {
    let release = folder + "/.build/release"
    let list = try String(
      contentsOfFile: "\(release)/\(PackageSet.name).product/Objects.LinkFileList", encoding: .utf8)
    var objects: [String: [String]] = [:]
    for line in list.split(separator: "\n") {
      let path = line.trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
      guard let part = path.split(separator: "/").last(where: { $0.hasSuffix(".build") && $0 != ".build" }) else {
        continue
      }
      objects[String(part.dropLast(6)), default: []].append(path)
    }
    self.set = set
    self.versions = versions
    self.objects = objects
    arguments = ["-I", release + "/Modules"] + (try Self.compilerArguments(release))
    linking = try Self.linkArguments(folder)
  }

  private struct Description: Decodable {
    struct Command: Decodable { var otherArguments: [String] }
    var swiftCommands: [String: Command]
  }

  /// What the package manager told the compiler of the generated module, which imports what cells will.
  private static func compilerArguments(_ release: String) throws -> [String] {
    let data = try Data(contentsOf: URL(filePath: release + "/description.json"))
    let commands = try JSONDecoder().decode(Description.self, from: data).swiftCommands
    let prefix = "C.\(PackageSet.name)-"
    guard let command = commands.first(where: { $0.key.hasPrefix(prefix) })?.value else {
      throw PackageFailure("the build's description has no command for \(PackageSet.name)")
    }
    let kept = ["-Xcc", "-I", "-F", "-load-plugin-executable", "-load-plugin-library"]
    var arguments: [String] = []
    // The driver's way of saying that the next word is for the frontend; cells are compiled by that one.
    var words = command.otherArguments.filter { $0 != "-Xfrontend" }[...]
    while let word = words.popFirst() {
      guard kept.contains(word), let value = words.popFirst() else { continue }
      if word == "-Xcc", ["-fPIC", "-g"].contains(value) || value.hasPrefix("-fno-") { continue }
      arguments += [word, value]
    }
    return arguments
  }

  private static func linkArguments(_ folder: String) throws -> [String] {
    let plan = try String(contentsOfFile: folder + "/.build/release.yaml", encoding: .utf8)
    var lines = plan.split(separator: "\n")[...]
    let heading = "  \"C.\(PackageSet.name)-"
    while let line = lines.popFirst() {
      guard line.hasPrefix(heading), line.hasSuffix(".dylib\":") else { continue }
      guard let arguments = lines.first(where: { $0.hasPrefix("    args: ") })?.dropFirst(10) else { break }
      return try JSONDecoder().decode([String].self, from: Data(arguments.utf8))
    }
    throw PackageFailure("the build's plan does not say how \(PackageSet.name) is linked")
  }
}

extension BuiltPackages {
  /// The command that links the modules that are not loaded yet into `library`; `nil` when all are.
  ///
  /// A process must have one copy of each module: two would have two types of each name.
  package func linking(besides loaded: Set<String>, into library: String) -> [String]? {
    let missing = objects.filter { !loaded.contains($0.key) }.sorted { $0.key < $1.key }.flatMap(\.value)
    guard !missing.isEmpty else { return nil }
    var command = linking.filter { !$0.hasPrefix("@") }
    if let output = command.firstIndex(of: "-o"), output + 1 < command.count { command[output + 1] = library }
    return command + missing
  }
}
