internal import Foundation

/// One package that a notebook asks for: `%package URL from: 1.1.1 Product`.
package struct PackageRequest: Sendable, Hashable, Codable {
  package enum Source: Sendable, Hashable, Codable {
    /// A repository and the versions that will do.
    case repository(url: String, Requirement)
    /// A folder on this machine, with its absolute path.
    case folder(String)
  }

  package enum Requirement: Sendable, Hashable, Codable {
    case from(String)
    case exact(String)
    case branch(String)
    case revision(String)
  }

  package let source: Source
  /// The library products that cells import.
  package let products: [String]

  package init(_ source: Source, products: [String]) {
    self.source = source
    self.products = products
  }

  /// The name by which SwiftPM knows the package: the last part of its address.
  package var identity: String {
    let address =
      switch source {
      case .repository(let url, _): url
      case .folder(let path): path
      }
    let last = address.split(whereSeparator: { "/:".contains($0) }).last.map(String.init) ?? address
    return (last.hasSuffix(".git") ? String(last.dropLast(4)) : last).lowercased()
  }

  /// The folder of a package on this machine.
  package var folder: String? {
    if case .folder(let path) = source { path } else { nil }
  }
}

extension PackageRequest {
  package static let usage = "%package https://github.com/OWNER/NAME from: 1.0.0 Product"

  /// Reads what follows `%package` on its line.
  ///
  /// - Parameter base: The folder to which a relative path belongs.
  /// - Throws: ``PackageFailure`` that says what is missing.
  package init(parsing line: String, relativeTo base: String) throws(PackageFailure) {
    var words = try Self.words(of: line)[...]
    var address: String?
    if let first = words.first, !Self.isKey(first) {
      address = first
      words.removeFirst()
    }
    var requirement: (key: String, value: String)?
    if let first = words.first, let colon = first.firstIndex(of: ":"), Self.isKey(first) {
      words.removeFirst()
      let rest = String(first[first.index(after: colon)...])
      guard let value = rest.isEmpty ? words.popFirst() : rest else {
        throw PackageFailure("\(first) needs a value, as in: \(Self.usage)")
      }
      requirement = (String(first[..<colon]), value)
    }
    if let stray = words.first(where: Self.isKey) {
      throw PackageFailure("one requirement is enough, but '\(stray)' follows another: \(Self.usage)")
    }
    source = try Self.source(address, requirement, relativeTo: base)
    products = words.map { $0.trimmingPrefix(",") }.map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }
    guard !products.isEmpty else {
      throw PackageFailure("name the library products to import after the package, as in: \(Self.usage)")
    }
    if let product = products.first(where: { $0.wholeMatch(of: #/[\p{L}_][\p{L}\p{N}_.-]*/#) == nil }) {
      throw PackageFailure("'\(product)' is not the name of a product; wanted: \(Self.usage)")
    }
  }

  private static func source(
    _ address: String?, _ requirement: (key: String, value: String)?, relativeTo base: String
  ) throws(PackageFailure) -> Source {
    if let requirement, requirement.key == "path" {
      guard address == nil else { throw PackageFailure("give an address or path:, not both") }
      return .folder(absolute(requirement.value, relativeTo: base))
    }
    guard let address else { throw PackageFailure("which package? Write: \(usage)") }
    if address.contains(where: { "\"\\\n".contains($0) }) {
      throw PackageFailure("'\(address)' is not the address of a package")
    }
    guard address.contains("://") || address.hasPrefix("git@") else {
      guard requirement == nil else {
        throw PackageFailure("'\(address)' is not an address such as https://github.com/OWNER/NAME")
      }
      return .folder(absolute(address, relativeTo: base))
    }
    guard let requirement else {
      throw PackageFailure(
        "which version of \(address)? Add from: 1.0.0, exact: 1.0.0, branch: main or revision: …")
    }
    let value = requirement.value
    switch requirement.key {
    case "from": return .repository(url: address, .from(try version(value)))
    case "exact": return .repository(url: address, .exact(try version(value)))
    case "branch": return .repository(url: address, .branch(value))
    default: return .repository(url: address, .revision(value))
    }
  }

  private static func version(_ text: String) throws(PackageFailure) -> String {
    guard text.wholeMatch(of: #/\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?/#) != nil else {
      throw PackageFailure("'\(text)' is not a version; wanted three numbers such as 1.2.0")
    }
    return text
  }

  private static func absolute(_ path: String, relativeTo base: String) -> String {
    let path = NSString(string: path).expandingTildeInPath
    return URL(filePath: path, relativeTo: URL(filePath: base + "/")).standardizedFileURL.path
  }

  private static func isKey(_ word: String) -> Bool {
    ["from:", "exact:", "branch:", "revision:", "path:"].contains(where: word.hasPrefix)
  }

  /// Words between spaces; quotes keep spaces together.
  private static func words(of line: String) throws(PackageFailure) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted, "\t" where !isQuoted:
        if let done = word { words.append(done) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    guard !isQuoted else { throw PackageFailure("a quotation mark is not closed in: \(line)") }
    return words + (word.map { [$0] } ?? [])
  }
}
