import ArgumentParser
import Foundation
import Session

/// `superpose doctor`: one line for each thing that has to be right.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check what the kernel needs, and say how to mend it.")

  func run() throws {
    let doctor = Doctor(
      environment: ProcessInfo.processInfo.environment, executable: try ownPath())
    let checks = doctor.checks()
    for check in checks { print(check) }
    guard checks.allSatisfy(\.isOK) else { throw ExitCode.failure }
  }
}
