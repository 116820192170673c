import Evaluation
import Language
import Testing

@Test func `a statement is complete`() {
  #expect(completeness(of: "let a = 1") == .complete)
}
