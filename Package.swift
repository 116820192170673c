// swift-tools-version: 6.2
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// The toolchain that builds this: where it keeps its own parts (`<toolchain>/usr/lib/swift`), and
/// the version of its compiler.
///
/// The toolchain ships SwiftParser and SwiftSyntax as libraries exactly as old as the compiler, so
/// a clone does not spend minutes on building swift-syntax.
let (toolchain, swiftVersion): (String, String) = {
  let unknown = ("/usr/lib/swift", "unknown")
  let swiftc = Process()
  swiftc.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  swiftc.arguments = ["swiftc", "-print-target-info"]
  let answer = Pipe()
  swiftc.standardOutput = answer
  guard (try? swiftc.run()) != nil else { return unknown }
  let text = answer.fileHandleForReading.readDataToEndOfFile()
  swiftc.waitUntilExit()
  let information = (try? JSONSerialization.jsonObject(with: text)) as? [String: Any]
  let paths = information?["paths"] as? [String: Any]
  // "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
  let words = (information?["compilerVersion"] as? String)?.split(separator: " ") ?? []
  let version = words.first { $0.first?.isNumber == true }.map(String.init)
  return (paths?["runtimeResourcePath"] as? String ?? unknown.0, version ?? unknown.1)
}()

/// Where the modules SwiftParser and SwiftSyntax are, for the targets that import them and for those
/// that import these.
let swiftSyntax: [SwiftSetting] = [.unsafeFlags(["-I", toolchain + "/host"])]

/// For targets that import SwiftParser and SwiftSyntax: which libraries, and where they are at run time.
let swiftSyntaxLibraries: [LinkerSetting] = [
  .linkedLibrary("SwiftIfConfig"),
  .linkedLibrary("SwiftParser"),
  .linkedLibrary("SwiftSyntax"),
  .unsafeFlags([
    "-L", toolchain + "/host", "-Xlinker", "-rpath", "-Xlinker", toolchain + "/host",
  ]),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

// A package that depends on this one shares one space of names with it, so each module has a name
// that no other package is likely to have: ToyLib, ToyFigures, and else Superpose and the folder's
// name (C modules: CToy and CSuperpose). Folders need no prefix.

/// A library target of Swift, in `Sources/<folder>`.
func library(
  _ name: String, in folder: String, _ dependencies: [Target.Dependency] = [],
  settings: [SwiftSetting] = [], resources: [Resource]? = nil, linking: [LinkerSetting]? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(folder)", resources: resources,
    swiftSettings: strict + settings, linkerSettings: linking)
}

/// A program, in `folder`.
func program(
  _ name: String, in folder: String, _ dependencies: [Target.Dependency],
  settings: [SwiftSetting] = [], linking: [LinkerSetting]? = nil
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: folder, swiftSettings: strict + settings,
    linkerSettings: linking)
}

/// Tests in `Tests/<folder>`.
func tests(
  _ folder: String, of dependencies: [Target.Dependency], excluding: [String] = [],
  settings: [SwiftSetting] = []
) -> Target {
  .testTarget(
    name: "Superpose" + folder, dependencies: dependencies, path: "Tests/\(folder)",
    exclude: excluding, swiftSettings: strict + settings)
}

/// What toy models are made of, without a kernel; other packages may depend on these.
let libraries: [Target] = [
  // Values and how they show themselves.
  library("SuperposeJSON", in: "JSON"),
  // The numbers by which models, figures and texts are told apart.
  library("SuperposeFingerprints", in: "Fingerprints"),
  // What cells, widgets and the kernel tell each other: failures, comm messages, ids of submissions.
  library("SuperposeCellMessages", in: "CellMessages", ["SuperposeJSON"]),
  library("SuperposeDisplay", in: "Display", ["SuperposeCellMessages", "SuperposeJSON"]),

  // Figures: marks, channels and scales to SVG; librsvg makes PNG and PDF of it.
  .target(
    name: "CSuperposeRSVG", path: "Sources/CRSVG",
    linkerSettings: ["rsvg-2", "cairo", "gobject-2.0", "glib-2.0"].map { .linkedLibrary($0) }),
  library(
    "SuperposePlot", in: "Plot", ["CSuperposeRSVG", "SuperposeCellMessages", "SuperposeDisplay", "SuperposeJSON"],
    resources: [.embedInCode("Resources")]),

  // The processors and the memory that this process may use.
  library("SuperposeAllotment", in: "Allotment"),

  // Toy models: the inner loops in C, everything else in Swift.
  // Not for this machine: what Scripts/browser-engine.py compiles to WebAssembly.
  .target(name: "CToyEngine", path: "Sources/Engine", exclude: ["WebAssembly"]),
  // Debian's liblapack-dev.
  .target(
    name: "CToyLAPACK", path: "Sources/CLAPACK",
    linkerSettings: [.linkedLibrary("lapack"), .linkedLibrary("blas")]),
  library(
    "ToyLib", in: "ToyLib",
    [
      "CToyEngine", "CToyLAPACK", "SuperposeAllotment", "SuperposeCellMessages", "SuperposeDisplay",
      "SuperposeFingerprints", "SuperposeJSON",
    ]),
  // Figures of models, playing a training back, and figures that are redrawn while models train.
  library(
    "ToyFigures", in: "ToyFigures",
    ["SuperposeCellMessages", "SuperposeDisplay", "SuperposeJSON", "SuperposePlot", "ToyLib"],
    resources: [.embedInCode("Resources")]),

  // Sparse autoencoders, which take features out of superposition again.
  library("SuperposeAutoencoders", in: "Autoencoders", ["SuperposeFingerprints", "SuperposeJSON", "ToyLib"]),
  // Parameter decomposition: a network's matrices as sums of rank-one parts.
  library("SuperposeDecomposition", in: "Decomposition", ["SuperposeFingerprints", "SuperposeJSON", "ToyLib"]),

  // The paper: each experiment a value with its parameters, its result, figures and claims.
  library(
    "SuperposeExperiments", in: "Experiments",
    [
      "SuperposeAutoencoders", "SuperposeDecomposition", "SuperposeDisplay", "SuperposeJSON", "SuperposePlot",
      "ToyFigures", "ToyLib",
    ]),
  // Experiments without a notebook: figures into files, and a manifest of their hashes.
  library(
    "SuperposeFigureFiles", in: "FigureFiles",
    ["ToyLib", "CSuperposeCrypto", "SuperposeCellMessages", "SuperposeExperiments", "SuperposeJSON", "SuperposePlot"]),

  // Files and folders that other users cannot read or change.
  library("SuperposeFiles", in: "Files"),

  // Experiments and functions over many parameters and seeds, on one machine or many.
  library(
    "SuperposeSweeps", in: "Sweeps",
    [
      "SuperposeAllotment", "SuperposeCellMessages", "SuperposeDisplay", "SuperposeExperiments", "SuperposeFiles",
      "SuperposeFingerprints", "SuperposeJSON", "SuperposePlot", "ToyFigures", "ToyLib",
    ]),

  // Checks of answers in courses.
  library("SuperposeChecks", in: "Checks", ["SuperposeDisplay", "ToyLib"]),

  // A course's notebooks, and what nbgrader needs.
  library(
    "SuperposeCourse", in: "Course", ["SuperposeJSON"], resources: [.embedInCode("Resources")]),

  // Widgets of notebooks: their states, the protocol of comms, and what is redrawn as they move.
  library(
    "SuperposeWidgets", in: "Widgets",
    ["SuperposeCellMessages", "SuperposeDisplay", "SuperposeJSON"]),
]

/// The process that runs cells, and what it shares with the kernel.
let cellHost: [Target] = [
  library(
    "SuperposeCellSupport", in: "CellSupport",
    [
      "SuperposeAutoencoders", "SuperposeCellMessages", "SuperposeChecks", "SuperposeDecomposition", "SuperposeDisplay",
      "SuperposeExperiments", "SuperposeFingerprints", "SuperposeJSON", "SuperposePlot", "SuperposeSweeps",
      "SuperposeWidgets", "ToyFigures",
      "ToyLib",
    ]),
  library("SuperposeHostLink", in: "HostLink", ["SuperposeEvaluation", "SuperposeJSON"]),
  // What the system tells of processes, and how they are ended.
  library("SuperposeProcesses", in: "Processes", ["CSuperposePipe"]),
  .target(name: "CSuperposePipe", path: "Sources/CPipe"),
  .target(
    name: "CSuperposeCellHost", path: "Sources/CCellHost", cSettings: [.unsafeFlags(["-fblocks"])]),
  // What runs cells in the host; the program itself is only its start.
  library(
    "SuperposeCellRuntime", in: "CellRuntime",
    [
      "CSuperposeCellHost", "SuperposeAllotment", "SuperposeCellMessages", "SuperposeCellSupport", "SuperposeDisplay",
      "SuperposeEvaluation", "SuperposeHostLink", "SuperposeJSON", "SuperposeProcesses", "SuperposeWidgets",
      "ToyLib",
    ]),
  program(
    "superpose-cell-host", in: "Sources/CellHost",
    [
      "CSuperposeCellHost", "SuperposeCellRuntime", "SuperposeHostLink", "SuperposeProcesses",
    ],
    // Cells find the libraries' symbols in the host itself: one copy of every global.
    linking: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
]

/// What Jupyter starts.
let kernel: [Target] = [
  // The contract of running a cell, used by the code that requests it and the code that does it.
  library("SuperposeEvaluation", in: "Kernel/Evaluation", ["SuperposeCellMessages"]),

  // The kernel on the wire. Wire knows no sockets, Transport no JSON.
  // No pkg-config for libzmq and libcrypto: SwiftPM warns of their flags, and needs none of them.
  .systemLibrary(
    name: "CSuperposeZMQ", path: "Sources/CZMQ", providers: [.apt(["libzmq3-dev"])]),
  // Chosen with the clock: swift-crypto costs 88 s of build on 2 cores, libcrypto none.
  .systemLibrary(
    name: "CSuperposeCrypto", path: "Sources/CCrypto", providers: [.apt(["libssl-dev"])]),
  library("SuperposeWire", in: "Kernel/Wire", ["CSuperposeCrypto", "SuperposeJSON"]),
  // What the system knows of TCP connections.
  .target(name: "CSuperposeConnections", path: "Sources/CConnections"),
  library(
    "SuperposeTransport", in: "Kernel/Transport",
    ["CSuperposeConnections", "CSuperposeZMQ", "SuperposeProcesses"]),
  library(
    "SuperposeChannels", in: "Kernel/Channels",
    ["SuperposeEvaluation", "SuperposeJSON", "SuperposeTransport", "SuperposeWire", logging]),
  // Which commit was built, by which compiler.
  .target(
    name: "CSuperposeBuild", path: "Sources/CBuild",
    cxxSettings: [.define("SUPERPOSE_SWIFT_VERSION", to: "\"\(swiftVersion)\"")]),
  library(
    "SuperposeSession", in: "Kernel/Session",
    [
      "CSuperposeBuild", "SuperposeChannels", "SuperposeDisplay", "SuperposeFiles",
      "SuperposeJSON", "SuperposeProcesses", "SuperposeTransport", "SuperposeWire", logging,
      .product(name: "GRDB", package: "GRDB.swift"),
    ],
    // In the program itself, so that it can be moved and its folder be read-only.
    resources: [.embedInCode("Resources")]),

  // The kernel's cells: source to image, the process that runs images, and both as a notebook.
  // Parsing with bounds on time and stack.
  library("SuperposeReading", in: "Kernel/Reading"),
  // Packages of others, built with the package manager and kept for all notebooks.
  library(
    "SuperposePackages", in: "Kernel/Packages",
    ["SuperposeFiles", "SuperposeFingerprints", "SuperposeProcesses", "SuperposeReading"]),
  library(
    "SuperposeCells", in: "Kernel/Cells", ["SuperposeFiles", "SuperposeProcesses", "SuperposeReading"],
    settings: swiftSyntax,
    linking: swiftSyntaxLibraries),
  library(
    "SuperposeHostClient", in: "Kernel/HostClient",
    ["SuperposeEvaluation", "SuperposeHostLink", "SuperposeJSON", "SuperposeProcesses"]),
  library(
    "SuperposeLanguage", in: "Kernel/Language",
    ["SuperposeEvaluation", "SuperposeJSON", "SuperposeProcesses", "SuperposeReading"],
    settings: swiftSyntax, linking: swiftSyntaxLibraries),
  library(
    "SuperposeNotebook", in: "Kernel/Notebook",
    [
      "SuperposeAllotment", "SuperposeCellMessages", "SuperposeCells", "SuperposeDisplay", "SuperposeEvaluation",
      "SuperposeFiles", "SuperposeFingerprints", "SuperposeHostClient", "SuperposeHostLink", "SuperposeJSON",
      "SuperposeLanguage", "SuperposePackages", "SuperposeProcesses", "SuperposeReading",
    ], settings: swiftSyntax),
  // Functions of the toolchain's sourcekitd, found at run time.
  .target(name: "CSuperposeSourceKit", path: "Sources/CSourceKit"),
  // The compiler's editor services in a process of their own, whose death costs one answer.
  program("superpose-language", in: "Sources/LanguageServer", ["CSuperposeSourceKit"]),
  program(
    "superpose", in: "Sources/Kernel/Command",
    [
      "SuperposeCellMessages", "SuperposeCells", "SuperposeChannels", "SuperposeCourse", "SuperposeDisplay",
      "SuperposeEvaluation", "SuperposeExperiments", "SuperposeFigureFiles", "SuperposeJSON", "SuperposeNotebook",
      "SuperposePlot", "SuperposeSession", "SuperposeSweeps", "SuperposeTransport", "SuperposeWire",
      "ToyFigures", "ToyLib", logging, .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ], settings: swiftSyntax),
]

/// Tools of the makers.
let tools: [Target] = [
  program(
    "superpose-gallery", in: "Sources/Gallery",
    ["SuperposeDisplay", "SuperposeJSON", "SuperposePlot", "ToyFigures", "ToyLib"]),
  program(
    "toylib-bench", in: "Benchmarks/toylib-bench",
    ["SuperposeAutoencoders", "SuperposeDecomposition", "ToyLib"]),
]

let allTests: [Target] = [
  tests("DisplayTests", of: ["SuperposeCellMessages", "SuperposeDisplay"]),
  tests(
    "PlotTests",
    of: ["SuperposeDisplay", "SuperposeJSON", "SuperposePlot", "ToyFigures", "ToyLib"],
    excluding: ["Snapshots"]),
  tests(
    "ToyLibTests", of: ["SuperposeDisplay", "SuperposeJSON", "SuperposeReferences", "ToyLib"]),
  tests(
    "ToyFiguresTests",
    of: [
      "SuperposeCellMessages", "SuperposeDisplay", "SuperposeJSON", "SuperposePlot", "ToyFigures",
      "ToyLib",
    ]),
  tests("AutoencodersTests", of: ["SuperposeAutoencoders", "SuperposeJSON", "SuperposeReferences", "ToyLib"]),
  tests("DecompositionTests", of: ["SuperposeDecomposition", "SuperposeJSON", "SuperposeReferences", "ToyLib"]),
  tests(
    "ExperimentsTests",
    of: [
      "SuperposeAutoencoders", "SuperposeExperiments", "SuperposeFigureFiles", "SuperposeJSON",
      "SuperposePlot", "SuperposeReferences", "ToyFigures", "ToyLib",
    ]),
  tests(
    "WidgetsTests",
    of: ["SuperposeCellMessages", "SuperposeDisplay", "SuperposeJSON", "SuperposeWidgets"]),
  tests("AllotmentTests", of: ["SuperposeAllotment"]),
  tests("ChecksTests", of: ["SuperposeChecks", "SuperposeDisplay", "ToyLib"]),
  tests("CourseTests", of: ["SuperposeCourse", "SuperposeJSON"]),
  tests(
    "SweepsTests",
    of: ["SuperposeDisplay", "SuperposeExperiments", "SuperposeJSON", "SuperposePlot", "SuperposeSweeps", "ToyLib"]),
  tests("WireTests", of: ["SuperposeJSON", "SuperposeWire"], excluding: ["Golden"]),
  // A client's side of the sockets, for the tests of both layers that have the other side.
  .target(
    name: "SuperposeTestSockets", dependencies: ["CSuperposeZMQ", "SuperposeTransport"],
    path: "Tests/TestSockets", swiftSettings: strict),
  // Numbers that the tests of several libraries are compared with, and the scripts that made them.
  .target(
    name: "SuperposeReferences", path: "Tests/References", exclude: ["Numbers"], swiftSettings: strict),
  tests("ProcessesTests", of: ["SuperposeProcesses"]),
  tests(
    "HostLinkTests",
    of: ["SuperposeEvaluation", "SuperposeHostLink", "SuperposeJSON", "SuperposeProcesses"]),
  tests(
    "HostClientTests", of: ["SuperposeEvaluation", "SuperposeHostClient", "SuperposeJSON"]),
  tests(
    "CellRuntimeTests",
    of: [
      "CSuperposeCellHost", "SuperposeCellRuntime", "SuperposeCellSupport", "SuperposeEvaluation",
      "SuperposeHostLink", "SuperposeJSON",
    ]),
  tests("TransportTests", of: ["CSuperposeZMQ", "SuperposeTestSockets", "SuperposeTransport"]),
  tests(
    "ChannelsTests",
    of: [
      "SuperposeChannels", "SuperposeEvaluation", "SuperposeJSON", "SuperposeTestSockets",
      "SuperposeTransport", "SuperposeWire", logging,
    ]),
  tests("FilesTests", of: ["SuperposeFiles"]),
  tests("FingerprintsTests", of: ["SuperposeFingerprints"]),
  tests("JSONTests", of: ["SuperposeJSON"]),
  tests("ReadingTests", of: ["SuperposeReading"]),
  tests("PackagesTests", of: ["SuperposePackages"]),
  tests(
    "SessionTests",
    of: [
      "SuperposeChannels", "SuperposeJSON", "SuperposeSession", "SuperposeTransport",
      "SuperposeWire", logging,
    ]),
  tests(
    "NotebookTests",
    of: [
      "SuperposeEvaluation", "SuperposeJSON", "SuperposeNotebook", "superpose-cell-host",
      "superpose-language",
    ], settings: swiftSyntax),
  tests("CellsTests", of: ["SuperposeCells", "SuperposeFiles"], settings: swiftSyntax),
  tests(
    "LanguageTests", of: ["SuperposeEvaluation", "SuperposeLanguage", "superpose-language"],
    settings: swiftSyntax),
]

let package = Package(
  name: "Superpose",
  products: [
    .executable(name: "superpose", targets: ["superpose"]),
    .executable(name: "superpose-cell-host", targets: ["superpose-cell-host"]),
    .executable(name: "superpose-language", targets: ["superpose-language"]),
    .library(name: "ToyLib", targets: ["ToyLib"]),
    .library(name: "ToyFigures", targets: ["ToyFigures"]),
    .library(name: "SuperposeAutoencoders", targets: ["SuperposeAutoencoders"]),
    .library(name: "SuperposeDecomposition", targets: ["SuperposeDecomposition"]),
    .library(name: "SuperposeExperiments", targets: ["SuperposeExperiments"]),
    .library(name: "SuperposeSweeps", targets: ["SuperposeSweeps"]),
    .library(name: "SuperposePlot", targets: ["SuperposePlot"]),
    .library(name: "SuperposeDisplay", targets: ["SuperposeDisplay"]),
    .library(name: "SuperposeWidgets", targets: ["SuperposeWidgets"]),
  ],
  dependencies: [
    // Exact, because SwiftPM's lock file cannot be committed here (git ignores it): a clone builds the
    // same tomorrow.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    // For `make docs` only; no target uses it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
  ],
  targets: libraries + cellHost + kernel + tools + allTests
)
