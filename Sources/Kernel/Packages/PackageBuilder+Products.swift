internal import Foundation
internal import SuperposeProcesses

extension PackageBuilder {
  /// The failure; where a package lacks a product, with those that it has.
  func explaining(_ failure: PackageFailure, of set: PackageSet, in folder: String) async -> PackageFailure {
    guard let package = failure.packageWithoutProduct else { return failure }
    let products = await products(of: package, in: set, folder)
    guard !products.isEmpty else { return failure }
    return PackageFailure("\(failure.description); it has \(products.joined(separator: ", "))", output: failure.output)
  }

  private struct Manifest: Decodable {
    struct Product: Decodable {
      struct Kind: Decodable { var library: [String]? }
      var name: String
      var type: Kind
    }
    var products: [Product]
  }

  /// The names of a package's library products; none if they cannot be found out.
  private func products(of package: String, in set: PackageSet, _ folder: String) async -> [String] {
    let checkouts = folder + "/.build/checkouts"
    let fetched = (try? FileManager.default.contentsOfDirectory(atPath: checkouts)) ?? []
    let place =
      fetched.first { $0.lowercased() == package }.map { "\(checkouts)/\($0)" }
      ?? set.requests.first { $0.identity == package }?.folder
    guard let place else { return [] }
    let process = BuildProcess(
      program: Program(toolchain + "/bin/swift", ["package", "--package-path", place, "dump-package"]))
    guard let result = try? await process.run(), result.end.isSuccess, let start = result.output.firstIndex(of: "{"),
      let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(result.output[start...].utf8))
    else { return [] }
    return manifest.products.filter { $0.type.library != nil }.map(\.name)
  }
}
