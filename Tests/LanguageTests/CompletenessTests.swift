import SuperposeEvaluation
import SuperposeLanguage
import Testing

private let magics = [Magic("%help"), Magic("%time", takesCode: true), Magic("%%time")]

@Test(arguments: [
  "", "\n\n", "// a comment", "let a = 1", "a\n", "if a { b } else { c }", "func f() { }\n\n",
  "protocol P { func f() }", "let s = \"\"\"\n  x\n  \"\"\"", "#if DEBUG\n#endif", "print(\"é😀\")",
  "%help", "%time 1 + 1", "%%time\nlet a = 1\nprint(a)", "#| echo: false\nlet a = 1", "name?",
  "name??", "let a = 1\r\nlet b = 2\r\n", "a;", "switch a { case 1: b\ndefault: c }", "x % y",
  "@MainActor func f() {}", "macro(#line)", "for await x in y { }", "func +++ (a: Int) {}",
])
func `code that can run is complete`(code: String) {
  #expect(Completeness(of: code, magics: magics) == .complete)
}

@Test(arguments: [
  ("if a {", "  "), ("if a {\n  while b {", "    "), ("func f() {\n  a()", "  "), ("f(", "  "),
  ("let a =", "  "), ("let a = [1,\n  2,", "  "), ("struct S", ""), ("func f() -> Int", ""),
  ("let s = \"\"\"\n  abc", "  "), ("/* never closed", ""), ("#if DEBUG\nf()", ""), ("a.", ""),
  ("switch a {\ncase 1:", "  "), ("a +", "  "), ("xs.map { x in", "  "), ("f { g {", "    "),
  ("if a {\n\tb", "\t"), ("@MainActor", ""), ("%%time\nif a {", "  "), ("%time f(", "  "),
  ("if a {\r\n  b\r\n", "  "), ("class C {\n  func f() {\n  }", "  "), ("let a: ", "  "),
])
func `code that lacks its end is incomplete`(code: String, indent: String) {
  #expect(Completeness(of: code, magics: magics) == .incomplete(indent: indent))
}

@Test(arguments: [
  "a b c", "}", "let a = )", "let = 1", "\"never closed", "f(1,\n2\nlet b = 1", "if { ]", "1 2",
  "struct 1 {}", "func f( { }", "let a = 1 }",
])
func `code that no more typing can mend is invalid`(code: String) {
  #expect(Completeness(of: code, magics: magics) == .invalid)
}
