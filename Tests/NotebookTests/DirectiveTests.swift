import SuperposeNotebook
import Testing

struct DirectiveTests {
  @Test(arguments: ["", "  \n", "let a = 1", "print(\"%time\")", "let rest = 7 %2", "a ? b : c"])
  func `code without a magic stays as it is`(_ code: String) {
    let directive = Directive(code)
    #expect(directive.kind == .plain && directive.code == code)
  }

  @Test(arguments: [
    ("%help", Directive.Kind.help), ("%who", .who), ("%restore", .restore), ("%reset", .reset),
    ("%time 1", .time), ("%%time", .time), ("%%O", .optimise(true)), ("%%Onone", .optimise(false)), ("  %who", .who),
    ("\n\n%who\n", .who), ("// words\n#| tags: []\n%who", .who), ("%time", .withoutCode("%time")),
    ("%timeit -n 5", .withoutCode("%timeit")), ("%%timeit -n 5 -r 2\n\n", .withoutCode("%%timeit")),
    ("%timeit\n1", .withoutCode("%timeit")), ("%%timeit\n\n", .withoutCode("%%timeit")),
    ("%nothing", .unknown("%nothing")),
  ])
  func `the first word of the cell is the magic`(_ code: String, _ kind: Directive.Kind) {
    #expect(Directive(code).kind == kind)
  }

  @Test func `a magic's words are blanked, so that lines and columns stay`() {
    #expect(Directive("%time let a = 1").code == "      let a = 1")
    #expect(Directive("\n%%O\nlet a = 1").code == "\n   \nlet a = 1")
    // Only the first: the second is the user's own.
    #expect(Directive("%time print(\"%time\")").code == "      print(\"%time\")")
  }

  @Test func `a name with question marks asks for its documentation or its source`() {
    #expect(Directive("train?").kind == .inspect(name: "train", withSource: false))
    #expect(Directive(" ToyModel.loss?? \n").kind == .inspect(name: "ToyModel.loss", withSource: true))
    #expect(Directive("größe?").kind == .inspect(name: "größe", withSource: false))
    #expect(Directive("?train").kind == .inspect(name: "train", withSource: false))
    #expect(Directive("??ToyModel.loss").kind == .inspect(name: "ToyModel.loss", withSource: true))
    #expect(Directive("a?.b").kind == .plain)
    #expect(Directive("train???").kind == .plain)
  }

  @Test(arguments: [
    ("%load a b.swift", "a b.swift"), ("%load \"a b.swift\"", "a b.swift"), ("%load 'a b.swift'  ", "a b.swift"),
    ("%load \"a\" \"b\"", "\"a\" \"b\""), ("%load", ""), ("%load \"", "\""),
  ])
  func `quotation marks around a path are not part of it`(_ code: String, _ path: String) {
    #expect(Directive(code).kind == .load(path))
    #expect(Directive(code.replacing("%load", with: "%include") + "\n1").preparations == [.include(path)])
  }

  @Test(arguments: [
    ("%%writefile \"a b\"\nx", #"try __writeFile("a b", "x\n", isAppending: false)"#),
    ("%%writefile -a a\nx", #"try __writeFile("a", "x\n", isAppending: true)"#),
    ("%%writefile --append 'a'\nx", #"try __writeFile("a", "x\n", isAppending: true)"#),
    ("%%writefile -a\nx", #"try __writeFile("", "x\n", isAppending: true)"#),
    ("%%sh -e\nls", #"try __shell("ls", "/bin/sh -e")"#),
    ("// words\n%%bash\nls", #"try __shell("ls", "/bin/bash ")"#),
    ("%timeit await f()", "await __timeAsync{ await f()\n}"),
    ("%timeit -n 0 f()", "__time{ f()\n}"),
    ("%timeit -n 5 f()", "__time(calls: 5){ f()\n}"),
    ("%timeit -r2 -n 5 -x", "__time(calls: 5, runs: 2){ -x\n}"),
    ("%%timeit -r 2\nf()", "__time(runs: 2){ \nf()\n}"),
    ("%timeit try await f()", "try await __timeAsync{ try await f()\n}"),
  ])
  func `a magic with options becomes a call`(_ code: String, _ call: String) {
    #expect(Directive(code).code.drop(while: \.isWhitespace) == call)
  }
}
