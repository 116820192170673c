import Foundation
import SuperposeChannels
import SuperposeProcesses
package import SuperposeWire
import Synchronization

/// Measures this process with its children, and the machine.
///
/// Percentages refer to the time since the previous answer, or since the meter was created.
/// Compilers that ran and ended in between are included. Answers less than 0.1 s apart, for
/// instance for two windows of one kernel, have the same percentages.
package final class ProcessUsageMeter: UsageMeter {
  private let tree = ProcessTree(root: getpid())
  private let last: Mutex<(reading: Reading, percentages: Percentages)>

  package init() {
    last = Mutex((Reading(tree.usage), Percentages()))
  }

  package func usage() -> UsageReply {
    let used = tree.usage
    let percentages = last.withLock { last in
      let reading = Reading(used)
      if reading.time - last.reading.time >= .milliseconds(100) {
        last = (reading, Percentages(from: last.reading, to: reading))
      }
      return last.percentages
    }
    return UsageReply(
      hostName: Machine.hostName, processID: Int(getpid()), processorCount: Machine.processorCount,
      kernelProcessor: percentages.kernel, kernelMemory: used?.memory,
      hostProcessor: percentages.host,
      hostMemory: Machine.memory.map(UsageReply.VirtualMemory.init))
  }

  /// Counters at one moment.
  private struct Reading {
    let time = ContinuousClock.now
    let kernel: Duration?
    let host = Machine.processorTicks

    init(_ usage: ProcessUsage?) { kernel = usage?.processorTime }
  }

  private struct Percentages {
    var kernel: Double?
    var host: Double?

    init() {}

    init(from start: Reading, to end: Reading) {
      if let first = start.kernel, let last = end.kernel {
        // When a process leaves the tree, its time leaves the total.
        kernel = 100 * max(0, (last - first) / (end.time - start.time))
      }
      if let first = start.host, let last = end.host, last.all > first.all {
        host = 100 * Double(last.busy - first.busy) / Double(last.all - first.all)
      }
    }
  }
}

extension UsageReply.VirtualMemory {
  init(_ memory: MachineMemory) {
    self.init(
      total: memory.total, available: memory.available, free: memory.free, active: memory.active,
      inactive: memory.inactive, buffers: memory.buffers, cached: memory.cached,
      shared: memory.shared)
  }
}
