import CSuperposeBuild
package import SuperposeDisplay
package import SuperposeWire

extension Superpose {
  /// The git commit that was built, or `unknown`.
  package static let commit = String(cString: superpose_commit())

  /// The version of the compiler that built the kernel, which also compiles the cells.
  package static let swiftVersion = String(cString: superpose_swift_version())

  /// The answer to `superpose --version`: `0.2.0 (commit 3f2a91c0d4e5, Swift 6.3.1)`.
  package static let fullVersion = "\(version) (commit \(commit), Swift \(swiftVersion))"

  /// The answer to a `kernel_info_request`.
  package static let kernelInfo = KernelInfoReply(
    implementation: "superpose", implementationVersion: version,
    languageInfo: LanguageInfo(
      name: "swift", version: swiftVersion, mimeType: "text/x-swift", fileExtension: ".swift",
      pygmentsLexer: "swift", codemirrorMode: "swift", nbconvertExporter: "script"),
    banner: """
      Superpose \(version), Swift \(swiftVersion)
      An error or a trap ends the cell, not the session. %help lists the magics.
      """,
    helpLinks: [
      HelpLink(text: "The Swift Programming Language", url: "https://docs.swift.org/swift-book/"),
      HelpLink(
        text: "Toy Models of Superposition",
        url: "https://transformer-circuits.pub/2022/toy_model/index.html"),
    ], supportedFeatures: ["debugger"], debugger: true)
}
