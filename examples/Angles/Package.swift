// swift-tools-version: 6.0
import PackageDescription

// A package for the notebook "Beyond the library", which uses it by its path.
let package = Package(
  name: "Angles",
  products: [.library(name: "Angles", targets: ["Angles"])],
  targets: [.target(name: "Angles")]
)
