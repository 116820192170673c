import Evaluation
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
