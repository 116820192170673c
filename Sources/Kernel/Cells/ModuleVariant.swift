/// The ways in which cells' text is read, as far as clang's modules are concerned: the compiler builds a module of C
/// headers once for each, and one built for another cannot be used.
public struct ModuleVariant: Hashable, Sendable, CaseIterable {
  /// What reads the text.
  public enum Reader: String, Sendable, CaseIterable {
    case compiler
    /// The compiler, when it optimises.
    case optimiser
    /// sourcekitd, for Tab and Shift-Tab.
    case language
  }

  public var languageMode: LanguageMode
  public var reader: Reader

  public init(_ languageMode: LanguageMode, _ reader: Reader) {
    self.languageMode = languageMode
    self.reader = reader
  }

  public static var allCases: [ModuleVariant] {
    LanguageMode.allCases.flatMap { mode in Reader.allCases.map { ModuleVariant(mode, $0) } }
  }

  /// The name of its folder.
  var name: String { "swift\(languageMode.rawValue)-\(reader.rawValue)" }
}
