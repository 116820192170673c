import SuperposeCells
import Testing

@Suite struct CommandLinesTests {
  private func swift(_ code: String, declaring names: Set<String> = []) -> String {
    CommandLines(code, isDeclared: names.contains).text
  }

  @Test(arguments: [
    ("!ls", #"try __shell("ls")"#), ("  ! ls \"a b\"", #"try __shell("ls \"a b\"")"#),
    ("%cd ..", #"try __changeFolder("..")"#), ("%env A=b", #"try __environment("A=b")"#),
    ("let a = 1\n!ls\na", "let a = 1\ntry __shell(\"ls\")\na"),
    ("!ls \\\n  -l\n1", "try __shell(\"ls \\\\\\n  -l\")\n\n1"),
    ("!!ls", #"try __shell("!ls")"#), ("%cd \"a b\"", #"try __changeFolder("a b")"#),
    ("if true {\n!ls\n}", "if true {\ntry __shell(\"ls\")\n}"),
    ("for i in 0..<2 {\n  do {\n    !ls\n  }\n}", "for i in 0..<2 {\n  do {\ntry __shell(\"ls\")\n  }\n}"),
  ])
  func `a command becomes a call on its line`(_ code: String, _ text: String) {
    #expect(swift(code) == text)
  }

  @Test(arguments: [
    "1", "let flag = true\n!flag", "func f(flag: Bool) {}\nlet a =\n!flag", "let s = \"\"\"\n!ls\n%cd ..\n\"\"\"",
    "func f() {\n!ls\n}", "[1].map {\n!ls\n}", "struct A {\nvar a: Bool {\nif true {\n!ls\n}\n}\n}", "/*\n!ls\n*/",
    "!true", "!(1 > 2)", "!Bool(false)", "let b = 3\n%env.count", "a\n != b",
    "[1].filter { flag in\n!flag\n}",
  ])
  func `Swift stays as it is`(_ code: String) {
    #expect(swift(code) == code)
  }

  @Test func `a name of the notebook makes it Swift`() {
    #expect(swift("!flag", declaring: ["flag"]) == "!flag")
    #expect(swift("!flag") != "!flag")
  }

  @Test func `many commands are read once`() {
    let code = (0..<20_000).map { "let x\($0) = 1\n!echo \($0)" }.joined(separator: "\n")
    #expect(swift(code).matches(of: #/try __shell/#).count == 20_000)
  }

  @Test func `a text says whether it may have any`() {
    #expect(CommandLines.mayBe(in: "1\n !ls") && CommandLines.mayBe(in: "%cd"))
    #expect(!CommandLines.mayBe(in: "a != b\n!=\n!\n%cdr"))
  }
}
