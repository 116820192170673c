import CSuperposeCellHost
import Dispatch
import Foundation
import SuperposeHostLink
import SuperposeProcesses

// Started by the kernel: `superpose-cell-host DESCRIPTOR [MEMORY-LIMIT]`, where DESCRIPTOR is this
// end of the link. Standard output and error are pipes that the kernel reads.
guard let descriptor = CommandLine.arguments.dropFirst().first.flatMap({ Int32($0) }) else {
  print("superpose-cell-host is started by the Superpose kernel, not by hand.")
  _exit(64)
}
processCloseFrom(descriptor + 1)
processAdopt()
// A group of its own, so that what cells start can be ended with it and the terminal's
// interrupts do not reach it.
setpgid(0, 0)
if let limit = CommandLine.arguments.dropFirst(2).first.flatMap({ UInt64($0) }) {
  _ = processLimitMemory(limit)
}
processUnbuffer()
processReserveDescriptors(true)
Host.shared.start(link: Link(descriptor: processHideDescriptor(descriptor)))
Thread.detachNewThread {
  // However it ends: what the kernel says cannot be understood, or it says nothing any more.
  try? Host.shared.serve()
  // The kernel is gone: so is everything that cells have started.
  ProcessTree(root: getpid()).killDescendants()
  kill(0, SIGKILL)
}
dispatchMain()
