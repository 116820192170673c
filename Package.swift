// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Where the toolchain that builds this keeps its own parts (`<toolchain>/usr/lib/swift`).
///
/// The toolchain ships SwiftParser and SwiftSyntax as libraries exactly as old as the compiler, so
/// a clone does not spend minutes on building swift-syntax.
let toolchain: String = {
  let swiftc = Process()
  swiftc.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  swiftc.arguments = ["swiftc", "-print-target-info"]
  let answer = Pipe()
  swiftc.standardOutput = answer
  guard (try? swiftc.run()) != nil else { return "/usr/lib/swift" }
  let text = answer.fileHandleForReading.readDataToEndOfFile()
  swiftc.waitUntilExit()
  let information = (try? JSONSerialization.jsonObject(with: text)) as? [String: Any]
  let paths = information?["paths"] as? [String: Any]
  return paths?["runtimeResourcePath"] as? String ?? "/usr/lib/swift"
}()

/// Where the modules SwiftParser and SwiftSyntax are, for the targets that import them and for those
/// that import these.
let swiftSyntax: [SwiftSetting] = [.unsafeFlags(["-I", toolchain + "/host"])]

/// For targets that import SwiftParser and SwiftSyntax: which libraries, and where they are at run time.
let swiftSyntaxLibraries: [LinkerSetting] = [
  .linkedLibrary("SwiftParser"),
  .linkedLibrary("SwiftSyntax"),
  .unsafeFlags([
    "-L", toolchain + "/host", "-Xlinker", "-rpath", "-Xlinker", toolchain + "/host",
  ]),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
  name: "Superpose",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "superpose", targets: ["superpose"]),
    .executable(name: "superpose-cell-host", targets: ["superpose-cell-host"]),
    .executable(name: "superpose-language", targets: ["superpose-language"]),
    .library(name: "ToyLib", targets: ["ToyLib"]),
    .library(name: "Autoencoders", targets: ["Autoencoders"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    .library(name: "Plot", targets: ["Plot"]),
    .library(name: "Display", targets: ["Display"]),
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

    // Figures: marks, channels and scales to SVG; librsvg makes PNG and PDF of it.
    .target(
      name: "CRSVG",
      linkerSettings: ["rsvg-2", "cairo", "gobject-2.0", "glib-2.0"].map { .linkedLibrary($0) }),
    .target(name: "Plot", dependencies: ["CRSVG", "Display", "JSON"], swiftSettings: strict),

    // Toy models: the inner loops in C, everything else in Swift.
    .target(name: "Engine"),
    // Debian's liblapack-dev, or Accelerate through macOS's liblapack.
    .target(
      name: "CLAPACK", linkerSettings: [.linkedLibrary("lapack"), .linkedLibrary("blas")]),
    .target(
      name: "ToyLib", dependencies: ["CLAPACK", "Display", "Engine", "JSON", "Plot"],
      swiftSettings: strict),

    // Sparse autoencoders, which take features out of superposition again.
    .target(name: "Autoencoders", dependencies: ["ToyLib"], swiftSettings: strict),

    // The paper: each experiment a value with its parameters, its result, figures and claims.
    .target(
      name: "Experiments", dependencies: ["Autoencoders", "Display", "JSON", "Plot", "ToyLib"],
      swiftSettings: strict),

    // Widgets of notebooks: their states, the protocol of comms, and what is redrawn as they move.
    .target(name: "Widgets", dependencies: ["Display", "JSON"], swiftSettings: strict),

    // Experiments without a notebook: figures into files, and a manifest of their hashes.
    .target(
      name: "FigureFiles", dependencies: ["CCrypto", "Experiments", "JSON", "Plot"],
      swiftSettings: strict),

    // The process that runs cells.
    .target(
      name: "CellSupport",
      dependencies: ["Autoencoders", "Display", "Experiments", "Plot", "ToyLib", "Widgets"],
      swiftSettings: strict),
    .target(name: "HostLink", dependencies: ["Evaluation"], swiftSettings: strict),
    // What the system tells of processes, and how they are ended.
    .target(name: "Processes", dependencies: ["CPipe"], swiftSettings: strict),
    .target(name: "CPipe"),
    .target(name: "CCellHost"),
    .executableTarget(
      name: "superpose-cell-host",
      dependencies: [
        "CCellHost", "CellSupport", "Display", "Evaluation", "HostLink", "JSON", "Processes",
        "ToyLib", "Widgets",
      ],
      path: "Sources/CellHost", swiftSettings: strict,
      // Cells find the libraries' symbols in the host itself: one copy of every global.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),

    // The kernel. What running a cell means, for those who ask for it and those who do it.
    .target(
      name: "Evaluation", dependencies: ["JSON"], path: "Sources/Kernel/Evaluation",
      swiftSettings: strict),

    // The kernel on the wire. Wire knows no sockets, Transport no JSON.
    // No pkg-config for libzmq and libcrypto: SwiftPM warns of their flags, and needs none of them.
    .systemLibrary(name: "CZMQ", providers: [.apt(["libzmq3-dev"])]),
    // Chosen with the clock: swift-crypto costs 88 s of build on 2 cores, libcrypto none.
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "Wire", dependencies: ["JSON", "CCrypto"], path: "Sources/Kernel/Wire",
      swiftSettings: strict),
    .target(
      name: "Transport", dependencies: ["CZMQ"], path: "Sources/Kernel/Transport",
      swiftSettings: strict),
    .target(
      name: "Channels", dependencies: ["Evaluation", "JSON", "Transport", "Wire", logging],
      path: "Sources/Kernel/Channels", swiftSettings: strict),
    .target(
      name: "Session",
      dependencies: [
        "Channels", "JSON", "Processes", "Transport", "Wire", logging,
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Sources/Kernel/Session",
      // In the program itself, so that it can be moved and its folder be read-only.
      resources: [.embedInCode("Resources")], swiftSettings: strict),

    // The kernel's cells: source to image, the process that runs images, and both as a notebook.
    .target(
      name: "Cells", dependencies: ["Processes"], path: "Sources/Kernel/Cells",
      swiftSettings: strict + swiftSyntax,
      linkerSettings: swiftSyntaxLibraries),
    .target(
      name: "Host", dependencies: ["CPipe", "Evaluation", "HostLink", "JSON", "Processes"],
      path: "Sources/Kernel/Host", swiftSettings: strict),
    .target(
      name: "Language", dependencies: ["Evaluation", "JSON", "Processes"], path: "Sources/Kernel/Language",
      swiftSettings: strict + swiftSyntax, linkerSettings: swiftSyntaxLibraries),
    .target(
      name: "Notebook", dependencies: ["Cells", "Evaluation", "Host", "HostLink", "JSON", "Language", "Processes"],
      path: "Sources/Kernel/Notebook", swiftSettings: strict + swiftSyntax),
    // Functions of the toolchain's sourcekitd, found at run time.
    .target(name: "CSourceKit"),
    // The compiler's editor services in a process of their own, whose death costs one answer.
    .executableTarget(
      name: "superpose-language", dependencies: ["CSourceKit"], path: "Sources/LanguageServer",
      swiftSettings: strict),

    .executableTarget(
      name: "superpose",
      dependencies: [
        "Cells", "Channels", "Evaluation", "Experiments", "FigureFiles", "JSON", "Notebook", "Plot",
        "Session", "Transport", "Wire", logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Kernel/Command", swiftSettings: strict + swiftSyntax),

    // Tools of the makers.
    .executableTarget(
      name: "gallery", dependencies: ["Display", "JSON", "Plot", "ToyLib"],
      path: "Sources/Gallery", swiftSettings: strict),
    .executableTarget(
      name: "toylib-bench", dependencies: ["ToyLib"], path: "Benchmarks/toylib-bench",
      swiftSettings: strict),

    // Tests.
    .testTarget(name: "DisplayTests", dependencies: ["Display"], swiftSettings: strict),
    .testTarget(
      name: "PlotTests", dependencies: ["Display", "JSON", "Plot", "ToyLib"],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "ToyLibTests", dependencies: ["Display", "Plot", "ToyLib"], exclude: ["Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "AutoencodersTests", dependencies: ["Autoencoders", "ToyLib"], swiftSettings: strict),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Autoencoders", "Experiments", "FigureFiles", "JSON", "Plot", "ToyLib"],
      swiftSettings: strict),
    .testTarget(
      name: "WidgetsTests", dependencies: ["Display", "JSON", "Widgets"], swiftSettings: strict),
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
        "Channels", "Evaluation", "JSON", "TestSockets", "Transport", "Wire", logging,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SessionTests",
      dependencies: ["Channels", "JSON", "Session", "Transport", "Wire", logging],
      swiftSettings: strict),
    .testTarget(
      name: "NotebookTests",
      dependencies: [
        "Evaluation", "JSON", "Notebook", "superpose-cell-host", "superpose-language",
      ],
      swiftSettings: strict + swiftSyntax),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language", "superpose-language"],
      swiftSettings: strict + swiftSyntax),
  ]
)
