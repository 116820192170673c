import SuperposeCellRuntime
import Testing

@Suite struct VariableReleaseTests {
  @Test func `the type of a variable is read from its mangled name`() {
    #expect(typeOfVariable("$s16Superposecell1_11mSivp") == Int.self)
    #expect(typeOfVariable("$s16Superposecell1_11mSaySSGvp") == [String].self)
    #expect(typeOfVariable("$s16Superposecell1_11mSi_SStvp") == (Int, String).self)
    #expect(typeOfVariable("$s16Superposecell1_11mSDySSSdSgGvp") == [String: Double?].self)
    #expect(typeOfVariable("$s16Superposecell1_14stepySiSdcvp") == ((Double) -> Int).self)
    // A name that is no ASCII.
    #expect(typeOfVariable("$s16Superposecell1_1009gre_GkaIiSivp") == Int.self)
  }

  @Test(arguments: [
    "", "$s", "vp", "main", "$s16Superposecell1_11mF", "$s16Superposecell1_11m7Unknown3NetVvp",
    "$s16Superposecell1_11mQrvp",
    // A name that repeats a word of the module's.
    "$s16Superposecell1_109stepAgainA0Sivp",
  ])
  func `other symbols have none`(_ symbol: String) {
    #expect(typeOfVariable(symbol) == nil)
  }
}
