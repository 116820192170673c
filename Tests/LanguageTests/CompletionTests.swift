import Foundation
import SuperposeEvaluation
import SuperposeLanguage
import Testing

/// One process for all of these: they ask one after the other.
@Suite(.serialized) struct CompletionTests {
  private static let client = Result { try Notebook.client() }
  private let notebook: Notebook
  private let client: LanguageClient

  init() throws {
    notebook = try Notebook.shared.get()
    client = try Self.client.get()
  }

  /// Completes at the `|` in `marked`.
  private func complete(_ marked: String) async -> Completions {
    let before = marked.prefix { $0 != "|" }
    let code = before + marked.dropFirst(before.count + 1)
    return await client.completions(
      of: String(code), at: before.unicodeScalars.count, in: notebook.context)
  }

  private func texts(_ marked: String) async -> [String] {
    await complete(marked).items.map(\.text)
  }

  @Test func `members come with their labels and signatures`() async {
    let completions = await complete("point.m|")
    #expect(
      completions
        == Completions(
          items: [
            .init(text: "mirrored()", type: "function", signature: "() -> Point"),
            .init(text: "mixed(with: ", type: "function", signature: "(with: Point) -> Point"),
            .init(
              text: "moved(by: ", type: "function",
              signature: "(by: Double, dy: Double) throws -> Point"),
          ], range: 6..<7))
  }

  @Test func `names of earlier cells come before the library's`() async {
    let texts = await texts("po|")
    #expect(texts.prefix(3) == ["point", "pole", "polygon"])
    #expect(texts.contains("pointwiseMax"))
  }

  @Test func `the cell's own names come first`() async {
    let texts = await texts("let portrait = 1\nfunc pose(at time: Int) {}\npo|")
    #expect(texts.prefix(2) == ["portrait", "pose(at: "])
    #expect(texts.contains("point"))
  }

  @Test func `a name that is declared twice is offered once, as the newer`() async {
    #expect(
      await complete("corn|").items
        == [.init(text: "corners", type: "instance", signature: ": String")])
  }

  @Test func `types, keywords, modules and labels`() async {
    #expect(await complete("Poi|").items.first == .init(text: "Point", type: "class"))
    #expect(await complete("whil|").items == [.init(text: "while", type: "keyword")])
    #expect(
      await complete("import Found|").items.first == .init(text: "Foundation", type: "module"))
    #expect(await texts("Point(|").contains("x: "))
    #expect(await texts("pole(1, |").first == "over: ")
    #expect(await texts("let p: Point = .in|").contains("init(x: "))
  }

  @Test func `a function that takes a closure leaves the parenthesis to the user`() async {
    #expect(await texts("app|").contains("apply"))
    #expect(await texts("polygon.fla|").contains("flatMap"))
  }

  /// JupyterLab shows nothing when all candidates share more than the name: see CompletionRanking.
  @Test func `overloads alone come with the bare name`() async {
    #expect(await texts("fit|") == ["fit()", "fit(to: ", "fit"])
    #expect(await texts("index|").prefix(3) == ["index(after: ", "index(of: ", "index"])
    // Other names share less.
    #expect(!(await texts("point.mi|")).contains("mi"))
  }

  @Test func `an implicit member is a case or a static value`() async {
    let texts = await texts("let palette: Palette = .|")
    #expect(texts.prefix(4) == ["cold", "mixed(share: ", "usual", "warm"])
    #expect(!texts.contains("darker()") && !texts.contains("darker") && !texts.contains("hash"))
    #expect(!texts.contains { $0.hasPrefix("init(from") })
  }

  @Test func `arguments begin with their labels, without keywords that say nothing there`() async {
    let texts = await texts("paint(point, |")
    #expect(texts.prefix(2) == ["with: ", "twice: "])
    #expect(!texts.contains("consume") && !texts.contains("import"))
    #expect(await self.texts("(1, [2, |").contains("try"))
  }

  @Test func `the labels of an initialiser look like labels, and nobody decodes by hand`() async {
    #expect(await complete("Point(|").items.first?.type == "param")
    #expect(await !texts("Palette(|").contains("from: "))
  }

  @Test func `what has the argument's type comes first, and the library's names wait for a letter`() async {
    let texts = await texts("paint(|")
    #expect(texts.prefix(4) == ["apply", "café😀", "Point", "point"])
    #expect(await self.texts("paint(point, with: |").first != "await")
    #expect(!texts.contains("print") && texts.contains("polygon"))
    #expect(await self.texts("paint(pri|").contains("print"))
  }

  @Test(arguments: [
    "print(\"n = \\(polyg|", "\"\\(polyg|\nlet a = 1", "\"\"\"\n  \\(polyg|", "#\"\\#(polyg|",
    "\"\\(apply({ $0 })) \\([polyg|", "\"\\(polyg|)\"", "let s = \"\\(point.x) \\(polyg|",
  ])
  func `names in interpolations are completed, also before the literal is closed`(code: String) async {
    #expect(await texts(code) == ["polygon"])
  }

  @Test func `what every type has comes behind what this one has`() async {
    let texts = await texts("Palette.warm.|")
    #expect(texts.first == "darker()")
    #expect(texts.firstIndex(of: "hashValue") ?? 0 > texts.firstIndex(of: "darker()") ?? 99)
  }

  @Test func `an import offers modules for users`() async {
    let texts = await texts("import |")
    #expect(texts.contains("Foundation") && texts.contains("Synchronization"))
    #expect(!texts.contains("SwiftShims") && !texts.contains("Cell1"))
  }

  @Test func `an open parenthesis behind the cursor is not repeated`() async {
    #expect(await texts("point.mov|(by: 1)") == ["moved"])
  }

  @Test func `behind an optional's dot the question mark is put in`() async {
    let completions = await complete("let maybe: Point? = point\nmaybe.mi|")
    #expect(completions.items.map(\.text) == ["?.mirrored()", "?.mixed(with: "])
    #expect(completions.range == 31..<34)
    let all = await texts("let maybe: Point? = point\nmaybe.|")
    #expect(all.contains("?.x") && all.contains(".map"))
  }

  @Test func `the case of letters is ignored when nothing matches otherwise`() async {
    #expect(await texts("POLYG|") == ["polygon"])
  }

  @Test func `underscored names come last`() async {
    let texts = await texts("point.|")
    #expect(texts.first == "mirrored()")
    #expect(texts.last == "_mood")
  }

  @Test func `nothing typed offers the notebook's own names and keywords`() async {
    let texts = await texts("let own = 1\n|")
    #expect(texts.first == "own")
    #expect(texts.contains("polygon") && texts.contains("Point") && texts.contains("let"))
    #expect(texts.count <= 500)
  }

  @Test(arguments: [
    ("%|", ["%help", "%time", "%%time", "%reset"], 0), ("%%|", ["%%time"], 0),
    ("let a = 1\n  %re|", ["%reset"], 12),
  ])
  func `magics stand at the start of a line`(code: String, texts: [String], start: Int) async {
    let completions = await complete(code)
    #expect(completions.items.map(\.text) == texts)
    #expect(completions.items.allSatisfy { $0.type == "magic" })
    #expect(completions.range.lowerBound == start)
  }

  @Test func `code behind a magic is code`() async {
    #expect(await texts("%time point.mir|") == ["mirrored()"])
    #expect(await texts("%%time\npoint.mir|") == ["mirrored()"])
    #expect(await texts("%help\npoint.mir|") == ["mirrored()"])
  }

  @Test(arguments: [
    ("let s = \"😀\"; polyg|", 13), ("let e\u{301} = 1\r\npolyg|", 12), ("let 🇩🇪 = 1; polyg|", 12),
    ("\"👩‍👩‍👧\"; polyg|", 9), ("caf\u{301}; polyg|", 6),
  ])
  func `offsets are in Unicode scalars`(code: String, start: Int) async {
    let completions = await complete(code)
    #expect(completions.items.map(\.text) == ["polygon"])
    #expect(completions.range == start..<(start + 5))
  }

  @Test func `names beyond ASCII are completed`() async {
    let completions = await complete("caf|")
    #expect(completions.items.map(\.text) == ["café😀"])
    #expect(await complete("café|").range == 0..<4)
    #expect(await texts("café😀.mir|") == ["mirrored()"])
  }

  @Test func `a cursor outside the code is moved into it`() async {
    let behind = await client.completions(of: "polyg", at: 99, in: notebook.context)
    #expect(behind.items.map(\.text) == ["polygon"] && behind.range == 0..<5)
    let before = await client.completions(of: "polyg", at: -3, in: notebook.context)
    #expect(before.range == 0..<0)
  }

  @Test(arguments: ["\"poly|\"", "// poly|", "12|", "\"poly|", "\"\\(point) poly|"])
  func `strings, comments and numbers complete to nothing`(code: String) async {
    #expect(await texts(code) == [])
  }

  @Test func `odd characters reach the compiler whole`() async {
    #expect(
      await texts("let a = \"\u{0} \u{85} \u{FEFF} \\ \u{7F} \u{2028} é\"; polyg|") == ["polygon"])
  }

  /// Wall clock, so only where nothing else runs: `SUPERPOSE_TIMINGS=1 swift test …`.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["SUPERPOSE_TIMINGS"] != nil),
    arguments: ["point.m|", "p|", "let a = 1; a|", "polygon.|", "|"])
  func `a warm answer takes at most a tenth of a second`(code: String) async {
    _ = await complete(code)
    let time = await ContinuousClock().measure { _ = await complete(code) }
    #expect(time < .milliseconds(100))
  }
}
