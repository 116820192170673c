import SuperposeEvaluation
import Testing

struct SubmissionIDTests {
  @Test(arguments: [SubmissionID.cell(0), .cell(1), .aside(1), .comm(1), .comm(1 << 40)])
  func `an id comes back from its packed form`(_ id: SubmissionID) {
    #expect(SubmissionID(packed: id.packed) == id)
  }

  @Test func `ids of different kinds are packed differently`() {
    #expect(Set([SubmissionID.cell(5), .aside(5), .comm(5)].map(\.packed)).count == 3)
  }

  @Test(arguments: [-1, Int.min, 3, 7]) func `other integers are no ids`(_ packed: Int) {
    #expect(SubmissionID(packed: packed) == nil)
  }
}
