/// Names that look like a misspelt one.
public enum Spelling {
  /// The names at the least distance from `word`, sorted; none when all are too far to be meant.
  ///
  /// One letter may differ in a word of three letters, two in one of six, three in one of ten. Capitals count less than
  /// that.
  ///
  /// - Parameter slack: How many letters more may differ, where there are few names that can be meant.
  public static func nearest(to word: String, among names: some Sequence<String>, slack: Int = 0) -> [String] {
    let letters = Array(word.lowercased())
    let limit =
      switch letters.count {
      case ...2: 0
      case ...5: 1
      case ...9: 2
      default: 3
      }
    var best = (letters: limit + slack, capitals: 1)
    var found: Set<String> = []
    for name in names where name != word && abs(name.count - letters.count) <= best.letters {
      let isAlike = name.first?.isUppercase == word.first?.isUppercase
      let distance = (letters: distance(letters, Array(name.lowercased())), capitals: isAlike ? 0 : 1)
      guard distance <= best else { continue }
      if distance < best { found = [] }
      best = distance
      found.insert(name)
    }
    return found.sorted()
  }

  /// How many letters must be inserted, removed, replaced, or exchanged with the next one.
  ///
  /// Source: the optimal string alignment distance, https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var cost = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        next.append(cost)
      }
      (before, row) = (row, next)
    }
    return row[b.count]
  }
}
