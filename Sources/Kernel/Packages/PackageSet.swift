internal import SuperposeFingerprints
internal import SuperposeReading

/// All packages of a notebook, as one package that depends on them.
package struct PackageSet: Sendable, Hashable, Codable {
  /// Sorted, so that the order of cells does not matter.
  package let requests: [PackageRequest]

  /// The name of the generated package, its product and its module.
  package static let name = "NotebookPackages"

  package init(_ requests: [PackageRequest]) {
    var merged: [String: PackageRequest] = [:]
    for request in requests {
      // The newest wish counts; products add up.
      let products = (merged[request.identity]?.products ?? []) + request.products
      merged[request.identity] = PackageRequest(request.source, products: Array(Set(products)).sorted())
    }
    self.requests = merged.values.sorted { $0.identity < $1.identity }
  }

  package func adding(_ more: [PackageRequest]) -> PackageSet { PackageSet(requests + more) }

  package var isEmpty: Bool { requests.isEmpty }

  /// The packages that may change under their name.
  package var folders: [String] { requests.compactMap(\.folder) }

  /// The text of the generated `Package.swift`.
  package var manifest: String {
    let dependencies = requests.map { request in
      switch request.source {
      case .folder(let path): "    .package(path: \(path.swiftLiteral)),"
      case .repository(let url, let requirement):
        "    .package(url: \(url.swiftLiteral), \(requirement.argument)),"
      }
    }
    let products = requests.flatMap { request in
      request.products.map {
        "      .product(name: \($0.swiftLiteral), package: \(request.identity.swiftLiteral)),"
      }
    }
    return """
      // swift-tools-version: 6.0
      import PackageDescription

      let package = Package(
        name: "\(Self.name)",
        products: [.library(name: "\(Self.name)", type: .dynamic, targets: ["\(Self.name)"])],
        dependencies: [
      \(dependencies.joined(separator: "\n"))
        ],
        targets: [
          .target(name: "\(Self.name)", dependencies: [
      \(products.joined(separator: "\n"))
          ])
        ]
      )

      """
  }

  /// The name of the set's folder in the cache: for people the packages, for the machine everything on
  /// which the build depends.
  func key(toolchain: String) -> String {
    let names = requests.map(\.identity).joined(separator: "+").prefix(60)
    return "\(names)-\(Fingerprint(of: manifest + toolchain).folderName)"
  }
}

extension PackageRequest.Requirement {
  fileprivate var argument: String {
    switch self {
    case .from(let version): "from: \(version.swiftLiteral)"
    case .exact(let version): "exact: \(version.swiftLiteral)"
    case .branch(let name): "branch: \(name.swiftLiteral)"
    case .revision(let name): "revision: \(name.swiftLiteral)"
    }
  }
}
