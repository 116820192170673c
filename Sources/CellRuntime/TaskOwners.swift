package import SuperposeEvaluation

/// Which cell made which task.
///
/// The runtime numbers tasks in the order in which they are made, so it is enough to remember the
/// number at which the maker changes. A task of a background thread that is first seen after a
/// younger one counts to the younger one's cell.
package struct TaskOwners {
  private var changes: [(number: UInt64, owner: SubmissionID?)] = []
  private var highest: UInt64 = 0

  package init() {}

  /// The owner of task `number`, first seen on a thread that works for `current`.
  package mutating func owner(of number: UInt64, seenBy current: SubmissionID?) -> SubmissionID? {
    if number > highest {
      // Numbers in between are of tasks that have run without being enqueued, as a cell's main task
      // does; they are as young, and so are counted to the same cell.
      if changes.last?.owner != current || changes.isEmpty { changes.append((highest + 1, current)) }
      highest = number
      return current
    }
    let later = changes.partitioningIndex { $0.number > number }
    return later == 0 ? nil : changes[later - 1].owner
  }
}

extension Array {
  /// The first index whose element satisfies `isLater`, which once true stays true.
  fileprivate func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isLater(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
