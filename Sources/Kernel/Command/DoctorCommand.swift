import ArgumentParser
import Foundation
import SuperposeCells
import SuperposeSession

/// `superpose doctor`: prints one line for each check.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check what the kernel needs, and print how to fix what is missing.")

  func run() async throws {
    let doctor = Doctor(
      environment: ProcessInfo.processInfo.environment, executable: try ownPath())
    let checks = [toolchain, sharedModules, await cells] + doctor.checks()
    for check in checks { print(check) }
    guard checks.allSatisfy(\.isOK) else { throw ExitCode.failure }
  }

  private var toolchain: Check {
    do {
      return Check("toolchain", .ok(try Toolchain.current().root))
    } catch {
      return Check("toolchain", .broken("\(error)", mend: "make install"))
    }
  }

  /// The modules that the installation has for all users. Cells work without them.
  private var sharedModules: Check {
    let subject = "shared modules"
    do {
      let shared = try SharedModules.ofThisInstallation()
      let make = "\(try ownPath()) install --modules-only"
      switch shared.state {
      case .usable: return Check(subject, .ok(shared.folder))
      case .missing: return Check(subject, .ok("none; \(make) makes them, and each user's first cell is faster"))
      case .unusable(let reason):
        return Check(subject, .broken("\(reason). Each user's first cell is slower", mend: make))
      }
    } catch {
      return Check(subject, .broken("\(error)", mend: "make install"))
    }
  }

  /// Runs a cell, which needs the libraries, modules, compiler, linker and cell host.
  private var cells: Check {
    get async {
      let start = ContinuousClock.now
      do {
        try await runFirstCell()
        let time = (ContinuousClock.now - start).formatted(
          .units(allowed: [.seconds], width: .abbreviated, fractionalPart: .show(length: 1)))
        return Check("cells", .ok("compiled and ran one in \(time)"))
      } catch {
        return Check("cells", .broken("\(error)", mend: "make install"))
      }
    }
  }
}
