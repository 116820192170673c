/// Requests information about this kernel.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#kernel-info
package struct KernelInfoRequest: RequestContent {
  package typealias Answer = KernelInfoReply
  package static let messageType = "kernel_info_request"
  package init() {}
}

/// Information about this kernel. No field may be an empty string, because clients fail on that.
package struct KernelInfoReply: MessageContent {
  package static let messageType = "kernel_info_reply"
  package var protocolVersion: String
  package var implementation: String
  package var implementationVersion: String
  package var languageInfo: LanguageInfo
  package var banner: String
  package var helpLinks: [HelpLink]
  /// Optional parts of the protocol that work here.
  package var supportedFeatures: [String]
  package var debugger: Bool

  package init(
    protocolVersion: String = Header.protocolVersion, implementation: String,
    implementationVersion: String, languageInfo: LanguageInfo, banner: String,
    helpLinks: [HelpLink] = [], supportedFeatures: [String] = [], debugger: Bool = false
  ) {
    self.protocolVersion = protocolVersion
    self.implementation = implementation
    self.implementationVersion = implementationVersion
    self.languageInfo = languageInfo
    self.banner = banner
    self.helpLinks = helpLinks
    self.supportedFeatures = supportedFeatures
    self.debugger = debugger
  }

  enum CodingKeys: String, CodingKey {
    case protocolVersion = "protocol_version"
    case implementation
    case implementationVersion = "implementation_version"
    case languageInfo = "language_info"
    case banner
    case helpLinks = "help_links"
    case supportedFeatures = "supported_features"
    case debugger
  }
}

/// The language of the cells, as named by editors and exporters.
package struct LanguageInfo: Codable, Equatable, Sendable {
  package var name: String
  package var version: String
  package var mimeType: String
  package var fileExtension: String
  package var pygmentsLexer: String
  package var codemirrorMode: String
  package var nbconvertExporter: String

  package init(
    name: String, version: String, mimeType: String, fileExtension: String, pygmentsLexer: String,
    codemirrorMode: String, nbconvertExporter: String
  ) {
    self.name = name
    self.version = version
    self.mimeType = mimeType
    self.fileExtension = fileExtension
    self.pygmentsLexer = pygmentsLexer
    self.codemirrorMode = codemirrorMode
    self.nbconvertExporter = nbconvertExporter
  }

  enum CodingKeys: String, CodingKey {
    case name, version
    case mimeType = "mimetype"
    case fileExtension = "file_extension"
    case pygmentsLexer = "pygments_lexer"
    case codemirrorMode = "codemirror_mode"
    case nbconvertExporter = "nbconvert_exporter"
  }
}

/// An entry of the front end's help menu.
package struct HelpLink: Codable, Equatable, Sendable {
  package var text: String
  package var url: String

  package init(text: String, url: String) {
    self.text = text
    self.url = url
  }
}
