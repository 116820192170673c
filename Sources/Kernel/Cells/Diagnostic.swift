/// One thing the compiler said, at its place in the user's text.
public struct Diagnostic: Sendable, Equatable {
  public enum Severity: String, Sendable {
    case error
    case warning
    case note
    case remark
  }

  public var severity: Severity
  public var message: String
  /// The cell's label, such as `Cell [7]`, or another file; empty when the compiler named none.
  public var file: String
  /// Counted from 1; the column in UTF-8 bytes.
  public var line: Int
  public var column: Int
  /// The user's line, and what the compiler drew below it: the caret, ranges and fix-its.
  public var source: String
  public var marks: [String]
  /// Notes that explain it.
  public var notes: [Diagnostic] = []
  /// What the compiler suggests for a name that it does not find.
  var suggestions: [Suggestion] = []
  /// It is about words that the kernel added.
  var isGenerated = false
  /// The type of another cell that has the member it is about.
  package var cellType: CellType?

  /// A type of a cell, by the cell's module.
  package struct CellType: Sendable, Equatable {
    package var module: String
    package var name: String
  }
}

extension Diagnostic {
  /// The same at its place in the line as the user wrote it: a magic such as `%timeit` is compiled as other words.
  package func asWritten(_ lines: (_ file: String) -> [Substring]?) -> Diagnostic {
    var moved = self
    moved.notes = notes.map { $0.asWritten(lines) }
    guard let lines = lines(file), lines.indices.contains(line - 1), lines[line - 1] != source else { return moved }
    let written = lines[line - 1]
    let common = zip(source.utf8.reversed(), written.utf8.reversed()).prefix { $0 == $1 }.count
    guard common > 0, column > source.utf8.count - common else { return moved }
    let shift = source.utf8.count - written.utf8.count
    moved.source = String(written)
    moved.column -= shift
    moved.marks = marks.map { mark in
      shift > 0 ? String(mark.dropFirst(shift)) : String(repeating: " ", count: -shift) + mark
    }
    return moved
  }

  /// The diagnostic as the compiler would print it, with ANSI codes for bold text.
  public var styled: String {
    var lines = [heading]
    if !source.isEmpty || !marks.isEmpty {
      let number = String(line)
      let gutter = String(repeating: " ", count: number.count)
      lines.append("\(Style.dim)\(number) │\(Style.plain) \(source)")
      lines += marks.map { "\(Style.dim)\(gutter) │\(Style.plain) \(Style.bold)\($0)\(Style.plain)" }
    }
    return (lines + notes.map(\.styled)).joined(separator: "\n")
  }

  /// The name that stands at its place in the line; empty if the compiler named no place.
  package var nameAtPlace: String {
    guard column > 0 else { return "" }
    let rest = String(decoding: source.utf8.dropFirst(column - 1), as: UTF8.self)
    return String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  /// Whether it says that a class declares a member which its base class has.
  package var isAboutOverriding: Bool {
    message.contains("requires an 'override' keyword") || message.contains("cannot override")
  }

  /// `Cell [7]:2:5`, or nothing when the compiler named no place.
  public var place: String { file.isEmpty ? "" : "\(file):\(line):\(editorColumn)" }

  /// The column as editors count it: in UTF-16 units.
  private var editorColumn: Int {
    guard column > 1, column - 1 <= source.utf8.count else { return column }
    return String(decoding: source.utf8.prefix(column - 1), as: UTF8.self).utf16.count + 1
  }

  private var heading: String {
    let place = place.isEmpty ? "" : "\(Style.bold)\(place):\(Style.plain) "
    return "\(place)\(Style.bold)\(severity.rawValue):\(Style.plain) \(message)"
  }
}

/// ANSI codes that notebooks and terminals understand. No colours: JupyterLab lays red under errors, a light or a dark
/// one, and none of its text colours can be read on both.
public enum Style {
  public static let bold = "\u{1B}[1m"
  public static let dim = "\u{1B}[2m"
  public static let plain = "\u{1B}[0m"
}
