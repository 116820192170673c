package import SuperposeWire

/// What this kernel says of itself.
package enum Superpose {
  package static let version = "0.1.0"

  package static let kernelInfo = KernelInfoReply(
    implementation: "superpose", implementationVersion: version,
    languageInfo: LanguageInfo(
      name: "swift", version: "6.3", mimeType: "text/x-swift", fileExtension: ".swift",
      pygmentsLexer: "swift", codemirrorMode: "swift", nbconvertExporter: "script"),
    banner: """
      Superpose \(version): Swift cells that nothing can bring down.
      %help lists the magics; ToyLib, Plot and Display are imported.
      """,
    helpLinks: [
      HelpLink(text: "The Swift Programming Language", url: "https://docs.swift.org/swift-book/"),
      HelpLink(
        text: "Toy Models of Superposition",
        url: "https://transformer-circuits.pub/2022/toy_model/index.html"),
    ])
}
