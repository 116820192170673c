import Foundation

/// System files of Linux, such as those in `/proc`.
public enum SystemFile {
  /// The whole text; `nil` if there is no such file. Such files report no size, so the file is read
  /// to its end.
  public static func text(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() else {
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Lines such as `MemFree:   1024 kB`, in bytes.
  static func table(_ path: String) -> [String: Int]? {
    guard let text = text(path) else { return nil }
    var table: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, words[2] == "kB", words[0].last == ":", let count = Int(words[1])
      else { continue }
      table[String(words[0].dropLast())] = count * 1024
    }
    return table
  }
}
