extension PackageFailure {
  /// The failure of a build, from the package manager's output.
  ///
  /// - Parameter cache: The folder of all packages.
  package init(ofBuild output: String, in cache: String) {
    let lines = output.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("[") }
    let first = lines.firstIndex { $0.contains("error: ") }
    let error = first.map { lines[$0].after("error: ") } ?? "the package manager failed without an error message"
    let excerpt = lines[(first.map { max(0, $0 - 2) } ?? max(0, lines.count - 30))...].prefix(40)
    var package: String?
    var words = Self.fullDisk(output, cache) ?? Self.unreachable(error, lines) ?? Self.badManifest(error, lines)
    if words == nil, let match = error.firstMatch(of: Self.noProduct) {
      package = String(match.2)
      words = "the package \(match.2) has no library product \(match.1)"
    }
    // Without the generated package's name and its part in the resolution.
    let sentence = (words ?? error).replacing(#/^'[\w+.-]+-[0-9a-z]{9,}': /#, with: "")
      .replacing(#/ and root depends on '[^']*' [^ ]*[0-9](?=\.$)/#, with: "")
    self.init(sentence, output: Array(excerpt), packageWithoutProduct: package)
  }

  private static func fullDisk(_ output: String, _ cache: String) -> String? {
    let signs = ["No space left on device", "databaseFull", "Disk quota exceeded"]
    guard signs.contains(where: output.contains) else { return nil }
    return "there is no space left on the disk for packages, which are in \(cache); "
      + "%package --prune removes those that no notebook uses"
  }

  /// A repository that could not be fetched, with git's own reason.
  private static func unreachable(_ error: String, _ lines: [String]) -> String? {
    guard let match = error.firstMatch(of: #/Failed to clone repository (\S+):$/#) else {
      // The package manager looks for a copy in its cache when the address leads nowhere.
      guard error.contains(#/^Git command '.* config --get remote\.origin\.url' failed/#),
        let url = lines.compactMap({ $0.firstMatch(of: #/^Fetching (\S+)$/#)?.1 }).last
      else { return nil }
      return "\(url) cannot be fetched: its host was not found. Is there a network, and is the address right?"
    }
    let reason = lines.compactMap { $0.firstMatch(of: #/^\s*fatal: (.+)$/#)?.1 }.first
    return "\(match.1) cannot be fetched" + (reason.map { ": \($0)" } ?? "")
  }

  /// What the compiler says of a manifest, instead of how it was called.
  private static func badManifest(_ error: String, _ lines: [String]) -> String? {
    guard error.contains("Invalid manifest (compiled with") else { return nil }
    let reason = lines.compactMap { $0.firstMatch(of: #/^(\/.*?:\d+):\d+: error: (.+)$/#) }.first
    guard let reason else { return "the package's Package.swift cannot be read" }
    return "the package's Package.swift is not valid: \(reason.2) (\(reason.1))"
  }

  private static var noProduct: Regex<(Substring, Substring, Substring)> {
    #/product '([^']+)' required by package '[^']*' target 'NotebookPackages' not found in package '([^']+)'/#
  }
}

extension String {
  /// The text after the first `mark`; all of it without one.
  fileprivate func after(_ mark: String) -> String {
    firstRange(of: mark).map { String(self[$0.upperBound...]) } ?? self
  }
}
