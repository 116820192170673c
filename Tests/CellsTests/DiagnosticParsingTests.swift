import SuperposeCells
import Testing

/// What the compiler writes with `-diagnostic-style llvm`, read as the user is told of it.
@Suite struct `The compiler's output` {
  private let label = "Cell [7]"

  private func parse(_ output: String, _ code: String) -> [Diagnostic] {
    Diagnostic.parse(output, of: CellSource(code), label: label)
  }

  @Test func `a heading, a line and a caret are one diagnostic, with its notes`() throws {
    let output = """
      Cell [7]:2:9: error: cannot convert value of type 'String' to specified type 'Int'
      let n: Int = "1"
              ^
      Cell [7]:1:5: note: 'm' declared here
      let m = 1
          ^
      """
    let diagnostics = parse(output, "let m = 1\nlet n: Int = \"1\"")
    let error = try #require(diagnostics.first)
    #expect(diagnostics.count == 1 && error.severity == .error)
    #expect(error.place == "Cell [7]:2:9")
    #expect(error.source == "let n: Int = \"1\"")
    #expect(error.marks == ["        ^"])
    #expect(error.notes.map(\.message) == ["'m' declared here"])
  }

  @Test func `what the compiler suggests is taken from its sentence, its marks and its notes`() throws {
    let output = """
      Cell [7]:1:1: error: cannot find 'lmap' in scope; did you mean 'lamp'?
      lmap
      ^~~~
      lamp
      Superposecell2_1.lamp:1:14: note: 'lamp' declared here
      internal var lamp: Int
                   ^
      Cell [7]:2:3: error: type 'Mode' has no member 'onn'
      a(.onn)
        ^~~
      Superposecell3_1.Mode.on:2:6: note: did you mean 'on'?
      case on}
           ^
      ToyLib.Mode.one:2:6: note: did you mean 'one'?
      internal var one: Mode}
           ^
      """
    let failure = CompileFailure(diagnostics: parse(output, "lmap\na(.onn)"), output: output)
    #expect(failure.errors.map(\.message) == ["cannot find 'lmap' in scope", "type 'Mode' has no member 'onn'"])
    #expect(failure.errors.map(\.marks) == [["^~~~"], ["  ^~~"]])
    #expect(failure.errors.flatMap(\.notes).isEmpty)
    #expect(
      failure.suggesting([], types: [], modules: []).errors.map(\.message) == [
        "cannot find 'lmap' in scope; did you mean 'lamp'?", "type 'Mode' has no member 'onn'; did you mean 'on'?",
      ])
  }

  @Test func `a type that is not found may be one of libraries or of cells`() {
    let output = "Cell [7]:1:8: error: cannot find type 'Strng' in scope\nlet a: Strng\n       ^~~~~"
    let failure = CompileFailure(diagnostics: parse(output, "let a: Strng"), output: output)
    #expect(failure.missesTypes)
    let known = failure.suggesting(["strong", "Sting"], types: ["String", "Substring"], modules: []).errors.map(
      \.message)
    #expect(known == ["cannot find type 'Strng' in scope; did you mean 'Sting' or 'String'?"])
    #expect(
      failure.suggesting(["strng"], types: [], modules: []).errors.map(\.message) == [
        "cannot find type 'Strng' in scope"
      ])
  }

  @Test(arguments: [("Fundation", "Foundation"), ("Kti", "Kit"), ("Swiftt", nil)])
  func `a module that is not found may be one that cells can import`(name: String, meant: String?) {
    let output = "Cell [7]:1:8: error: no such module '\(name)'\nimport \(name)\n       ^"
    let failure = CompileFailure(diagnostics: parse(output, "import \(name)"), output: output)
    let known = failure.suggesting([name + "s"], types: [], modules: ["Kit", "Foundation", "Swift"])
    let suggestion = meant.map { "; did you mean '\($0)'?" } ?? ""
    #expect(known.errors.map(\.message) == ["no such module '\(name)'" + suggestion])
  }

  @Test func `a place is that in the line as it was written`() throws {
    let code = "try __time{ f()"
    let output = "Cell [7]:1:13: error: no\n\(code)\n            ^"
    let error = try #require(parse(output, code).first).asWritten { $0 == label ? ["%timeit f()"] : nil }
    #expect(error.place == "Cell [7]:1:9" && error.source == "%timeit f()" && error.marks == ["        ^"])
  }

  @Test func `a library's file is named without the folder in which it was built`() throws {
    let output =
      "Cell [7]:1:1: error: no\nf()\n^\n/a/b/Sources/ToyLib/Train.swift:65:13: note: candidate\nfunc f()\n     ^"
    #expect(try #require(parse(output, "f()").first).notes.map(\.place) == ["ToyLib/Train.swift:65:13"])
  }

  @Test func `columns are those of editors, not of bytes`() throws {
    let code = "let größe = \"🙂\" + 1"
    let column = code.utf8.count - 2
    let error = try #require(parse("Cell [7]:1:\(column): error: no\n\(code)\n^", code).first)
    #expect(error.place == "Cell [7]:1:\(code.utf16.count - 2)")
  }

  @Test func `the name at an error's place is read, and none where there is no place`() {
    #expect(parse("Cell [7]:1:9: error: no\nlet x = größe\n        ^", "let x = größe").map(\.nameAtPlace) == ["größe"])
    #expect(parse("<unknown>:0: error: no space left on device", "1").map(\.nameAtPlace) == [""])
  }

  @Test func `output without a place is told too`() {
    let errors = parse("<unknown>:0: error: unable to load\nstray words", "1")
    #expect(errors.map(\.message) == ["unable to load"] && errors.map(\.place) == [""])
    #expect(parse("", "1").isEmpty && parse("no heading at all\n\n", "1").isEmpty)
  }

  @Test(arguments: [
    ("'a' is unavailable in module 'Superposecell3_1'", "'a' is unavailable in cell [3]"),
    ("ambiguous use of 'Superposecell12_4.step'", "ambiguous use of 'step (cell [12])'"),
    ("'Superposecell2_1::Point' is no 'Point'", "'Point (cell [2])' is no 'Point'"),
    ("Cell2 is a name of the user's", "Cell2 is a name of the user's"),
  ])
  func `modules of the kernel are named as cells`(_ said: String, _ told: String) {
    #expect(parse("Cell [7]:1:1: error: \(said)\nx\n^", "x").map(\.message) == [told])
  }

  @Test func `an error beyond the last line is one at the end of the cell`() throws {
    let error = try #require(parse("Cell [7]:9:1: error: expected '}'\n\n^", "if true {").first)
    #expect(error.place == "Cell [7]:1:10" && error.source == "if true {")
  }

  @Test(arguments: [
    ("func g() -> Int { 1 }\ng()", 2, 1, 0), ("func g() -> Int { 1 }\nfor _ in 0...1 { g() }", 2, 18, 1),
    ("func g() -> Int { 1 }\ng()\nlet a = 1", 2, 1, 1), ("func g() -> Int { 1 }\nfunc h() { g() }", 2, 12, 1),
  ])
  func `an unused result is told, except of the value that the cell shows`(
    _ code: String, _ line: Int, _ column: Int, _ count: Int
  ) {
    let output = "Cell [7]:\(line):\(column): warning: result of call to 'g()' is unused [#no-usage]\ng()\n^"
    #expect(parse(output, code).count == count)
  }

  @Test func `the compiler's groups are not told`() {
    let output =
      "Cell [7]:1:1: error: type 'any P' cannot conform to 'Q' [#ProtocolTypeNonConformance]\nf()\n^\n"
      + "Cell [7]:1:1: note: because [#no-usage]\nf()\n^"
    let errors = parse(output, "f()")
    #expect(errors.map(\.message) == ["type 'any P' cannot conform to 'Q'"])
    #expect(errors.flatMap(\.notes).map(\.message) == ["because"])
  }

  @Test func `what is spelt like self is not suggested`() {
    let output =
      "Cell [7]:1:1: error: cannot find 'self' in scope; did you mean to use it in a type or extension context?\n"
      + "self\n^\n/a/Sources/CellSupport/Shell.swift:16:13: note: did you mean 'shell'?\npublic func shell()\n            ^"
    let error = parse(output, "self").first
    #expect(error?.message.hasSuffix("extension context?") == true && error?.notes.isEmpty == true)
  }

  @Test func `a variable whose name says unused is no unused result`() {
    let output = "Cell [7]:1:5: warning: variable 'unused' was never mutated\nvar unused = 1\n    ^"
    #expect(parse(output, "var unused = 1").count == 1)
  }
}
