public import Foundation

/// A program and its arguments.
public struct Program: Sendable {
  public var path: String
  public var arguments: [String]

  public init(_ path: String, _ arguments: [String] = []) {
    self.path = path
    self.arguments = arguments
  }

  /// The same program, killed when the thread that starts it ends, and so at the latest with this
  /// process. Where the system has no `setpriv`, the program must notice that itself.
  public var endingWithParent: Program {
    guard FileManager.default.isExecutableFile(atPath: Self.setpriv) else { return self }
    return Program(Self.setpriv, ["--pdeathsig", "KILL", path] + arguments)
  }

  private static let setpriv = "/usr/bin/setpriv"

  /// Starts it, with no signal blocked and in a separate process group, because Ctrl-C in the
  /// terminal and front ends that interrupt by signal address only this process.
  ///
  /// - Parameter descriptors: Its descriptors 0, 1, 2 and so on; `nil` for the null device. Other
  ///   descriptors are inherited only if they are not close-on-exec.
  /// - Returns: The process id. The caller must wait for it: ``ProcessEnd/wait(for:)``.
  /// - Throws: `POSIXError`, such as `ENOENT` when there is no such program.
  public func start(descriptors: [Int32?]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in descriptors.enumerated() {
      if let descriptor {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
      } else {
        posix_spawn_file_actions_addopen(&actions, Int32(number), "/dev/null", O_RDWR, 0)
      }
    }

    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))

    let words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, path, &actions, &attributes, words, environ)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
    return identifier
  }
}
