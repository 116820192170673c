import ArgumentParser
import Foundation
import SuperposeCourse

/// `superpose course`: a course on superposition.
struct CourseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "course", abstract: "Make a course on superposition.",
    subcommands: [New.self, SelfStudy.self])

  /// `superpose course new FOLDER`.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a course for nbgrader: the teacher's notebooks and the settings.")

    @Argument(help: "The course's folder. It is created, or is empty.")
    var folder: String

    @Option(name: .long, help: "nbgrader's name of the course. Default: the folder's name.")
    var name: String?

    func run() throws {
      let name = name ?? URL(filePath: folder).lastPathComponent
      try failing { try Course.write(to: folder, name: name) }
      print(
        "made the course \(name) in \(folder). Next: cd there, and "
          + "nbgrader generate_assignment \(Course.assignment)")
    }
  }

  /// `superpose course self-study FOLDER`.
  struct SelfStudy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "self-study",
      abstract: "Write the same exercises for readers without a grader, with solutions that fold out.")

    @Argument(help: "The folder for the notebooks. It is created, or is empty.")
    var folder: String

    func run() throws {
      try failing { try Course.writeSelfStudy(to: folder) }
      print("wrote the notebooks into \(folder)")
    }
  }
}

/// Shows a course's error as a sentence.
private func failing(_ body: () throws -> Void) throws {
  do { try body() } catch let error as CourseError { throw ValidationError(error.description) }
}
