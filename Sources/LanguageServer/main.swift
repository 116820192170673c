// superpose-language: answers questions about code, one line each, by the compiler's own editor
// services (sourcekitd).
//
// A process of its own because sourcekitd is the compiler, loaded as a library: it may crash or
// hang on half-typed code, and that must cost one answer, not the kernel.
//
//     superpose-language <path of libsourcekitdInProc>
//
// A request is a line `<number> <YAML>`, its answer a line `<number> <JSON>`, or
// `<number> !<message>` when sourcekitd refused. Ends when standard input does.

import CSuperposeSourceKit
import Dispatch
import Glibc

/// Says on standard error why there is nothing to be done, and ends.
func leave(_ reason: String) -> Never {
  let line = "superpose-language: \(reason)\n"
  _ = line.withCString { write(2, $0, strlen($0)) }
  exit(1)
}

/// Writes one line at once, whole.
func send(_ line: String) {
  var bytes = Array(line.utf8)
  bytes.append(UInt8(ascii: "\n"))
  var sent = 0
  while sent < bytes.count {
    let count = bytes[sent...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    if count < 0 && errno != EINTR { _exit(0) }
    sent += max(count, 0)
  }
}

/// Answers one request line.
func answer(_ line: String) {
  guard let space = line.firstIndex(of: " ") else { return }
  var failed = false
  guard let text = csourcekit_answer(String(line[line.index(after: space)...]), &failed) else {
    return send("\(line[..<space]) !no answer")
  }
  defer { free(text) }
  // sourcekitd prints JSON over many lines; inside its strings, line ends are escaped.
  let oneLine = String(cString: text).split(whereSeparator: \.isNewline).joined(separator: " ")
  send("\(line[..<space]) \(failed ? "!" : "")\(oneLine)")
}

// Interrupts go to the whole process group and are not meant for this process.
signal(SIGINT, SIG_IGN)
csourcekit_die_with_parent()
// Whatever the kernel had open while it started this: a pipe end kept keeps its reader waiting.
closefrom(3)
guard CommandLine.arguments.count == 2 else { leave("expected the path of libsourcekitdInProc") }
if let problem = csourcekit_load(CommandLine.arguments[1]) { leave(String(cString: problem)) }

// Work happens off this thread, so that the end of input ends the process even while it is busy.
let work = DispatchQueue(label: "superpose-language")
while let line = readLine() {
  work.async { answer(line) }
}
_exit(0)
