import SuperposeCells
import Testing

@Suite struct `A cell's text` {
  private func names(_ text: String) -> [String] { CellSource(text).declarations.map(\.name) }

  @Test(arguments: [
    ("let a = 1, b = 2\nvar (c, d) = (3, 4)", ["a", "b", "c", "d"]),
    ("let late: Int\nlet early = f()\nlate = early", ["early", "late"]),
    ("var none: Int?\nvar computed: Int { 1 }\nvar seen = 1 { didSet {} }", ["none", "seen"]),
    ("#if os(Linux)\nlet a = 1\n#else\nlet b = 2\n#endif", ["a"]),
    (
      "#if false\nlet a = 1\n#elseif canImport(Foundation) && swift(>=5)\n#if DEBUG\n#else\nlet c = 1\n#endif\n#endif",
      ["c"]
    ),
    ("#if canImport(Darwin) || hasFeature(Nothing) && arch(wasm32)\nlet a = 1\n#endif", []),
  ])
  func `variables come in the order in which they are initialised`(_ text: String, _ variables: [String]) {
    #expect(CellSource(text).variables == variables)
  }

  @Test func `a declaration knows what it uses and does not bind`() throws {
    let text = "func f(x: Int, to y: Net) -> Double { let z = lr; return z + x.lost + g { w in w + h } }"
    let function = try #require(CellSource(text).declarations.first)
    #expect(function.uses == ["Int", "Net", "Double", "lr", "g", "h"])
    #expect(function.holdsCode)
    #expect(CellSource("let n = lr * 2").declarations.first?.holdsCode == false)
    #expect(CellSource("let n = { lr * 2 }").declarations.first?.holdsCode == true)
  }

  @Test(arguments: [
    ("func f() -> Int { big.count + g() }", []),
    ("func f() -> Int { xs.map { $0 + big }.count }", ["big"]),
    ("func f() -> Int { func inner() -> Int { big }; return inner() }", ["Int", "big"]),
    ("func f() { lazy var a = big; async let b = small; struct S { func g() { other } } }", ["big", "small", "other"]),
    ("var f: Int { var inner: Int { big }; return inner + small }", ["big"]),
    ("var f: Int { get { small } set { store { big } } }", ["big"]),
  ])
  func `what a function may use later is in closures and local functions`(_ text: String, _ names: [String]) throws {
    #expect(try #require(CellSource(text).declarations.first).deferred == Set(names))
  }

  @Test func `only a function that its name alone leads to counts as called by its name`() {
    let callable = ["func f() {}", "var v: Int { 1 }"]
    let others = [
      "@inline(never) func f() {}", "func + (a: Int, b: S) {}", "var v = 1", "let c = { 1 }", "extension Int {}",
      "struct S {}",
    ]
    #expect(callable.allSatisfy { CellSource($0).declarations.first?.isCallable == true })
    #expect(others.allSatisfy { CellSource($0).declarations.last?.isCallable == false })
  }

  @Test(arguments: [
    ("func f() -> some P { a }", "func f() -> some P { b }", true),
    ("var f: some P { a }; var g: Int { 1 }", "var g: Int { 2 }; var f: some P { b }; func h() {}", true),
    ("var f: some P { a }; var g: Int { 1 }", "var f: some P { b }", false),
    ("func f() -> some P { a }", "static func f() -> some P { b }", false),
    ("func f() -> Int { 1 }", "func f() -> Int { 2 }", false),
  ])
  func `an extension stands for an older one whose opaque results it declares again`(
    _ old: String, _ new: String, _ isRepeated: Bool
  ) throws {
    let (old, new) = (CellSource("extension Q { \(old) }"), CellSource("extension Q { \(new) }"))
    #expect(try #require(old.declarations.first).isRepeated(by: try #require(new.declarations.first)) == isRepeated)
  }

  @Test(arguments: [
    ("guard let a = f() else { fatalError() }", ["a"]),
    ("guard let a = f(), case .x(let b) = a else { throw E() }", ["a", "b"]),
    ("guard var a = f(), a > 1 else { while true {} }", ["a"]), ("guard a > 1 else { fatalError() }", []),
    // What a closure cannot do, or would mean something else in it.
    ("guard let a else { fatalError() }", []), ("guard let a = g(a) else { fatalError() }", []),
    ("guard let a = f() else { print(a); fatalError() }", []),
    ("guard let a = f(), var b = g() else { fatalError() }", []),
    ("guard let a = f() else { return }", []),
    // What shadows a variable of the same cell.
    ("let a: Int? = 1\nguard let a else { fatalError() }", ["a"]),
    (
      "var a: Int?\na = 1\nlet b = a\nguard let c = a, let a = b.map({ $0 + c }) else { print(a); fatalError() }",
      ["b", "c", "a"]
    ),
    ("let a: [Int]? = [], b = a.map { a in a.count }\nguard let a else { fatalError() }", ["b", "a"]),
    ("let a = 1\nguard let a = f() else { fatalError() }", ["a"]),
    ("for a in 0..<2 { print(a) }\nguard let a = f() else { fatalError() }", ["a"]),
    // What an older cell may have declared, and the statement has no module of.
    ("print(a)\nguard let a = f() else { fatalError() }", []),
    ("if let a { print(a) }\nguard let a = f() else { fatalError() }", []),
    ("let `a`: Int? = 1\nguard let a else { fatalError() }", []),
    ("let a: Int? = 1, b = 2\nguard let a, var b = f() else { fatalError() }", []),
    ("let a: Int? = 1\nguard let a else { fatalError() }\nguard let b = f(a), let a = g() else { fatalError() }", []),
  ])
  func `what a guard binds is a variable of the cell`(_ text: String, _ names: [String]) {
    #expect(CellSource(text).variables == names)
  }

  /// The first is cut between two functions; the others where no text can be cut, or not at all.
  @Test(arguments: [
    "func f#(_ x: Int) -> Int {\n  let y = x + #\n  return y * 2\n}\n",
    "func g#() {\nif true {\n}\nfunc inner() {}\n}\nvar v# = g#()\n",
    "struct S# {\n  var a = {\n    1\n  }()\n}\nextension S# {\n  func b() {}\n}\nlet s# = S#() // }\n",
    "let t# = if true {\n  1\n} else {\n  2\n}\nfunc h#() {\n", "class C# {\n}\n+C#()\n}\nlet c# = 1\n",
  ])
  func `a large text is read in halves, as in one piece`(_ piece: String) {
    let text = (0..<500).map { piece.replacing("#", with: "\($0)") }.joined() + "let last = 1\nlast + f3(last)"
    // A text with such a comment is never cut.
    let (source, whole) = (CellSource(text), CellSource(text + "\n/* */"))
    #expect(source.declarations == whole.declarations && source.variables == whole.variables)
    #expect(source.words == whole.words && source.showsValue == whole.showsValue)
    #expect(source.declarations.count >= 2 && source.functions == whole.functions)
  }

  @Test func `a guard can shadow variables of older cells`() {
    let source = CellSource("guard let a, let b = f(a), let c = g(c, b) else { print(b) }\na")
    #expect(source.confined == ["a": .guard, "b": .guard, "c": .guard])
    let shadowing = source.shadowing(["a": "A", "b": "B", "c": "C"])
    #expect(shadowing.variables == ["a", "b", "c"] && shadowing.confined.isEmpty)
  }

  @Test func `an async let is a variable whose value is computed later`() {
    let source = CellSource("async let a = f(big), b = 2\nlet c = await a")
    #expect(
      source.variables == ["a", "b", "c"] && source.isChildTask("b") && !source.isChildTask("c")
        && source.namesInClosures == ["f", "big"])
    let several = CellSource("async let (a, _, b) = f()")
    #expect(several.variables == ["a", "b"] && several.isChildTask("b"))
    let tooMany = CellSource("async let (a, (b, c)) = f()")
    #expect(tooMany.variables.isEmpty && tooMany.confined == ["a": .asyncLet, "b": .asyncLet, "c": .asyncLet])
  }

  @Test func `extensions, types, operators and aliases are declarations too`() {
    let text = "extension Int: P, Q {}\nactor A {}\nprefix operator ~~\ntypealias T = Int\nimport Foundation"
    #expect(names(text) == ["Int", "A", "~~", "T"])
    #expect(CellSource(text).declarations.first?.title == "extension Int")
    #expect(CellSource(text).declaredNames == ["A", "~~", "T"])
    #expect(CellSource(text).onlyDeclares && !CellSource(text + "\nprint(1)").onlyDeclares)
  }

  @Test(arguments: [
    ("struct A { var x = 1 }\nenum B { case c }\nprotocol P {}\ntypealias T = Int", ["A", "B", "P", "T"]),
    ("struct A { static var x = 1 }\nstruct B { static var x: Int { 1 } }\nclass C { class func f() {} }", ["B", "C"]),
    ("struct A { struct B { static let x = 1 } }\nfunc f() {}\nlet a = 1\nextension Int {}", []),
    ("struct A {}\nfunc A() {}", []),
  ])
  func `types without state of their own may stay as they are`(_ text: String, _ names: [String]) {
    #expect(CellSource(text).keepableTypes.map(\.name) == names)
  }

  @Test func `an edit may have changed all top-level names and the members of extensions`() {
    let text =
      "struct A { var inner = 1 }\nlet a = 1\nextension A { func f(x: Int) { let y = x }\nvar p: Int { 1 }\ninit(z: Int) {} }"
    #expect(CellSource(text).changeableNames == ["A", "a", "f", "p", "init"])
    #expect(CellSource("extension A { #if DEBUG\nvar q: Int { 1 }\n#endif }").changeableNames.contains("q"))
  }

  @Test func `what is left out leaves the rest in its place`() throws {
    let source = CellSource("struct A {\n  var x = 1\n}\nfunc f(_ a: A) {}\nf(A())")
    let rest = source.leavingOut(source.keepableTypes)
    #expect(rest.declaredNames == ["f"] && rest.text.utf8.count == source.text.utf8.count)
    #expect(rest.line(4) == "func f(_ a: A) {}" && rest.showsValue)
  }

  @Test func `declarations of other cells stand behind the cell's own text`() {
    let source = CellSource("let a = B()\na.c", additions: [.init(label: "Cell [1]", text: "class B { var c = 2 }\n")])
    #expect(source.declaredNames == ["B"] && source.variables == ["a"])
    #expect(source.showsValue && !source.onlyDeclares)
    #expect(!source.withoutValue().showsValue && source.withoutValue().declaredNames == ["B"])
    // Its lines come first; the kernel's own tests see that errors name the right cell.
    #expect(source.line(2) == "a.c" && source.line(3) == "class B { var c = 2 }")
  }

  @Test func `the line of a failure tells which variables have their value`() {
    let source = CellSource("let a = 1\nlet b =\n  f()\nlet c: Int\nif b > 1 {\n  c = 1\n} else { c = 2 }\nlet d = g()")
    #expect((1...9).map(source.variablesInitialised(before:)) == [0, 1, 1, 2, 2, 2, 2, 3, 4])
  }

  @Test(arguments: [
    ("\u{FEFF}let a = 1", "let a = 1"), ("#!/usr/bin/swift\n1", "///usr/bin/swift\n1"), ("a\r\nb", "a\nb"),
  ])
  func `first characters of files are no Swift of the cell`(_ text: String, _ read: String) {
    #expect(CellSource(text).text == read)
  }

  @Test func `an import of one declaration names it`() {
    let imports = CellSource("import struct Foundation.Date; import Glibc").imports
    #expect(imports.map(\.module) == ["Foundation", "Glibc"])
    #expect(imports.map(\.declaration) == ["Date", nil])
  }

  @Test func `conformances are shared whatever their attributes`() throws {
    let first = try #require(CellSource("extension Int: @retroactive Error, P {}").declarations.first)
    let second = try #require(CellSource("extension Int: Error {}").declarations.first)
    #expect(first.sharesConformance(with: second))
    #expect(!second.sharesConformance(with: try #require(CellSource("extension Int: Q {}").declarations.first)))
  }

  @Test(arguments: [
    "let a = 1", "func f(_ x: Int) -> Int { x }", "struct S { var x = 1 }", "class C {}; actor A {}; protocol P {}",
    "typealias T = Int", "print(1)", "let (a, b) = (1, 2)", "var c: Int { 1 }",
  ])
  func `declarations that can be imported by name do not bring their module`(_ text: String) {
    #expect(!CellSource(text).isImportedWhole)
  }

  @Test(arguments: [
    "import Foundation", "extension Int {}", "infix operator **", "func ** (a: Int, b: Int) -> Int { a }",
    "struct V { static func + (a: V, b: V) -> V { a } }", "struct G {}\nfunc G() {}",
    "@freestanding(expression) macro m() = #externalMacro(module: \"M\", type: \"T\")",
  ])
  func `what cannot be imported by name brings its module`(_ text: String) {
    #expect(CellSource(text).isImportedWhole)
  }

  @Test func `words are all names in the text, without signs around them`() {
    #expect(
      CellSource("let `a` = $b.c(d: \"\\(e)\")\nif let f { [g] in 1 }").words.isSuperset(of: [
        "a", "b", "c", "d", "e", "f", "g",
      ]))
  }

  @Test(arguments: [
    "for i in 0..<n { for j in 0..<n { s += i * j } }",
    "func dot(_ a: [Double]) -> Double {\n var s = 0.0\n"
      + " for x in a { s += x * x }\n return s\n}", "for i in 0..<100_000 { s += i }",
    "while go { xs = xs.map { $0 * 2 } }", "model.train(on: x) { $0 + 1 }",
    "struct S { var x: Int { var s = 0; while s < 9 { s += 1 }; return s } }",
  ])
  func `heavy loops are worth the optimiser`(_ text: String) { #expect(CellSource(text).loopsHeavily) }

  @Test(arguments: [
    "for i in 0..<n { print(i) }", "for i in 1...3 { for j in 1...3 { s += i * j } }", "xs.map { $0 * 2 }",
    "let a = b * c",
    "for x in xs { s += x }", "func f(_ x: Double) -> Double { x * x }", "func f() { for x in xs { print(x) } }",
  ])
  func `light loops are not`(_ text: String) { #expect(!CellSource(text).loopsHeavily) }
}
