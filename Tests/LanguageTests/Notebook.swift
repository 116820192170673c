import Foundation
import SuperposeLanguage

/// A chain of compiled cells in a temporary folder, and clients that know them.
final class Notebook: Sendable {
  let folder: URL
  let context: CellContext

  /// Two cells before the one being typed, compiled once for all tests.
  ///
  /// Foundation's pipes are inherited by whatever else is started meanwhile, so everything that
  /// runs a command does so here, before any test goes on.
  static let shared = Result {
    _ = try sourceKit.get()
    atexit { try? FileManager.default.removeItem(at: Notebook.temporaryFolder) }
    return try Notebook(cells: [firstCell, secondCell])
  }

  static let magics = [
    Magic("%help", summary: "What the kernel can do."), Magic("%time", takesCode: true),
    Magic("%%time"), Magic("%reset"),
  ]

  /// The source of a cell of ``shared`` by its module's name.
  static let source: LanguageClient.SourceOfCell = { module in
    ["Cell1": firstCell, "Cell2": secondCell][module]
  }

  private init(cells: [String]) throws {
    folder = Self.temporaryFolder
    let names = (1...cells.count).map { "Cell\($0)" }
    let flags = [
      "-swift-version", "6", "-default-isolation", "MainActor", "-enable-testing",
      "-disable-access-control", "-I", folder.path, "-module-cache-path", folder.path + "/cache",
    ]
    context = CellContext(
      moduleName: "Cell\(cells.count + 1)",
      prelude:
        "@_exported import \(names[cells.count - 1])\n#sourceLocation(file: \"Cell\", line: 1)\n",
      compilerArguments: flags, cellModules: names, projectModules: [],
      importableModules: ["Foundation", "Synchronization"])
    for (index, name) in names.enumerated() {
      let header = index == 0 ? "" : "@_exported import \(names[index - 1])\n"
      try compile(header + cells[index], as: name, flags)
    }
  }

  /// A folder of this run; a blank and an accent show that paths are passed on whole.
  private static let temporaryFolder = FileManager.default.temporaryDirectory
    .appendingPathComponent("LanguageTests é \(ProcessInfo.processInfo.processIdentifier)")

  private func compile(_ source: String, as name: String, _ flags: [String]) throws {
    let file = folder.appendingPathComponent("\(name)/main.swift")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try source.write(to: file, atomically: true, encoding: .utf8)
    let module = folder.appendingPathComponent(name).path
    try run(
      [
        "swift-frontend", "-frontend", "-emit-module", file.path, "-module-name", name, "-o",
        module + ".swiftmodule", "-emit-module-doc-path", module + ".swiftdoc",
      ] + flags)
  }

  /// A client with a process of its own.
  static func client(
    deadline: Duration = .seconds(20), idleLimit: Duration = .seconds(600)
  ) throws -> LanguageClient {
    LanguageClient(
      command: [executable, try sourceKit.get()], magics: magics, deadline: deadline,
      idleLimit: idleLimit)
  }

  /// Built beside the tests.
  static var executable: String {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("superpose-language").path
  }

  static let sourceKit = Result {
    let output = try run(["swiftc", "-print-target-info"])
    let information = try JSONDecoder().decode(TargetInformation.self, from: output)
    let resources = URL(fileURLWithPath: information.paths.runtimeResourcePath)
    let usr = resources.deletingLastPathComponent().deletingLastPathComponent()
    return LanguageClient.sourceKit(inToolchain: usr.path)
  }

  private struct TargetInformation: Decodable {
    struct Paths: Decodable { let runtimeResourcePath: String }
    let paths: Paths
  }
}

private struct CommandFailed: Error { let command: [String] }

@discardableResult
private func run(_ command: [String]) throws -> Data {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CommandFailed(command: command) }
  return data
}

private let firstCell = """
  /// A point on the plane.
  ///
  /// - Note: It has no colour.
  struct Point {
    var x = 1.0
    var y = 2.0
    /// Moves the point.
    ///
    /// More text with `code` and **bold**, see ``Point``.
    ///
    /// - Parameters:
    ///   - dx: How far right.
    ///   - dy: How far up.
    /// - Returns: The moved point.
    /// - Throws: `Nothing`, ever.
    func moved(by dx: Double, _ dy: Double = 0) throws -> Point { self }
    func mixed(with other: Point) -> Point { self }
    func mirrored() -> Point { self }
    private var _mood: Int { 1 }
  }
  let point = Point()
  /// The number of corners.
  var corners = 4
  func pole(_ a: Int, over b: [String: Int]) async throws -> Int? { nil }
  func apply(_ change: (Point) -> Point) -> Point { change(point) }
  func fit() {}
  func fit(to goal: Int) {}
  func index(of goal: Int) {}
  func index(after place: Int) {}
  enum Palette: Codable, Hashable {
    case warm, cold, mixed(share: Double)
    static var usual: Palette { .warm }
    func darker() -> Palette { self }
  }
  func paint(_ point: Point, with palette: Palette = .warm, twice: Bool = false) {}
  """

private let secondCell = """
  let polygon = [point, point]
  class Poster { var n = 1 }
  var corners = "five"
  let café😀 = point
  """
