import SuperposeEvaluation
import SuperposeJSON
import SuperposeLanguage
import Testing

@Suite(.serialized) struct InspectionTests {
  private static let client = Result { try Notebook.client() }
  private let notebook: Notebook
  private let client: LanguageClient

  init() throws {
    notebook = try Notebook.shared.get()
    client = try Self.client.get()
  }

  /// Inspects at the `|` in `marked`.
  private func inspect(
    _ marked: String, detail: InspectionDetail = .documentation
  ) async -> (plain: String, markdown: String) {
    let before = marked.prefix { $0 != "|" }
    let code = before + marked.dropFirst(before.count + 1)
    let found = await client.inspection(
      of: String(code), at: before.unicodeScalars.count, detail: detail, in: notebook.context,
      sourceOfCell: Notebook.source)
    return text(of: found)
  }

  private func inspect(
    name: String, detail: InspectionDetail = .documentation
  ) async -> (plain: String, markdown: String) {
    text(
      of: await client.inspection(
        ofName: name, detail: detail, in: notebook.context, sourceOfCell: Notebook.source))
  }

  private func text(of found: MIMEData?) -> (plain: String, markdown: String) {
    (found?.data["text/plain"]?.string ?? "", found?.data["text/markdown"]?.string ?? "")
  }

  @Test func `a method shows its declaration and its documentation`() async {
    let (plain, markdown) = await inspect("try point.mo|ved(by: 1)")
    #expect(
      markdown == """
        ```swift
        func moved(by dx: Double, _ dy: Double = 0) throws -> Point
        ```

        Moves the point.

        More text with `code` and **bold**, see `Point`.

        **Parameters:**

        - `dx`: How far right.
        - `dy`: How far up.

        **Returns:** The moved point.

        **Throws:** `Nothing`, ever.
        """)
    #expect(
      plain == """
        func moved(by dx: Double, _ dy: Double = 0) throws -> Point

        Moves the point.

        More text with code and bold, see Point.

        Parameters:
          dx: How far right.
          dy: How far up.

        Returns: The moved point.

        Throws: Nothing, ever.
        """)
  }

  @Test(arguments: [
    "|point", "poi|nt", "point|", "let 😀 = \"é\u{301}👩‍👩‍👧\"; print(point|)", "%time point|",
    "let a = 1\r\npo|int", "print(po|int.x)",
  ])
  func `a variable shows its type`(code: String) async {
    #expect(await inspect(code).plain == "let point: Point")
  }

  @Test(arguments: [
    "point.mixed(|with: point)", "point.mixed(|", "point.mixed(with: |", "point.mixed(with: (|",
    "point.mixed(with: point|.mirrored().mirrored(),|",
  ])
  func `among arguments the function is shown`(code: String) async {
    let plain = await inspect(code.replacing("point|.", with: "point.")).plain
    #expect(plain.hasPrefix("func mixed(with other: Point) -> Point"))
  }

  @Test(arguments: [
    ("paint(|", "_ point: Point"), ("paint(point, |", "with palette: Palette = .warm"),
    ("paint(point, twice: |", "twice: Bool = false"), ("paint(point, with: .warm, |", "twice: Bool = false"),
    ("paint(apply({ $0 }), wi|", "with palette: Palette = .warm"), ("print(1, \"a, b\", |", "_ items: Any..."),
    ("Point(x: 1, |", "y: Double = 2.0"),
  ])
  func `an unfinished call shows the parameter at the cursor`(code: String, parameter: String) async {
    let (plain, markdown) = await inspect(code)
    #expect(plain.contains("\n\nAt the cursor: \(parameter)"), "\(plain)")
    #expect(markdown.contains("\n\n**At the cursor:** `\(parameter)`"))
  }

  @Test func `a type in a call shows its initialisers`() async {
    let plain = await inspect("Point(|").plain
    #expect(plain.hasPrefix("init(x: Double = 1.0, y: Double = 2.0)\ninit()\n\nAt the cursor: x: Double = 1.0"))
    #expect(plain.contains("A point on the plane."))
  }

  @Test func `overloads are shown together, the simplest first, in a call one with this parameter`() async {
    #expect(await inspect("fit|").plain.hasPrefix("func fit()\nfunc fit(to goal: Int)"))
    #expect(await inspect("fit(|").plain.hasPrefix("func fit(to goal: Int)\nfunc fit()"))
  }

  @Test func `arguments that are typed choose among overloads`() async {
    #expect(await inspect("index(of: |").plain.hasPrefix("func index(of goal: Int)\n\n"))
    #expect(await inspect("[1].reduce(0, |").plain.hasPrefix("func reduce<Result>(_ initialResult"))
  }

  @Test func `a type shows itself and its initialiser`() async {
    let plain = await inspect("Poin|t(x: 1)").plain
    #expect(
      plain == """
        struct Point
        init(x: Double = 1.0, y: Double = 2.0)

        A point on the plane.

        Note: It has no colour.
        """)
  }

  @Test func `names of the cell being typed are known`() async {
    let code = "/// Doubles.\nfunc twice(_ a: Int) -> Int { a * 2 }\ntwi|ce(2)"
    #expect(await inspect(code).plain == "func twice(_ a: Int) -> Int\n\nDoubles.")
  }

  @Test func `the library's names say where they come from`() async {
    let plain = await inspect("polygon.map|").plain
    #expect(plain.hasPrefix("func map<T, E>(_ transform: (Point) throws(E) -> T)"))
    #expect(plain.hasSuffix("From Swift"))
  }

  @Test(arguments: [
    ("polygon.map(|", "func map<T, E>(_ transform: (Point) throws(E) -> T)"),
    ("polygon.sorted(|", "func sorted"), ("[1].sorted(by: |", "func sorted(by "),
    ("[1].sorted(by: { $0 |", "func sorted(by "),
    ("polygon.contains(whe|re", "func contains(where"),
    ("stride(|", "func stride<T>(from start: T, "),
    ("polygon.reduce(|", "func reduce<"),
    ("print(|", "func print("), ("[1, 2].firstIndex(|", "func firstIndex("),
    ("if corners.hasPrefix(|", "func hasPrefix(_ prefix: String)"),
    ("await pole(1, |", "func pole(_ a: Int, over b: [String : Int])"),
  ])
  func `unfinished calls show their function`(code: String, declaration: String) async {
    let plain = await inspect(code).plain
    #expect(plain.hasPrefix(declaration), "\(plain)")
  }

  @Test func `at the level of source an earlier cell's source is shown`() async {
    let plain = await inspect("point.mirro|red", detail: .source).plain
    #expect(plain == "func mirrored() -> Point\n\nSource:\n\nfunc mirrored() -> Point { self }")
    let corners = await inspect(name: "corners", detail: .source).plain
    #expect(corners == "var corners: String\n\nSource:\n\nvar corners = \"five\"")
    #expect(await inspect(name: "pole", detail: .source).plain.contains("Source:\n\nfunc pole("))
    #expect(await inspect(name: "Int", detail: .source).plain.contains("Source:") == false)
  }

  @Test(arguments: [
    ("point", "let point: Point"), ("point.mirrored", "func mirrored() -> Point"),
    ("café😀", "let café😀: Point"), ("Poster", "class Poster"),
  ])
  func `names are found by themselves`(name: String, declaration: String) async {
    #expect(await inspect(name: name).plain == declaration)
  }

  @Test(arguments: ["nowhere|", "", "1|2", "\"poi|nt\"", "// poi|nt", "  |  ", "+|"])
  func `what means nothing shows nothing`(code: String) async {
    #expect(await inspect(code).plain == "")
  }

  @Test func `a magic shows what it does`() async {
    #expect(await inspect("%he|lp").plain == "%help\n\nWhat the kernel can do.")
  }
}
