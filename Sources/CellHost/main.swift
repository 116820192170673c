import CSuperposeCellHost
import Dispatch
import Foundation
import SuperposeCellRuntime
import SuperposeHostLink
import SuperposeProcesses

// Started by the kernel: `superpose-cell-host DESCRIPTOR [MEMORY-LIMIT]`, where DESCRIPTOR is this
// end of the link. Standard output and error are pipes that the kernel reads.
guard let descriptor = CommandLine.arguments.dropFirst().first.flatMap({ Int32($0) }) else {
  print("The Superpose kernel starts superpose-cell-host; do not run it directly.")
  _exit(64)
}
processCloseFrom(descriptor + 1)
_ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
// A separate process group, so that it can be ended with all processes that cells start, and the
// terminal's interrupts do not reach it.
setpgid(0, 0)
if let limit = CommandLine.arguments.dropFirst(2).first.flatMap({ UInt64($0) }) {
  _ = processLimitMemory(limit)
}
processUnbuffer()
let link = Link(descriptor: descriptor)
let runtime = CellRuntime(connection: LinkConnection(link))
runtime.start()
Thread.detachNewThread {
  while let command = try? link.receive(HostCommand.self) { runtime.perform(command) }
  // The kernel has ended, so end everything that cells have started.
  ProcessTree(root: getpid()).killDescendants()
  kill(0, SIGKILL)
}
dispatchMain()
