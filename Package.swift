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

let package = Package(
  name: "Superpose",
  platforms: [.macOS(.v15)],
  products: [
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

    // The kernel.
    .target(
      name: "Evaluation", dependencies: ["JSON"], path: "Sources/Kernel/Evaluation",
      swiftSettings: strict),
    .target(
      name: "Language", dependencies: ["Evaluation", "JSON"], path: "Sources/Kernel/Language",
      swiftSettings: strict + swiftSyntax, linkerSettings: swiftSyntaxLibraries),
    // Functions of the toolchain's sourcekitd, found at run time.
    .target(name: "CSourceKit"),
    // The compiler's editor services in a process of their own, whose death costs one answer.
    .executableTarget(
      name: "superpose-language", dependencies: ["CSourceKit"], path: "Sources/LanguageServer",
      swiftSettings: strict),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language", "superpose-language"],
      swiftSettings: strict + swiftSyntax),
  ]
)
