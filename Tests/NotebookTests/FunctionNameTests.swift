import SuperposeNotebook
import Testing

struct FunctionNameTests {
  /// Made with `swiftc -module-name Superposecell3_1`, read with `nm`.
  @Test(arguments: [
    ("$s16Superposecell3_11f1x_S2i_SitKF", "f(x:_:)"),
    ("$s16Superposecell3_11gyS2icS2iKXEYaKF", "g(_:)"),
    ("$s16Superposecell3_11gyS2icS2iKXEYaKFTY0_", "g(_:)"),
    ("$s16Superposecell3_11SV1m2of2bySayxGx_Sbx_xtXEtF", "S.m(of:by:)"),
    ("$s16Superposecell3_11SV1pSivg", "S.p.getter"),
    ("$s16Superposecell3_11SVACyxGycfC", "S.init()"),
    ("$s16Superposecell3_11hyyFySiXEfU_", "closure 1 in h()"),
    ("$s16Superposecell3_15outeryyF5innerL_1kySi_tF", "inner(k:) in outer()"),
    ("$s16Superposecell3_13lpgoiyS2i_SitF", "<+>(_:_:)"),
    ("$sSa16Superposecell3_1E1oyyF", "Array.o()"),
  ])
  func `a mangled name becomes the name that its user writes`(_ mangled: String, _ name: String) {
    #expect(FunctionName.of(mangled) == name)
  }

  @Test func `a cell's top level has no name`() {
    #expect(FunctionName.of("Superposecell3_1_main") == nil)
  }

  @Test func `a function of C keeps its name`() { #expect(FunctionName.of("sleep") == "sleep") }
}
