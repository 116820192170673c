import SuperposeCellRuntime
import SuperposeEvaluation
import Testing

struct TaskOwnersTests {
  @Test func `a task belongs to the cell in which it is first seen`() {
    var owners = TaskOwners()
    #expect(owners.owner(of: 1, seenBy: .cell(1)) == .cell(1))
    #expect(owners.owner(of: 2, seenBy: .cell(1)) == .cell(1))
    #expect(owners.owner(of: 3, seenBy: .cell(2)) == .cell(2))
    // Seen again while a later cell runs.
    #expect(owners.owner(of: 1, seenBy: .cell(2)) == .cell(1))
    #expect(owners.owner(of: 2, seenBy: .cell(9)) == .cell(1))
    #expect(owners.owner(of: 3, seenBy: .cell(9)) == .cell(2))
  }

  @Test func `numbers in between belong to the cell that is seen first beyond them`() {
    var owners = TaskOwners()
    #expect(owners.owner(of: 10, seenBy: .cell(1)) == .cell(1))
    #expect(owners.owner(of: 20, seenBy: .cell(2)) == .cell(2))
    #expect(owners.owner(of: 11, seenBy: nil) == .cell(2))
    #expect(owners.owner(of: 5, seenBy: nil) == .cell(1))
  }

  @Test func `a thread that works for no cell owns its tasks for nobody`() {
    var owners = TaskOwners()
    #expect(owners.owner(of: 1, seenBy: nil) == nil)
    #expect(owners.owner(of: 2, seenBy: .cell(1)) == .cell(1))
    #expect(owners.owner(of: 1, seenBy: .cell(1)) == nil)
  }
}
