import ArgumentParser
import SuperposeDisplay
import SuperposeSession

/// `superpose`: the kernel and its tools.
@main
struct SuperposeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superpose", abstract: "A Jupyter kernel for Swift.",
    version: Superpose.fullVersion,
    subcommands: [
      KernelCommand.self, RunCommand.self, VerifyCommand.self, InstallCommand.self, DoctorCommand.self,
      ProvenanceCommand.self, FiguresCommand.self, SweepCommand.self, PageCommand.self, PDFCommand.self,
      CourseCommand.self,
    ])
}
