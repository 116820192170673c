import SuperposeNotebook
import Testing

struct CodeNameTests {
  @Test(arguments: [
    ("loss", 4, "loss"), ("loss", 0, "loss"), ("a + größe", 7, "größe"), ("print(x)", 7, "x"), ("f { 1 }\nx", 9, "x"),
  ])
  func `a name at the cursor may be a variable's`(code: String, cursor: Int, name: String) {
    #expect(CodeName(in: code, at: cursor)?.variable == name)
  }

  @Test(arguments: [("a.count", 5), ("f(x: 1)", 3), ("func f() { x", 12), ("1 + ", 4), ("", 0), ("x", 9), ("x", -1)])
  func `members, labels and what is in braces are not`(code: String, cursor: Int) {
    #expect(CodeName(in: code, at: cursor)?.variable == nil)
  }
}
