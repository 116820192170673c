internal import Foundation
internal import SuperposeFiles
internal import Synchronization

/// Modules of C headers that an installation has for all its users, so that nobody's first cell builds them.
///
/// Clang uses such modules without a look at the headers of which they were made (`-fmodule-file`). So
/// they are used only while every one of these files, and the compiler, is as it was.
public final class SharedModules: Sendable {
  /// What is known of the shared modules.
  public enum State: Equatable, Sendable {
    case usable
    /// None were made.
    case missing
    /// Why they are not used, in a sentence.
    case unusable(String)
  }

  /// Beside the programs. It has the list, and a folder with the modules of which the list tells.
  public let folder: String
  let toolchain: Toolchain
  private let latest = Mutex<(file: Data, content: ModuleList?)?>(nil)

  /// - Parameter programs: The folder of the kernel's programs.
  public init(beside programs: String, toolchain: Toolchain) {
    folder = programs + "/SharedModules"
    self.toolchain = toolchain
  }

  var listPath: String { folder + "/list.json" }

  /// What the compiler is told; `nil` when there are no modules that it could use.
  ///
  /// - Parameter cache: Where it may keep the modules that it builds all the same.
  func arguments(for variant: ModuleVariant, keepingOthersIn cache: String) -> [String]? {
    guard let list = list(), let modules = list.variants[variant.name] else { return nil }
    let path = "\(folder)/\(list.generation)/\(variant.name)"
    // By name. With -fprebuilt-implicit-modules clang crashes on the import of a module that does not exist.
    let options = modules.map { "-fmodule-file=\($0.module)=\(path)/\($0.file)" }
    // A module that was built upon shared ones cannot be used together with other builds of these.
    return ["-module-cache-path", "\(cache)/\(list.generation)"] + options.flatMap { ["-Xcc", $0] }
  }

  /// Whether they can be used now.
  public var state: State {
    guard FileManager.default.fileExists(atPath: listPath) else { return .missing }
    do {
      let list = try read(Data(contentsOf: URL(filePath: listPath)))
      return list.change(with: toolchain).map(State.unusable) ?? .usable
    } catch { return .unusable("\(error)") }
  }

  /// The list, if all is as it says. It may have been made after this process has started, or made again.
  private func list() -> ModuleList? {
    latest.withLock { latest in
      if let list = latest?.content, list.change(with: toolchain) == nil { return list }
      guard let file = FileManager.default.contents(atPath: listPath), file != latest?.file else { return nil }
      // Where it cannot be read there are none, and `doctor` says why.
      let list = try? read(file)
      latest = (file, list)
      return list.flatMap { $0.change(with: toolchain) == nil ? $0 : nil }
    }
  }

  /// - Throws: ``FileFailure`` when another user could have made or changed them.
  private func read(_ file: Data) throws -> ModuleList {
    try SharedFolder.checkTrusted(folder)
    do { return try JSONDecoder().decode(ModuleList.self, from: file) } catch {
      throw FileFailure(listPath, "not a list of modules")
    }
  }
}
