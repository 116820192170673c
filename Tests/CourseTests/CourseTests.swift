import Foundation
import SuperposeCourse
import SuperposeJSON
import Testing

@Suite struct CourseTests {
  private func cells(_ form: CourseUnit.Form, of text: String) throws -> [JSONObject] {
    let notebook = try CourseUnit(name: "u", text: text).notebook(form)
    return notebook["cells"]?.array?.compactMap(\.object) ?? []
  }

  private let text = """
    === markdown
    # Title
    === solution f
    func f() -> Int {
      // BEGIN SOLUTION
      1
      // END SOLUTION
    }
    === check f-check 2
    check("f") {
      expect(f(), is: 1)
      // BEGIN HIDDEN TESTS
      expect(f() > 0)
      // END HIDDEN TESTS
    }
    """

  @Test func theTeachersNotebookHasWhatNbgraderNeeds() throws {
    let cells = try cells(.teacher, of: text)
    #expect(cells.count == 3)
    let grading = cells.map { $0["metadata"]?.object?["nbgrader"]?.object }
    #expect(grading[0] == nil)
    #expect(grading[1]?["solution"] == true)
    #expect(grading[1]?["locked"] == false)
    #expect(grading[2]?["grade"] == true)
    #expect(grading[2]?["locked"] == true)
    #expect(grading[2]?["points"] == .number(2))
    #expect(Set(cells.compactMap { $0["id"]?.string }).count == 3)
  }

  @Test func selfStudyHasStubsAndSolutionsThatFoldOut() throws {
    let sources = try cells(.selfStudy, of: text).compactMap { $0["source"]?.string }
    #expect(sources.count == 4)
    #expect(sources[1] == "func f() -> Int {\n  // YOUR CODE HERE\n  fatalError(\"not implemented\")\n}")
    #expect(sources[2].hasPrefix("<details><summary>Solution</summary>"))
    #expect(sources[2].contains("func f() -> Int {\n  1\n}"))
    #expect(!sources[3].contains("HIDDEN"))
    #expect(sources[3].contains("expect(f() > 0)"))
  }

  @Test(arguments: [
    ("text", 1), ("=== markdown\n=== nonsense", 2), ("=== check id", 1), ("=== check id many", 1),
    ("=== solution", 1), ("=== markdown\n\n=== check a -1", 3),
  ]) func aBadHeadingIsNamed(text: String, line: Int) {
    #expect {
      try CourseUnit(name: "u", text: text)
    } throws: { error in
      "\(error)".hasPrefix("u, line \(line): expected a line such as '=== check ID POINTS'")
    }
  }

  @Test func everyUnitHasGoalsHintsAndAllItsPoints() throws {
    let units = try Course.units
    #expect(units.count >= 4)
    for unit in units {
      let texts = unit.cells.filter { $0.kind == .markdown }.map(\.source).joined(separator: "\n")
      for word in ["**Goals.**", "**Difficulty:**", "**Time:**", "<summary>Hint</summary>"] {
        #expect(texts.contains(word), "\(unit.name)")
      }
      #expect(texts.contains("**Points:** \(Int(unit.points))."), "\(unit.name)")
      let ids = unit.cells.map(\.id).filter { !$0.isEmpty }
      #expect(Set(ids).count == ids.count)
      #expect(unit.cells.filter { $0.kind == .solution }.allSatisfy { $0.source.contains("// BEGIN SOLUTION") })
    }
  }

  @Test func aFolderThatIsNotEmptyIsLeftAlone() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Course.write(to: folder, name: "course")
    #expect(throws: CourseError.folderExists(folder)) { try Course.writeSelfStudy(to: folder) }
    #expect(throws: CourseError.wrongName("a/b")) { try Course.write(to: folder, name: "a/b") }
  }
}
