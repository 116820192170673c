internal import SuperposeLanguage
internal import SuperposeReading

/// The magic of a cell, and the rest of its code.
package struct Directive: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case plain
    case help
    case listMagics
    case who
    case time
    /// `%%O` and `%%Onone`.
    case optimise(Bool)
    case restore
    case reset
    case stale
    case stamp
    case rerun
    /// `%swift 5`; the word after it as written.
    case languageMode(String)
    /// `name?` or `name??`.
    case inspect(name: String, withSource: Bool)
    /// `%package --list` or `--prune`.
    case packageCache(PackageOption)
    /// `%load path`.
    case load(String)
    /// A magic of IPython that has another name here, or that Swift does not need.
    case elsewhere(String)
    case unknown(String)
    /// `%time` or `%timeit` with nothing to measure.
    case withoutCode(String)
  }

  package enum PackageOption: String, Sendable {
    case list = "--list"
    case prune = "--prune"
  }

  /// What is done before the cell's own code runs.
  package enum Preparation: Sendable, Equatable {
    /// `%package …`: the rest of the line.
    case package(String)
    /// `%include path`.
    case include(String)
  }

  package var kind: Kind
  /// The code with the magic replaced by spaces, which keeps lines and columns.
  package var code: String
  package var preparations: [Preparation] = []

  package init(_ code: String) {
    var lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    let preparations = Directive.takePreparations(from: &lines)
    let rest = preparations.isEmpty ? code : lines.joined(separator: "\n")
    self.init(after: preparations, rest, lines)
  }

  private init(after preparations: [Preparation], _ code: String, _ lines: [Substring]) {
    guard let first = lines.firstIndex(where: { !Directive.isBlankOrComment($0) }) else {
      self.init(.plain, code)
      self.preparations = preparations
      return
    }
    let line = lines[first]
    if let inspection = Directive.inspection(code) {
      self.init(inspection, "")
    } else if let word = Magic.name(in: line) {
      self.init(String(word), Lines(lines, first: first, word: word), code)
    } else {
      self.init(.plain, code)
    }
    self.preparations = preparations
  }

  /// The lines of a cell whose first words are a magic.
  private struct Lines {
    let all: [Substring]
    let first: Int
    let word: Substring

    init(_ all: [Substring], first: Int, word: Substring) {
      self.all = all
      self.first = first
      self.word = word
    }

    /// What follows the word on its line.
    var argument: String { String(all[first][word.endIndex...].trimmed) }

    /// The file that follows the word.
    var path: String { String(argument.unquoted) }

    /// The lines below.
    var text: String { all[(first + 1)...].joined(separator: "\n") }

    /// The cell with other words on the magic's line.
    func replacing(_ replacement: String) -> String {
      var lines = all
      lines[first] = lines[first].replacing(word, with: replacement, maxReplacements: 1)[...]
      return lines.joined(separator: "\n")
    }

    /// The cell without the magic's line.
    func withoutLine(_ replacement: String = "") -> String {
      var lines = all
      lines[first] = replacement[...]
      return lines.joined(separator: "\n")
    }

    /// The cell with one call, on the magic's line, in place of everything.
    func call(_ call: String) -> String { String(repeating: "\n", count: first) + call }
  }

  private init(_ word: String, _ lines: Lines, _ code: String) {
    switch word {
    case "%swift": self.init(.languageMode(lines.argument.filter { !$0.isWhitespace }), lines.withoutLine())
    case "%cd", "%env": self.init(.plain, code)
    case "%load": self.init(.load(lines.path), lines.withoutLine())
    case "%package":
      let option = PackageOption(rawValue: lines.argument)
      self.init(option.map(Kind.packageCache) ?? .unknown(word), lines.withoutLine())
    case "%%sh", "%%bash":
      // Options of the shell, such as -e, may follow.
      let shell = (word == "%%sh" ? "/bin/sh " : "/bin/bash ") + lines.argument
      self.init(.plain, lines.call("try __shell(\(lines.text.swiftLiteral), \(shell.swiftLiteral))"))
    case "%%writefile": self.init(.plain, lines.call(Directive.writing(lines.argument, lines.text)))
    case "%time" where lines.argument.isEmpty, "%timeit" where !Directive.hasCode(lines, after: word):
      self.init(.withoutCode(word), "")
    case "%timeit": self.init(.plain, Directive.timing(lines.all, lines.first, word))
    case "%%timeit":
      let isEmpty = !Directive.hasCode(lines, after: word) && lines.text.allSatisfy(\.isWhitespace)
      self.init(isEmpty ? .withoutCode(word) : .plain, Directive.timingAll(lines.all, lines.first, word))
    default:
      let blank = String(repeating: " ", count: word.count)
      self.init(Directive.kind(of: word), lines.replacing(blank))
    }
  }

  private init(_ kind: Kind, _ code: String) {
    self.kind = kind
    self.code = code
  }

  private static func kind(of word: String) -> Kind {
    switch word {
    case "%help": .help
    case "%lsmagic": .listMagics
    case "%who", "%whos": .who
    case "%time", "%%time": .time
    case "%%O": .optimise(true)
    case "%%Onone": .optimise(false)
    case "%restore": .restore
    case "%reset": .reset
    case "%stale": .stale
    case "%stamp": .stamp
    case "%rerun": .rerun
    default: IPythonMagics.answer(to: word) == nil ? .unknown(word) : .elsewhere(word)
    }
  }

  private static func inspection(_ code: String) -> Kind? {
    let text = code.trimmingPrefix(while: \.isWhitespace)
    if let match = text.wholeMatch(of: #/([\p{L}_][\p{L}\p{N}_.]*)(\?\??)\s*/#) {
      return .inspect(name: String(match.1), withSource: match.2 == "??")
    }
    // As in IPython.
    guard let match = text.wholeMatch(of: #/(\?\??)([\p{L}_][\p{L}\p{N}_.]*)\s*/#) else { return nil }
    return .inspect(name: String(match.2), withSource: match.1 == "??")
  }

  // MARK: Lines before the cell's code

  private static func isBlankOrComment(_ line: Substring) -> Bool {
    line.allSatisfy(\.isWhitespace) || line.drop(while: \.isWhitespace).hasPrefix("//") || line.hasPrefix("#|")
  }

  /// Takes the lines `%package …` and `%include …` at the head of a cell, comments between them included.
  private static func takePreparations(from lines: inout [Substring]) -> [Preparation] {
    var found: [Preparation] = []
    for index in lines.indices {
      let line = lines[index]
      if isBlankOrComment(line) { continue }
      guard let word = Magic.name(in: line), ["%package", "%include"].contains(word) else { break }
      let argument = String(line[word.endIndex...].trimmed)
      if word == "%package", PackageOption(rawValue: argument) != nil { break }
      found.append(word == "%package" ? .package(argument) : .include(String(argument.unquoted)))
      lines[index] = ""
    }
    return found
  }

  // MARK: Magics that are calls

  private static func writing(_ argument: String, _ text: String) -> String {
    let option = argument.prefix { !$0.isWhitespace }
    let isAppending = ["-a", "--append"].contains(option)
    let path = (isAppending ? argument[option.endIndex...] : argument[...]).trimmed.unquoted
    let whole = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    return "try __writeFile(\(path.swiftLiteral), \(whole.swiftLiteral), isAppending: \(isAppending))"
  }

  /// `%timeit f()` as `__time{ f() }`.
  private static func timing(_ lines: [Substring], _ first: Int, _ word: String) -> String {
    var lines = lines.map(String.init)
    let (start, options) = options(of: lines[first], after: word)
    let isLast = lines[(first + 1)...].allSatisfy { $0.allSatisfy(\.isWhitespace) }
    // A comment at the end of the line must not hide the bracket.
    let code = lines[first][start...]
    lines[first] = "\(measuring(code, options)){ \(code)" + (isLast ? "\n}" : " }")
    return lines.joined(separator: "\n")
  }

  /// The same for all lines of a cell below `%%timeit`, and what stands beside it.
  private static func timingAll(_ lines: [Substring], _ first: Int, _ word: String) -> String {
    var lines = lines.map(String.init)
    let (start, options) = options(of: lines[first], after: word)
    lines[first] = "\(measuring(lines.joined(separator: "\n"), options)){ \(lines[first][start...])"
    return lines.joined(separator: "\n") + "\n}"
  }

  /// Whether code stands beside the magic, behind its options.
  private static func hasCode(_ lines: Lines, after word: String) -> Bool {
    let line = String(lines.all[lines.first])
    return !line[options(of: line, after: word).rest...].allSatisfy(\.isWhitespace)
  }

  /// The calls and runs that a line asks for, as in `%timeit -n 1000 -r 3 f()`, and where the rest of it begins.
  private static func options(of line: String, after word: String) -> (rest: String.Index, arguments: String) {
    guard let magic = line.firstRange(of: word) else { return (line.startIndex, "") }
    var rest = line[magic.upperBound...].drop(while: \.isWhitespace)
    var found: [String: Substring] = [:]
    while let match = rest.prefixMatch(of: #/-([nr])\s*(\d{1,9})(\s+|$)/#) {
      // As in IPython, 0 means the default.
      if Int(match.2) != 0 { found[match.1 == "n" ? "calls" : "runs"] = match.2 }
      rest = rest[match.range.upperBound...]
    }
    let arguments = found.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    return (rest.startIndex, arguments.isEmpty ? "" : "(\(arguments))")
  }

  /// The beginning of a call that measures `code`.
  private static func measuring(_ code: some StringProtocol, _ arguments: String) -> String {
    let code = String(code)
    let attempt = code.contains(#/\btry\b/#) ? "try " : ""
    return attempt + (code.contains(#/\bawait\b/#) ? "await __timeAsync" : "__time") + arguments
  }
}
