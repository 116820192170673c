// swift-tools-version: 6.2
import PackageDescription

// A package whose modules have the names that Superpose's folders have.
let own = ["Host", "JSON", "Plot", "Session", "Wire"]

let package = Package(
  name: "Other",
  dependencies: [.package(path: "../superpose")],
  targets: own.map { .target(name: $0) } + [
    .executableTarget(
      name: "trainer", dependencies: [.product(name: "ToyLib", package: "superpose")]),
    .executableTarget(
      name: "studio",
      dependencies: own.map { .byName(name: $0) } + [
        .product(name: "SuperposePlot", package: "superpose"),
        .product(name: "SuperposeWidgets", package: "superpose"),
        .product(name: "ToyLib", package: "superpose"),
      ]),
  ]
)
