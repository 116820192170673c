/// One notebook of a course: cells for the teacher, from which the student's version is made.
package struct CourseUnit: Sendable {
  /// The name of its file, without extension.
  package let name: String
  package let cells: [CourseCell]

  /// Reads the text of a unit. A line `=== KIND [ID [POINTS]]` begins a cell.
  package init(name: String, text: String) throws(CourseError) {
    self.name = name
    var cells: [CourseCell] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("=== ") {
        guard let cell = CourseCell(heading: line.dropFirst(4)) else {
          throw .badHeading(unit: name, line: number + 1, text: String(line))
        }
        cells.append(cell)
      } else if cells.isEmpty {
        guard line.isEmpty else { throw .badHeading(unit: name, line: number + 1, text: String(line)) }
      } else {
        cells[cells.count - 1].lines.append(String(line))
      }
    }
    self.cells = cells
  }

  /// What all its checks are worth.
  package var points: Double { cells.reduce(0) { $0 + $1.points } }
}

/// A cell of a course.
package struct CourseCell: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case markdown, code
    /// Code that students should not change.
    case setup
    /// What students write; the teacher's answer lies between `BEGIN SOLUTION` and `END SOLUTION`.
    case solution
    /// Checks, worth points.
    case check
  }

  package let kind: Kind
  /// nbgrader's name of the cell; empty for cells that it does not know.
  package let id: String
  package let points: Double
  var lines: [String] = []

  package var source: String {
    var lines = lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  init?(heading: Substring) {
    let words = heading.split(separator: " ").map(String.init)
    guard let kind = words.first.flatMap({ Kind(rawValue: $0) }) else { return nil }
    self.kind = kind
    id = words.count > 1 ? words[1] : ""
    points = words.count > 2 ? Double(words[2]) ?? .nan : 0
    switch kind {
    case .check: guard words.count == 3, points > 0 else { return nil }
    case .solution: guard words.count == 2 else { return nil }
    case .markdown, .code, .setup: guard words.count == 1 else { return nil }
    }
  }
}

/// The reason why a course cannot be made.
package enum CourseError: Error, Equatable, CustomStringConvertible {
  case badHeading(unit: String, line: Int, text: String)
  case folderExists(String)
  case wrongName(String)

  package var description: String {
    switch self {
    case .badHeading(let unit, let line, let text):
      "\(unit), line \(line): expected a line such as '=== check ID POINTS', found '\(text)'"
    case .folderExists(let path): "\(path) exists and is not empty. Choose another folder."
    case .wrongName(let name):
      "The course's name is '\(name)', but must have letters, digits, '-', '_' and '.' only: nbgrader uses it in paths."
    }
  }
}
