import SuperposeEvaluation
import SuperposeNotebook
import Testing

@Suite struct `Failures end one cell only` {
  @Test(arguments: [
    ("[1, 2][5]", "FatalError", "Index out of range"),
    ("let n: Int? = nil; n!", "FatalError", "Unexpectedly found nil"),
    ("var i = Int.max; i += 1", "FatalError", "arithmetic overflow"),
    ("1 / Int(\"0\")!", "FatalError", "Division by zero"),
    ("fatalError(\"on purpose\")", "FatalError", "on purpose"),
    ("precondition(1 > 2, \"no\")", "FatalError", "no"),
    ("(\"a\" as Any) as! Int", "FatalError", ""),
    ("struct Boom: Error { let code = 3 }; throw Boom()", "Boom", "Boom(code: 3)"),
    ("func deep(_ n: Int) -> Int { n &+ deep(n &+ 1) &* 3 }; deep(0)", "StackOverflow", ""),
    ("import Foundation\nexit(3)", "Exit", "exit(3)"),
    ("import Foundation\nexit(0)", "Exit", "exit(0)"),
    ("await Task.detached { [1][9] }.value", "FatalError", "Index out of range"),
    ("try await Task.sleep(nanoseconds: 1000); let xs = [1]; xs[4]", "FatalError", "Index out of range"),
  ])
  func `a failing cell`(_ code: String, _ name: String, _ value: String) async throws {
    try await TestNotebook.with { notebook in
      #expect(await notebook.run("var kept = 41") == .succeeded())
      let failure = await notebook.failure(code)
      #expect(failure?.name == name)
      #expect(failure?.value.contains(value) == true, "\(failure as Any)")
      #expect(failure?.text.contains("Cell [2], line ") == true, "\(failure?.text ?? "")")
      #expect(await notebook.run("kept += 1; kept + 0") == .succeeded())
      #expect(notebook.value == "42")
    }
  }

  @Test func `tracebacks name functions and lines of the user's, and nothing generated`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("func pick(_ i: Int) -> Int {\n  let xs = [1, 2]\n  return xs[i]\n}")
      let failure = await notebook.failure("let a = 1\n\nlet b = pick(a + 6)")
      let text = failure?.text ?? ""
      #expect(text.contains("Cell [1], line 3, in pick(_:)"), "\(text)")
      #expect(text.contains("Cell [2], line 3"), "\(text)")
      #expect(!text.contains("Cell2") && !text.contains("_main") && !text.contains("main.swift"))
    }
  }

  @Test(arguments: [
    ("func f(_ b: (Int) throws(E) -> Int) throws(E) -> (Int) -> Int { fail() }; _ = try f { $0 }", "f(_:)"),
    (
      "struct S<T> { func m(of x: T, by y: (T, T) -> Bool) -> [T] { fail() } }; _ = S().m(of: 1, by: <)",
      "S.m(of:by:)"
    ),
    (
      "func g(x: Int, _ y: [Int: (Int, Int)]) async throws(E) -> Int { fail() }; _ = try await g(x: 1, [:])",
      "g(x:_:)"
    ),
    ("extension Array { func o() { fail() } }; [1].o()", "Array.o()"),
    ("infix operator <+>; func <+> (a: Int, b: Int) -> Int { fail() }; _ = 1 <+> 2", "<+>(_:_:)"),
    ("func outer() { func inner(k: Int) { fail() }; inner(k: 2) }; outer()", "inner(k:) in outer()"),
    ("func h() { [1].forEach { _ in fail() } }; h()", "closure 1 in h()"),
    ("let c: (Int) -> Void = { _ in fail() }; c(1)", "closure 1"),
    ("class A { init() { fail() }; static func s() { _ = A() } }; A.s()", "A.init()"),
    ("class B { var p: Int { fail() } }; _ = B().p", "B.p.getter"),
  ])
  func `functions have the names that their users write`(_ code: String, _ name: String) async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("enum E: Error { case e }\nfunc fail() -> Never { fatalError() }")
      let text = await notebook.failure(code)?.text ?? ""
      #expect(text.contains("Cell [2], line 1, in \(name)\n"), "\(text)")
    }
  }

  @Test func `callers that await are named, to the cell's own line`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("func inner() async {\n  await Task.yield()\n  _ = [1][3]\n}")
      let text =
        await notebook.failure("func middle() async {\n  await inner()\n  print(1)\n}\n\nawait middle()")?.text ?? ""
      let places = text.split(separator: "\n").filter { $0.hasPrefix("Cell") }
      #expect(
        places == ["Cell [1], line 3, in inner()", "Cell [2], line 2, in middle()", "Cell [2], line 6"],
        "\(text)")
    }
  }

  @Test func `a thrown error tells where it was thrown`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("struct Boom: Error {}\nfunc inner() throws {\n  throw Boom()\n}")
      let text = await notebook.failure("try inner()")?.text ?? ""
      #expect(text.contains("Cell [1], line 3, in inner()"), "\(text)")
    }
  }

  @Test func `variables that were never initialised are not to be had`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.failure("let first = 1\nlet second = [1][3]\nlet third = 3\nfunc f() -> Int { 9 }")
      #expect(await notebook.run("first + f()") == .succeeded())
      #expect(notebook.value == "10")
      let failure = await notebook.failure("third")
      #expect(failure?.value.contains("never initialised: cell [1] stopped at line 2") == true, "\(failure as Any)")
    }
  }

  @Test func `compile errors stand where the user wrote them`() async throws {
    try await TestNotebook.with { notebook in
      let failure = await notebook.failure("let a = 1; let b = a + zzz\n")
      #expect(failure?.name == "CompileError")
      #expect(failure?.value == "Cell [1]:1:24: cannot find 'zzz' in scope")
      #expect(
        failure?.text.contains("1 │ let a = 1; let b = a + zzz\n  │                        ^") == true,
        "\(failure?.text ?? "")")
      #expect(await notebook.failure("nil")?.text.contains("⏎") == false)
    }
  }

  @Test(arguments: [
    "while true {}", "var a = [Int](); while true { a.append(a.count); if a.count > 1000 { a = [] } }",
    "import Foundation\nwhile true { usleep(1000) }", "try await Task.sleep(nanoseconds: 1_000_000_000_000)",
    "await withCheckedContinuation { (c: CheckedContinuation<Void, Never>) in }",
    "var xs = Array(0..<1000); xs.sort { a, b in while true {} }",
    "import Foundation\nsleep(100)", "await Task.detached { while true {} }.value",
    "import Foundation\nlet s = DispatchSemaphore(value: 0)\ns.wait()", "_ = readLine()",
  ])
  func `an interrupt ends`(_ code: String) async throws {
    try await TestNotebook.with { notebook in
      #expect(await notebook.run("let kept = 1") == .succeeded())
      async let failure = notebook.failure(code, allowsInput: true)
      try await Task.sleep(for: .milliseconds(700))
      await notebook.interrupt()
      #expect(await failure?.name == "Interrupted")
      #expect(await notebook.run("kept + 1") == .succeeded())
      #expect(notebook.value == "2")
    }
  }

  @Test func `an interrupt that is quicker than its cell ends it, and no other`() async throws {
    try await TestNotebook.with { notebook in
      #expect(await notebook.run("var count = 0") == .succeeded())
      await notebook.interrupt(2)
      #expect(await notebook.failure("count += 1")?.name == "Interrupted")
      await notebook.interrupt(2)
      _ = await notebook.run("count")
      #expect(notebook.value == "0")
    }
  }

  @Test func `what dies with the host is named, and restored`() async throws {
    try await TestNotebook.with { notebook in
      _ = await notebook.run("var a = 20")
      _ = await notebook.run("a += 1; func f() -> Int { a * 2 }")
      let failure = await notebook.failure("import Foundation\nkill(getpid(), SIGKILL)")
      #expect(failure?.name == "HostDied")
      #expect(failure?.text.contains("Variables: a.") == true, "\(failure?.text ?? "")")
      #expect(await notebook.failure("a")?.text.contains("%restore") == true)
      #expect(await notebook.run("let b = 5") == .succeeded())
      #expect(await notebook.run("%restore") == .succeeded())
      _ = await notebook.run("f() + b")
      #expect(notebook.value == "47")
    }
  }

  @Test func `memory has a limit that is told`() async throws {
    try await TestNotebook.with(memoryLimit: 1 << 30) { notebook in
      let failure = await notebook.failure(
        "var hoard: [[Int]] = []\nwhile true { hoard.append([Int](repeating: 1, count: 1 << 20)) }")
      #expect(failure?.name == "MemoryLimit", "\(failure as Any)")
      #expect(await notebook.run("1 + 1") == .succeeded())
    }
  }
}
