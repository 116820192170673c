/// The status of a process from `/proc/N/stat`.
///
/// Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
struct ProcessStatus {
  let parent: Int32
  /// Whether it has ended, and its parent has not asked how.
  let hasEnded: Bool
  /// Processor time of the process and its ended children, in clock ticks.
  let ticks: Int
  /// When it started, in clock ticks since the machine did.
  let start: Int

  init?(process: Int32) {
    guard let text = SystemFile.text("/proc/\(process)/stat"),
      // The second word, a name in parentheses, may contain any characters.
      let end = text.lastIndex(of: ")")
    else { return nil }
    // The words from the third on: state, parent, …; the 14th to 17th are the times.
    let words = text[text.index(after: end)...].split(separator: " ")
    guard words.count > 19, let parent = Int32(words[1]), let start = Int(words[19]) else { return nil }
    self.parent = parent
    hasEnded = words[0] == "Z"
    self.start = start
    ticks = words[11...14].reduce(0) { $0 + (Int($1) ?? 0) }
  }
}
