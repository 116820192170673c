internal import Foundation

extension PackageBuilder {
  /// Refuses modules with the names of those that cells have without any package.
  ///
  /// - Throws: ``PackageFailure`` that names the module and who has it already.
  func checkNames(_ built: BuiltPackages) throws(PackageFailure) {
    for module in built.modules {
      guard let owner = owner(of: module) else { continue }
      throw PackageFailure(
        "a package has a module \(module), which is also the name of one that \(owner) gives to every cell; "
          + "they cannot be used together")
    }
  }

  private func owner(of module: String) -> String? {
    // The modules of cells begin with Superpose, too.
    let isOurs =
      ["ToyLib", "ToyFigures"].contains(module)
      || ["Superpose", "CSuperpose", "CToy"].contains(where: module.hasPrefix)
    if isOurs { return "Superpose" }
    let libraries = toolchain + "/lib/swift"
    let files = ["linux/\(module).swiftmodule", "\(module)/module.modulemap", "\(module)/module.map"]
    return files.contains { FileManager.default.fileExists(atPath: "\(libraries)/\($0)") } ? "the toolchain" : nil
  }
}
