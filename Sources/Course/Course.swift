internal import Foundation
internal import SuperposeJSON

/// The exercises of a first week on superposition.
package enum Course {
  /// The notebooks, in order.
  package static var units: [CourseUnit] {
    get throws {
      try [
        ("1-features", PackageResources.features_course), ("2-model", PackageResources.model_course),
        ("3-superposition", PackageResources.superposition_course),
        ("4-dimensionality", PackageResources.dimensionality_course),
        ("5-phase", PackageResources.phase_course), ("6-correlated", PackageResources.correlated_course),
        ("7-basis", PackageResources.basis_course), ("8-descent", PackageResources.descent_course),
        ("9-autoencoders", PackageResources.autoencoders_course),
      ].map { try CourseUnit(name: $0.0, text: String(decoding: $0.1, as: UTF8.self)) }
    }
  }

  /// The name of nbgrader's assignment.
  package static let assignment = "week1"

  /// Makes a course's folder.
  ///
  /// - Parameters:
  ///   - folder: A folder that does not exist or is empty.
  ///   - name: nbgrader's name of the course.
  package static func write(to folder: String, name: String) throws {
    guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else {
      throw CourseError.wrongName(name)
    }
    try prepare(folder)
    let settings = String(decoding: PackageResources.nbgrader_config_txt, as: UTF8.self)
      .replacing("{course}", with: name)
    try write(Data(settings.utf8), to: "\(folder)/nbgrader_config.py")
    try write(Data(PackageResources.readme_txt), to: "\(folder)/README.md")
    try write(try units, .teacher, to: "\(folder)/source/\(assignment)")
  }

  /// Writes notebooks for readers without a grader: stubs, hints, and solutions that fold out.
  package static func writeSelfStudy(to folder: String) throws {
    try prepare(folder)
    try write(try units, .selfStudy, to: folder)
  }

  private static func write(_ units: [CourseUnit], _ form: CourseUnit.Form, to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    for unit in units {
      let json = try encoder.encode(unit.notebook(form)) + Data("\n".utf8)
      try write(json, to: "\(folder)/\(unit.name).ipynb")
    }
  }

  private static func prepare(_ folder: String) throws {
    let manager = FileManager.default
    if let found = try? manager.contentsOfDirectory(atPath: folder), !found.isEmpty {
      throw CourseError.folderExists(folder)
    }
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private static func write(_ data: Data, to path: String) throws {
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
