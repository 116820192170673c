package import SuperposeEvaluation

/// The cells that created tasks.
///
/// The runtime numbers tasks in order of creation, so it is enough to store the number at which the
/// creator changes. A background thread's task that is first seen after a younger task is
/// attributed to the younger task's cell.
package struct TaskOwners {
  private var changes: [(number: UInt64, owner: SubmissionID?)] = []
  private var highest: UInt64 = 0

  package init() {}

  /// The owner of task `number`, first seen on a thread that works for `current`.
  package mutating func owner(of number: UInt64, seenBy current: SubmissionID?) -> SubmissionID? {
    if number > highest {
      // Numbers in between belong to tasks that ran without being enqueued, such as a cell's main
      // task. They are attributed to the same cell.
      if changes.last?.owner != current || changes.isEmpty { changes.append((highest + 1, current)) }
      highest = number
      return current
    }
    let later = changes.partitioningIndex { $0.number > number }
    return later == 0 ? nil : changes[later - 1].owner
  }
}

extension Array {
  /// The first index whose element satisfies `isLater`, which must be false and then true.
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
