package import SuperposeJSON

extension CourseUnit {
  /// The two forms of a notebook.
  package enum Form: Sendable {
    /// With solutions and hidden tests, for nbgrader to make the student's version of.
    case teacher
    /// Without a grader: stubs, and after each a solution that folds out.
    case selfStudy
  }

  /// The notebook as JSON of format 4.5.
  package func notebook(_ form: Form) -> JSONObject {
    let cells = cells.enumerated().flatMap { number, cell in
      cell.json(form).enumerated().map { part, object -> JSONValue in
        var object = object
        object["id"] = .string("\(name)-\(number)-\(part)")
        return .object(object)
      }
    }
    return [
      "cells": .array(cells), "nbformat": 4, "nbformat_minor": 5,
      "metadata": [
        "kernelspec": [
          "display_name": "Swift (Superpose)", "language": "swift", "name": "superpose",
        ],
        "language_info": ["name": "swift", "file_extension": ".swift", "mimetype": "text/x-swift"],
      ],
    ]
  }
}

extension CourseCell {
  fileprivate func json(_ form: CourseUnit.Form) -> [JSONObject] {
    guard form == .selfStudy else { return [object(source, grading)] }
    switch kind {
    case .solution:
      let folded = "<details><summary>Solution</summary>\n\n```swift\n\(withoutMarkers)\n```\n</details>"
      return [object(withStubs, [:]), Self.markdown(folded)]
    case .check: return [object(withoutMarkers, [:])]
    case .markdown, .code, .setup: return [object(source, [:])]
    }
  }

  private func object(_ source: String, _ metadata: JSONObject) -> JSONObject {
    if kind == .markdown { return Self.markdown(source) }
    return [
      "cell_type": "code", "source": .string(source), "metadata": .object(metadata), "outputs": [],
      "execution_count": nil,
    ]
  }

  private static func markdown(_ source: String) -> JSONObject {
    ["cell_type": "markdown", "source": .string(source), "metadata": [:]]
  }

  /// nbgrader's metadata, schema 3.
  ///
  /// Source: https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
  private var grading: JSONObject {
    guard !id.isEmpty else { return [:] }
    let isCheck = kind == .check
    var values: JSONObject = [
      "schema_version": 3, "grade_id": .string(id), "grade": .bool(isCheck),
      "solution": .bool(!isCheck), "locked": .bool(isCheck), "task": false,
    ]
    if isCheck { values["points"] = .number(points) }
    return ["nbgrader": .object(values)]
  }

  /// The source without the lines that mark solutions and hidden tests.
  private var withoutMarkers: String {
    source.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("// BEGIN ") && !$0.contains("// END ") }.joined(separator: "\n")
  }

  /// The source with a stub in the place of each solution, as nbgrader would make it.
  private var withStubs: String {
    var lines: [Substring] = []
    var isSolution = false
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.contains("// BEGIN SOLUTION") {
        isSolution = true
        let indent = line.prefix { $0 == " " }
        lines += CourseStub.lines.map { indent + $0 }
      } else if line.contains("// END SOLUTION") {
        isSolution = false
      } else if !isSolution {
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// What stands in the place of a solution.
package enum CourseStub {
  package static let lines = ["// YOUR CODE HERE", "fatalError(\"not implemented\")"]
}
