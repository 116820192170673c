import ArgumentParser
import Foundation
import SuperposeCells
import SuperposeSession

/// `superpose install`: registers the kernel with Jupyter.
struct InstallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Register the kernel with Jupyter.")

  @Option(help: "Install under this prefix, such as a virtual environment's folder.")
  var sysPrefix: String?

  @Option(help: "The same as --sys-prefix.")
  var prefix: String?

  @Flag(help: "Install for the current user (the default).")
  var user = false

  @Option(help: "The kernel's name.")
  var name = "superpose"

  @Flag(help: "Only make the compiled modules that all users share, as after an update of the system.")
  var modulesOnly = false

  func validate() throws {
    let places = [sysPrefix != nil, prefix != nil, user].count { $0 }
    guard places <= 1 else {
      throw ValidationError("give only one of --sys-prefix, --prefix and --user, found \(places)")
    }
  }

  func run() async throws {
    if modulesOnly {
      print(try await makeSharedModules() ? "made the shared modules" : "the shared modules are up to date")
      return
    }
    let environment = ProcessInfo.processInfo.environment
    let spec = try KernelSpec(
      name: name, executable: try ownPath(), runtime: Toolchain.current().libraries)
    let directory = (sysPrefix ?? prefix).map(KernelDirectory.prefix) ?? .user(environment)
    let folder = try spec.install(in: directory)
    print("installed \(folder)")
    do {
      _ = try await makeSharedModules()
    } catch {
      // Cells work without them, or the next one says what is wrong.
      print("no modules that all users share, so each user's first cell takes a second longer: \(error)")
    }
    try await runFirstCell()
  }
}

/// The absolute path of this program, with symbolic links resolved.
func ownPath() throws -> String {
  let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
  return URL(filePath: path).resolvingSymlinksInPath().path
}
