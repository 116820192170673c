import SuperposeEvaluation
import Testing

@Suite struct `Cells are real Swift` {
  @Test func `values are shown, bare`() async throws {
    try await TestNotebook.with { notebook in
      for (code, shown) in [
        ("1 + 1", "2"), ("\"hé\\n\"", "\"hé\\n\""), ("1.5", "1.5"), ("[1, 2]", "[1, 2]"),
        ("true", "true"), ("Optional(3)", "Optional(3)"), ("let c = true ? 2 : 1; c + 1", "3"),
      ] {
        #expect(await notebook.run(code) == .succeeded())
        #expect(notebook.value == shown)
      }
    }
  }

  @Test func `assignments, semicolons and Void show nothing`() async throws {
    try await TestNotebook.with { notebook in
      for code in ["var x = 1", "x = 2", "x + 1;", "print(x)", "x += 1", "_ = x", "func f() {}"] {
        #expect(await notebook.run(code) == .succeeded())
        #expect(notebook.value == nil)
      }
    }
  }

  @Test func `cells see, redefine and re-run what older cells declared`() async throws {
    try await TestNotebook.with { notebook in
      for code in [
        "struct P: Equatable { var x = 1 }; let p = P(); protocol Q { func q() -> Int }",
        "extension Int: Q { func q() -> Int { self } }", "5.q() + p.x",
        "struct P { var y = \"two\" }; let p = P(y: \"three\")", "p.y",
        "func f<T>(_ t: T) -> [T] { [t] }", "infix operator <+>; func <+> (a: Int, b: Int) -> Int { a * b }",
        "protocol Q { func q() -> Int }\nextension Int: Q { func q() -> Int { self * 2 } }",
      ] {
        #expect(await notebook.run(code) == .succeeded())
      }
      _ = await notebook.run("\"\\(p.y) \\(f(1)) \\(2 <+> 3) \\(4.q())\"")
      #expect(notebook.value == "\"three [1] 6 8\"")
    }
  }

  @Test(arguments: [
    (["func f() -> Int { 1 }", "func f() -> Double { 2 }"], "f()", "2.0"),
    (["func f() -> Int { 1 }", "func f() throws -> Int { 2 }"], "try f()", "2"),
    (["func f() -> Int { 1 }", "func f() async -> Int { 2 }"], "await f()", "2"),
    (["func f(x: Int) -> Int { 1 }", "func f(x: Int, y: Int = 0) -> Int { 2 }"], "f(x: 1)", "2"),
    (["func f(x: Int, y: Int = 0) -> Int { 1 }", "func f(x: Int) -> Int { 2 }"], "f(x: 1)", "2"),
    (["func f(_ n: Int) -> Int { 1 }", "func f(_ n: Int) -> Double { n == 0 ? 0 : f(n - 1) + 0.5 }"], "f(3)", "1.5"),
    (["func f() -> Int { 1 }", "func f() -> Double { 2 }", "func f() -> Int { 3 }"], "f()", "3"),
    (
      [
        "func f(_ a: Int = 1) -> Int { a }", "enum E: Error { case e }",
        "func f(_ a: Int = 2) throws(E) -> [Int] { [a] }",
      ],
      "try f()", "[2]"
    ),
    // These stay overloads.
    (["func f(_ x: Int) -> Int { 1 }", "func f(_ x: Double) -> Int { 2 }"], "[f(1), f(0.5)]", "[1, 2]"),
    (["func f(a: Int) -> Int { 1 }", "func f(b: Int) -> Int { 2 }"], "[f(a: 0), f(b: 0)]", "[1, 2]"),
    (
      ["func f(_ x: Int) -> Int { 1 }; func f(_ x: Bool) -> Int { 2 }", "func f(_ x: Int) -> String { \"3\" }"],
      "\"\\(f(0)) \\(f(true))\"", "\"3 2\""
    ),
  ])
  func `a redeclared function is the one that is called`(
    _ cells: [String], _ call: String, _ shown: String
  ) async throws {
    try await TestNotebook.with { notebook in
      for cell in cells { #expect(await notebook.run(cell) == .succeeded()) }
      // The cell itself may be run again.
      #expect(await notebook.run(cells.last ?? "") == .succeeded())
      #expect(await notebook.run(call) == .succeeded())
      #expect(notebook.value == shown)
    }
  }

  @Test func `errors distinguish a redeclared type from the old one`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("struct P { var x = 1.0 }")
      _ = await notebook.run("func area(_ p: P) -> Double { p.x }\nlet all = [P()]")
      _ = await notebook.run("struct P { var x = 1.0; var y = 2.0 }")
      let hint =
        "Cell [3] redeclared 'P'. Values created with the version from cell [1] still have the old type; rerun the cells that create them."
      let text = await notebook.failure("area(P())")?.text ?? ""
      #expect(
        text.contains("cannot convert value of type 'P (cell [3])' to expected argument type 'P (cell [1])'"), "\(text)"
      )
      #expect(text.contains(hint), "\(text)")
      #expect(await notebook.failure("let one: [P] = all")?.text.contains("'[P (cell [1])]'") == true)
      #expect(await notebook.failure("all[0].y")?.text.contains(hint) == true)
      #expect(await notebook.failure("let n: Int = \"s\"")?.text.contains("redeclared") == false)
      #expect(await notebook.run("func area(_ p: P) -> Double { p.x * p.y }\narea(P())") == .succeeded())
      #expect(notebook.value == "2.0")
    }
  }

  @Test func `later cells see what a guard binds, or an error says why not`() async throws {
    try await TestNotebook.with { notebook in
      #expect(await notebook.run("guard let n = Int(\"5\") else { fatalError() }\nn") == .succeeded())
      #expect(notebook.value == "5")
      #expect(await notebook.run("n + 1") == .succeeded())
      #expect(notebook.value == "6")
      let code = "guard let a = Optional(1), var b = Optional(2) else { fatalError() }\nb += a\nlet kept = b"
      #expect(await notebook.run(code) == .succeeded())
      let text = await notebook.failure("b + 1")?.text ?? ""
      #expect(text.contains("'b' was bound by a top-level `guard`, so it is visible only in cell [3]."), "\(text)")
      #expect(await notebook.run("%who") == .succeeded())
      #expect(await notebook.run("kept") == .succeeded())
      #expect(notebook.value == "3")
    }
  }

  @Test func `isolation by the kernel warns nobody`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run(
        "extension Collection where Element: Numeric { var sum: Element { reduce(.zero, +) } }; [1.5, 2].sum")
      #expect(notebook.value == "3.5")
      #expect(notebook.everything.count == 1)
    }
  }

  @Test func `what stays ambiguous is told by cells`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("extension Int { func up() -> Int { 1 } }")
      _ = await notebook.run("extension Int { func up() -> Double { 2 } }")
      let text = await notebook.failure("3.up()")?.text ?? ""
      #expect(text.contains("ambiguous use of 'up()'"))
      #expect(text.contains("found this candidate in cell [1]") && text.contains("in cell [2]"))
      #expect(!text.contains("Cell1") && !text.contains("Cell2"))
    }
  }

  @Test func `await, throws, actors, tasks and macros work at top level`() async throws {
    try await TestNotebook.with { notebook in
      for code in [
        "actor Counter { var n = 0; func up() -> Int { n += 1; return n } }; let counter = Counter()",
        "try await Task.sleep(nanoseconds: 1_000_000); await counter.up()",
        "import Observation\n@Observable class Model { var a = 1 }\nlet model = Model(); model.a",
        "await Task.detached { 7 }.value",
        "await withTaskGroup(of: Int.self) { g in for i in 0..<10 { g.addTask { i } }; var s = 0; for await v in g { s += v }; return s }",
      ] {
        #expect(await notebook.run(code) == .succeeded())
      }
      #expect(notebook.value == "45")
      _ = await notebook.run("await counter.up()")
      #expect(notebook.value == "2")
    }
  }

  @Test func `imports persist, and names of cells win over theirs`() async throws {
    try await TestNotebook.with { notebook in
      #expect(await notebook.run("import Foundation") == .succeeded())
      #expect(await notebook.run("struct Data { var mine = true }") == .succeeded())
      #expect(await notebook.run("import Foundation\nlet d = Data(); sin(0.0)") == .succeeded())
      _ = await notebook.run("d.mine")
      #expect(notebook.value == "true")
    }
  }

  @Test func `lines for other tools are ignored`() async throws {
    try await TestNotebook.with { notebook in
      #expect(await notebook.run("#| label: fig-1\n//| echo: false\n1") == .succeeded())
      #expect(notebook.value == "1")
    }
  }

  @Test func `tables come from arrays of structs and of dictionaries`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("struct Row { var name: String; var loss: Double }\n[Row(name: \"a\", loss: 0.5)]")
      #expect(notebook.value == "name  loss\n────  ────\na      0.5")
    }
  }
}
