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
    ("%time", .time), ("%%time", .time), ("%%O", .optimise(true)), ("%%Onone", .optimise(false)), ("  %who", .who),
    ("\n\n%who\n", .who),
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
    #expect(Directive("a?.b").kind == .plain)
    #expect(Directive("train???").kind == .plain)
  }
}
