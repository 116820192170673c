import Foundation

/// A check of something that the kernel needs.
package struct Check: Equatable, Sendable {
  /// The result of a check.
  package enum Finding: Equatable, Sendable {
    case ok(String)
    /// The problem, and the command that fixes it.
    case broken(String, mend: String)
  }

  package var subject: String
  package var finding: Finding

  package init(_ subject: String, _ finding: Finding) {
    self.subject = subject
    self.finding = finding
  }

  package var isOK: Bool {
    if case .ok = finding { true } else { false }
  }
}

extension Check: CustomStringConvertible {
  /// One line.
  package var description: String {
    switch finding {
    case .ok(let detail): "ok      \(subject): \(detail)"
    case .broken(let problem, let mend): "broken  \(subject): \(problem). Fix: \(mend)"
    }
  }
}

/// Checks what the kernel needs from the machine.
package struct Doctor: Sendable {
  package var environment: [String: String]
  /// The path of the running `superpose`.
  package var executable: String

  package init(environment: [String: String], executable: String) {
    self.environment = environment
    self.executable = executable
  }

  package func checks() -> [Check] { [kernelSpec, history, temporaryFiles] }

  private var kernelSpec: Check {
    let install = "\(executable) install --user"
    let listed = (environment["JUPYTER_PATH"] ?? "").split(separator: ":").map { "\($0)/kernels" }
    let places = (listed + kernelDirectories.map(\.path)).map { $0 + "/superpose/kernel.json" }
    guard let path = places.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      return Check("kernelspec", .broken("not installed", mend: install))
    }
    guard let program = KernelSpec.program(at: path),
      FileManager.default.isExecutableFile(atPath: program)
    else {
      return Check(
        "kernelspec", .broken("\(path) names a program that does not exist", mend: install))
    }
    return Check("kernelspec", .ok(path))
  }

  private var kernelDirectories: [KernelDirectory] {
    let prefixes = [environment["VIRTUAL_ENV"], environment["CONDA_PREFIX"]].compactMap { $0 }
    return prefixes.map(KernelDirectory.prefix) + [
      .user(environment), .prefix("/usr/local"), .prefix("/usr"),
    ]
  }

  private var history: Check {
    let path = SQLiteHistory.defaultPath(environment: environment)
    let folder = URL(filePath: path).deletingLastPathComponent().path
    return writable("history", folder)
  }

  private var temporaryFiles: Check {
    writable("temporary files", environment["TMPDIR"] ?? "/tmp")
  }

  /// Whether `folder`, or the folder in which it would be created, is writable.
  private func writable(_ subject: String, _ folder: String) -> Check {
    var existing = URL(filePath: folder)
    while existing.path != "/", !FileManager.default.fileExists(atPath: existing.path) {
      existing.deleteLastPathComponent()
    }
    guard FileManager.default.isWritableFile(atPath: existing.path) else {
      return Check(
        subject, .broken("\(existing.path) is read-only", mend: "chmod u+w '\(existing.path)'"))
    }
    return Check(subject, .ok(folder))
  }
}
