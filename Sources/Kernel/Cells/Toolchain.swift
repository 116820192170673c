internal import Foundation
internal import SuperposeProcesses

/// The Swift toolchain that compiles cells: the one whose runtime this process uses.
///
/// A cell can only import modules that the very same compiler made, so no other toolchain will do,
/// whatever `PATH` says.
public struct Toolchain: Sendable, Equatable {
  /// The toolchain's `usr` folder.
  public let root: String

  public init(root: String) { self.root = root }

  /// The toolchain that holds the runtime library loaded into this process.
  ///
  /// - Throws: ``ToolchainError`` when its compiler or linker is not beside the runtime.
  public static func current() throws(ToolchainError) -> Toolchain {
    guard let runtime = loadedRuntime() else { throw .notFound("libswiftCore") }
    // <root>/lib/swift/linux/libswiftCore.so
    var root = URL(fileURLWithPath: runtime).resolvingSymlinksInPath()
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let toolchain = Toolchain(root: root.path)
    for tool in [toolchain.frontend, toolchain.linker]
    where !FileManager.default.isExecutableFile(atPath: tool) {
      throw .notFound(tool)
    }
    return toolchain
  }

  private static func loadedRuntime() -> String? {
    // The dynamic linker's own answer (dladdr) is not visible to Swift on Linux.
    let maps = SystemFile.text("/proc/self/maps")?.split(separator: "\n")
    let line = maps?.first { $0.hasSuffix("/libswiftCore.so") }
    return line.flatMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
  }

  public var frontend: String { root + "/bin/swift-frontend" }
  public var linker: String { root + "/bin/ld.lld" }
  public var symbolizer: String { root + "/bin/llvm-symbolizer" }
  /// Where the runtime libraries are.
  public var libraries: String { root + "/lib/swift/\(Self.platform)" }
  /// The object that tells the runtime of an image's types when it is loaded.
  public var registrar: String { "\(libraries)/\(Self.architecture)/swiftrt.o" }
  public var plugins: String { root + "/lib/swift/host/plugins" }

  /// The target triple of this machine.
  public static var triple: String {
    #if arch(x86_64)
      "x86_64-unknown-linux-gnu"
    #else
      "aarch64-unknown-linux-gnu"
    #endif
  }

  private static var platform: String { "linux" }

  private static var architecture: String { String(triple.prefix { $0 != "-" }) }

  /// The part of the C library that a linker adds to each program, such as `atexit`; none where the C
  /// library has no such part.
  static let staticPartOfLibc = ["/usr/lib/\(architecture)-linux-gnu", "/usr/lib64", "/usr/lib"]
    .map { $0 + "/libc_nonshared.a" }.filter(FileManager.default.fileExists).prefix(1)

  /// The file to link for `import module`, if the toolchain has one.
  public func library(for module: String) -> [String] {
    ["swift\(module)", module, module.lowercased()].filter {
      FileManager.default.fileExists(atPath: "\(libraries)/lib\($0).so")
    }
  }
}

/// Why no toolchain can be used.
public enum ToolchainError: Error, CustomStringConvertible, Equatable {
  /// The part that is missing.
  case notFound(String)

  public var description: String {
    switch self {
    case .notFound(let part):
      """
      The Swift toolchain that built Superpose is not where it was: \(part) is missing. \
      Restore it, or rebuild with the current toolchain: make install
      """
    }
  }
}
