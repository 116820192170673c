import SuperposeCells
import Testing

struct LoopWeightTests {
  private func loopsHeavily(_ code: String) -> Bool { CellSource(code).loopsHeavily }

  @Test(arguments: [
    "for i in 0..<10_000 { s += i }", "for i in a { for j in a { s += i * j } }",
    "while true { while x < 3 { x += 1 } }",
    "func f(n: Int) { for i in 0..<n { s += i } }", "let a = Array(0..<1_000_000)",
    "let a = (0..<10_000_000).map { $0 * $0 }", "let a = (1...1_000_000).lazy.filter(f).reduce(0, +)",
    "let a = (0..<100_000).map(String.init)", "model.train(on: x) { a, b in a * b }",
    "DispatchQueue.concurrentPerform(iterations: 8) { i in for j in 0..<1000 { x[i] += j } }",
    "let s = Set(0..<200_000)",
  ])
  func `such code is optimised`(_ code: String) { #expect(loopsHeavily(code)) }

  @Test(arguments: [
    "for i in 0..<100 { s += i }", "print(1 + 2)", "for i in 0..<3 { for j in 0..<3 { s += i * j } }",
    "let a = Array(0..<100)", "let a = (0..<100).map { $0 * $0 }", "let r = 0..<10_000_000", "print(0..<10_000_000)",
    "f(0..<10_000_000)", "[1, 2, 3].map { $0 + 1 }",
    // What nothing reads would vanish, and the user wants to see it take time.
    "DispatchQueue.concurrentPerform(iterations: 9) { i in var x = 0; for j in 0..<100_000 { x &+= j }; _ = x }",
    "func spin() { var x = 0\nfor i in 0..<1_000_000 { x += i }\n_ = x }",
  ])
  func `such code is not`(_ code: String) { #expect(!loopsHeavily(code)) }
}
