import SuperposeCells
import Testing

@Suite struct `A function's signature` {
  private func signature(_ text: String) throws -> FunctionSignature {
    try #require(CellSource(text).functions.first)
  }

  @Test(arguments: [
    (
      "func f(_ x: Int = 3, to y: [Double]) async throws -> Int { 1 }",
      "func f(_ x: Int, to y: [ Double ]) async throws -> Int "
    ),
    (
      "@discardableResult nonisolated func g<T>(_ x: T...) -> Void where T: Equatable {}",
      "nonisolated func g< T >(_ x: T...)  where T : Equatable"
    ),
  ])
  func `its header is the declaration without attributes, default values and body`(
    _ text: String, _ header: String
  ) throws {
    #expect(try signature(text).header == header)
  }

  @Test(arguments: [
    // Another result: a call of the old one could mean either.
    ("func f() -> Int { 1 }", "func f() -> Double { 1 }"),
    ("func f() -> Int { 1 }", "func f() async -> Int { 1 }"),
    ("func f() {}", "func f() throws {}"),
    // More parameters, all with default values.
    ("func f(_ x: Int) {}", "func f(_ x: Int, scale: Double = 1) {}"),
    ("func f(to y: Int) {}", "func f(_ x: Int = 0, to y: Int) {}"),
  ])
  func `it replaces one whose calls could mean it too`(_ old: String, _ new: String) throws {
    #expect(try signature(new).replaces(try signature(old)))
  }

  @Test(arguments: [
    // The same declaration shadows the old one, as any redeclaration does.
    ("func f() -> Int { 1 }", "func f() -> Int { 2 }"),
    ("func f() -> Void {}", "func f() {}"),
    // Overloads.
    ("func f(_ x: Int) {}", "func f(_ x: Double) {}"),
    ("func f(_ x: Int) {}", "func f(at x: Int) -> Int { 1 }"),
    ("func f(_ x: Int) {}", "func f(_ x: Int, scale: Double) {}"),
    ("func f<T>(_ x: T) {}", "func f<U: Equatable>(_ x: U) -> Int { 1 }"),
    ("func f() -> Int { 1 }", "func g() -> Double { 1 }"),
  ])
  func `it leaves shadowed functions and overloads alone`(_ old: String, _ new: String) throws {
    #expect(try !signature(new).replaces(try signature(old)))
  }
}
