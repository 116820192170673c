internal import Foundation

/// The libraries that cells may import, and a folder with these alone.
///
/// The build folder also has the kernel's own modules and what those depend on. A cell could import them, but
/// their code is not in the process that runs cells, or not meant for it.
public enum LibraryModules {
  /// What cells see without an import.
  public static let imported = [
    "ToyLib", "ToyFigures", "SuperposePlot", "SuperposeDisplay", "SuperposeWidgets", "SuperposeExperiments",
    "SuperposeAutoencoders", "SuperposeDecomposition", "SuperposeChecks", "SuperposeSweeps",
  ]

  /// With the modules that the interfaces of those need, and the kernel's own words.
  static let visible =
    imported + [
      "SuperposeAllotment", "SuperposeCellSupport", "SuperposeCellMessages", "SuperposeFiles", "SuperposeFingerprints",
      "SuperposeJSON",
    ]

  /// C modules of the libraries. The compiler needs them and cells do not.
  static let ofC = ["CSuperposeRSVG", "CToyEngine", "CToyLAPACK"]

  /// Makes `folder` with links to the files of the visible modules in `build`.
  ///
  /// - Throws: What the system says when a link cannot be made.
  static func link(from build: String, into folder: String) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for module in visible {
      for ending in ["swiftmodule", "swiftdoc", "swiftsourceinfo"]
      where files.fileExists(atPath: "\(build)/\(module).\(ending)") {
        try files.createSymbolicLink(
          atPath: "\(folder)/\(module).\(ending)", withDestinationPath: "\(build)/\(module).\(ending)")
      }
    }
  }

  /// Whether a module is a part of Superpose, or of what it is built from, that cells cannot import.
  static func isInternal(_ module: String, in build: [String]) -> Bool {
    // An older version's build may have left modules of the names that the libraries had.
    guard !visible.contains(module), !visible.contains("Superpose" + module) else { return false }
    return ofC.contains(module)
      || build.contains { FileManager.default.fileExists(atPath: "\($0)/\(module).swiftmodule") }
  }
}
