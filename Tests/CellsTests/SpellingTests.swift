import SuperposeCells
import Testing

@Suite struct SpellingTests {
  @Test(arguments: [
    ("temprature", "temperature"), ("wieghts", "weights"), ("prnt", "print"), ("lamp", "Lamp"), ("Strng", "String"),
    ("reprsentaion", "representation"), ("lenght", "length"),
  ])
  func `a misspelt name is near to the one that is meant`(word: String, meant: String) {
    let names = ["temperature", "weights", "print", "Lamp", "String", "representation", "length", "swap", "Path"]
    #expect(Spelling.nearest(to: word, among: names) == [meant])
  }

  @Test(arguments: ["foo", "x", "df", "data", "loss", "plt2", ""])
  func `a name that is no misspelling is near to none`(word: String) {
    #expect(Spelling.nearest(to: word, among: ["Bool", "y", "Path", "clamp", "Plot", "Class"]).isEmpty)
  }

  @Test func `only the nearest ones count, and the name itself does not`() {
    #expect(Spelling.nearest(to: "wight", among: ["weight", "weights", "right"]) == ["right", "weight"])
    #expect(Spelling.nearest(to: "weight", among: ["weight"]).isEmpty)
  }

  @Test func `among few names more letters may differ`() {
    #expect(Spelling.nearest(to: "colr", among: ["colour", "size"]).isEmpty)
    #expect(Spelling.nearest(to: "colr", among: ["colour", "size"], slack: 1) == ["colour"])
  }
}
