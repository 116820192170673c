/// What the compiler writes for `make`: on each line a result, a colon, and the files of which it was made.
struct DependencyFile {
  /// The files with absolute paths.
  let prerequisites: Set<String>

  init(_ text: String) {
    var words: [String] = []
    var word = ""
    var isEscaped = false
    for character in text.replacing("\\\n", with: " ") {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character.isWhitespace {
        words.append(word)
        word = ""
      } else {
        word.append(character)
      }
    }
    words.append(word)
    // A dollar sign is doubled, as a result has a colon at its end.
    prerequisites = Set(
      words.filter { $0.hasPrefix("/") && !$0.hasSuffix(":") }.map { $0.replacing("$$", with: "$") })
  }
}
