// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "Superpose",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Display", targets: ["Display"]),
    .library(name: "ToyLib", targets: ["ToyLib"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // Values and how they show themselves.
    .target(name: "JSON", swiftSettings: strict),
    .target(name: "Display", dependencies: ["JSON"], swiftSettings: strict),

    // Toy models: the inner loops in C, everything else in Swift.
    .target(name: "Engine"),
    .target(name: "ToyLib", dependencies: ["Display", "Engine", "JSON"], swiftSettings: strict),
    .executableTarget(
      name: "toylib-bench", dependencies: ["ToyLib"], path: "Benchmarks/toylib-bench",
      swiftSettings: strict),
    .testTarget(
      name: "ToyLibTests", dependencies: ["ToyLib"], exclude: ["Reference"],
      swiftSettings: strict),

    // The kernel.
    .target(
      name: "Evaluation", dependencies: ["JSON"], path: "Sources/Kernel/Evaluation",
      swiftSettings: strict),
  ]
)
