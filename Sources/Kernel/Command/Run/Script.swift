import ArgumentParser
import Foundation
import SuperposeCells
import SuperposeJSON

/// The cells of a file.
struct Script {
  struct Cell: Sendable {
    let code: String
    /// The number that errors show.
    let number: Int
    /// What errors call it.
    let name: String
  }

  let cells: [Cell]

  init(cells: [Cell]) { self.cells = cells }

  /// - Throws: `ValidationError` when the file is missing, or is no script and no notebook.
  init(readingFrom path: String) throws {
    if path.hasSuffix(".ipynb") {
      cells = try Self.codeCells(ofNotebook: path).enumerated().map { index, cell in
        Cell(code: Self.source(of: cell), number: index + 1, name: "Cell")
      }
    } else {
      let data = try Self.contents(of: path)
      guard let text = String(validating: data, as: UTF8.self) else {
        throw ValidationError("\(path) is not a text in UTF-8")
      }
      let name = URL(filePath: path).lastPathComponent
      cells = ScriptCells(text).cells.enumerated().map { index, code in
        Cell(code: code, number: index + 1, name: name)
      }
    }
  }

  private static func contents(of path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): there is no such file, or it cannot be read")
    }
    return data
  }

  /// The code cells of a notebook, as it stores them.
  ///
  /// - Throws: `ValidationError` when the file is missing or is no notebook.
  static func codeCells(ofNotebook path: String) throws -> [JSONValue] {
    let data = try contents(of: path)
    let notebook: JSONValue
    do { notebook = try JSONReader.value(in: data) } catch {
      throw ValidationError("\(path) is not a notebook: \(error)")
    }
    guard let cells = notebook["cells"]?.array else {
      throw ValidationError("\(path) is not a notebook of version 4: it has no list of cells")
    }
    return cells.filter { $0["cell_type"]?.string == "code" }
  }

  /// A source is a text, or a list of its lines.
  static func source(of cell: JSONValue) -> String {
    cell["source"]?.string ?? (cell["source"]?.array ?? []).compactMap(\.string).joined()
  }
}
