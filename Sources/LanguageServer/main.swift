// superpose-language: answers questions about code, one line each, with the compiler's editor
// services (sourcekitd).
//
// It is a separate process because sourcekitd is the compiler as a library: it may crash or hang on
// incomplete code, and that must cost one answer, not the kernel.
//
//     superpose-language <path of libsourcekitdInProc>
//
// A request is a line `<number> <YAML>`, its answer a line `<number> <JSON>`, or `<number>
// !<message>` if sourcekitd reported an error. The process ends at the end of standard input.

import CSuperposeSourceKit
import Dispatch
import Glibc

/// Writes an error to standard error and exits.
func leave(_ reason: String) -> Never {
  let line = "superpose-language: \(reason)\n"
  _ = line.withCString { write(2, $0, strlen($0)) }
  exit(1)
}

/// Writes one line atomically.
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

// Interrupts are sent to the whole process group and are not meant for this process.
signal(SIGINT, SIG_IGN)
csourcekit_die_with_parent()
// Close descriptors inherited from the kernel: an open pipe end would keep its reader waiting.
closefrom(3)
guard CommandLine.arguments.count == 2 else { leave("expected the path of libsourcekitdInProc") }
if let problem = csourcekit_load(CommandLine.arguments[1]) { leave(String(cString: problem)) }

// Requests run on another thread, so that the end of input ends the process even while it is busy.
let work = DispatchQueue(label: "superpose-language")
while let line = readLine() {
  work.async { answer(line) }
}
_exit(0)
