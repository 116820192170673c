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
    .executable(name: "superpose", targets: ["superpose"]),
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

    // The kernel.
    .target(
      name: "Evaluation", dependencies: ["JSON"], path: "Sources/Kernel/Evaluation",
      swiftSettings: strict),

    // The kernel on the wire. Wire knows no sockets, Transport no JSON.
    // No pkg-config for libzmq: its `-isystem` flags are ones SwiftPM refuses with a warning.
    .systemLibrary(name: "CZMQ", providers: [.apt(["libzmq3-dev"])]),
    // Chosen with the clock: swift-crypto costs 88 s of build on 2 cores, libcrypto none.
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "Wire", dependencies: ["JSON", "CCrypto"], path: "Sources/Kernel/Wire",
      swiftSettings: strict),
    .target(
      name: "Transport", dependencies: ["CZMQ"], path: "Sources/Kernel/Transport",
      swiftSettings: strict),
    .target(
      name: "Channels",
      dependencies: [
        "Evaluation", "JSON", "Transport", "Wire", .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Kernel/Channels", swiftSettings: strict),
    .target(
      name: "Session",
      dependencies: [
        "Channels", "JSON", "Transport", "Wire",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Kernel/Session",
      // In the program itself, so that it can be moved and its folder be read-only.
      resources: [.embedInCode("Resources")], swiftSettings: strict),
    .executableTarget(
      name: "superpose",
      dependencies: [
        "Channels", "Evaluation", "JSON", "Session", "Transport", "Wire",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Sources/Kernel/Command", swiftSettings: strict),

    .testTarget(
      name: "WireTests", dependencies: ["JSON", "Wire"], exclude: ["Golden"],
      swiftSettings: strict),
    // A client's side of the sockets, for the tests of both layers that have the other side.
    .target(
      name: "TestSockets", dependencies: ["CZMQ", "Transport"], path: "Tests/TestSockets",
      swiftSettings: strict),
    .testTarget(
      name: "TransportTests", dependencies: ["CZMQ", "TestSockets", "Transport"],
      swiftSettings: strict),
    .testTarget(
      name: "ChannelsTests",
      dependencies: [
        "Channels", "Evaluation", "JSON", "TestSockets", "Transport", "Wire",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "Channels", "JSON", "Session", "Transport", "Wire",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
  ]
)
