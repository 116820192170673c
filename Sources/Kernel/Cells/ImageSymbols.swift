internal import Foundation

/// The names by which a compiled cell and others know each other: what it defines, and what it takes
/// from elsewhere.
public struct ImageSymbols: Sendable, Equatable {
  /// Mangled names that other images can refer to.
  public let defined: Set<String>
  /// Mangled names that it refers to.
  public let undefined: Set<String>

  /// Whether an argument of a call in it may be evaluated after the call: it has closures that can escape and that
  /// no braces show (`@autoclosure @escaping`).
  public let keepsArguments: Bool

  public static let none = ImageSymbols(defined: [], undefined: [])

  init(defined: Set<String>, undefined: Set<String>, keepsArguments: Bool = false) {
    self.defined = defined
    self.undefined = undefined
    self.keepsArguments = keepsArguments
  }

  /// Reads the symbols of a shared library.
  ///
  /// - Parameter isCell: Whether ``keepsArguments`` is wanted, for which more is read.
  /// - Throws: What the system says when the file cannot be read; ``ImageError`` when it is no 64-bit
  ///   ELF file of this machine.
  init(contentsOf path: String, isCell: Bool = false) throws {
    try self.init(Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped), path: path, isCell: isCell)
  }

  // Source: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html (sections, symbol table).
  private init(_ data: Data, path: String, isCell: Bool) throws {
    self = try data.withUnsafeBytes { bytes throws -> ImageSymbols in
      let file = ELFFile(bytes: bytes)
      guard let table = file.table(.dynamic) else { throw ImageError.unreadable(path) }
      var defined: Set<String> = []
      var undefined: Set<String> = []
      for number in 0..<table.count {
        guard let symbol = file.symbol(number, of: table), !symbol.name.isEmpty else { continue }
        if symbol.isDefined { defined.insert(symbol.name) } else { undefined.insert(symbol.name) }
      }
      return ImageSymbols(defined: defined, undefined: undefined, keepsArguments: isCell && file.keepsArguments)
    }
  }

  /// The symbols of a module's stored variables, by their names.
  func variables(of module: String) -> [String: String] {
    var found: [String: String] = [:]
    for symbol in defined where symbol.hasSuffix("vp") {
      let parts = Mangling.demangled(symbol).split(separator: " : ", maxSplits: 1)
      guard parts.count == 2, parts[0].hasPrefix("\(module).") else { continue }
      found[String(parts[0].dropFirst(module.utf8.count + 1))] = symbol
    }
    return found
  }
}

/// Why the symbols of a compiled cell are not known.
public enum ImageError: Error, CustomStringConvertible, Equatable {
  case unreadable(String)

  public var description: String {
    switch self {
    case .unreadable(let path): "\(path) is not a 64-bit ELF library with a table of dynamic symbols"
    }
  }
}

/// A 64-bit ELF file in memory, as far as symbols are concerned. Reads outside of it give nothing.
private struct ELFFile {
  let bytes: UnsafeRawBufferPointer

  struct SymbolTable {
    var offset: Int
    var count: Int
    /// Where the names are.
    var names: Range<Int>
  }

  struct Symbol {
    var name: String
    var isDefined: Bool
  }

  private struct Section {
    var type: UInt32
    var offset: Int
    var size: Int
    var link: Int
  }

  /// The numbers of the format.
  enum TableKind: UInt32 {
    /// With symbols that only the library itself uses.
    case complete = 2
    case dynamic = 11
  }
  private static let symbolSize = 24

  /// Whether a function in it is an implicit closure whose type can escape: `Siyc` is `() -> Int`, `fu_` and `fu0_`
  /// are implicit closures. One that cannot escape has `XE` in place of `c`.
  ///
  /// Source: https://github.com/swiftlang/swift/blob/main/docs/ABI/Mangling.rst
  var keepsArguments: Bool {
    guard let table = table(.complete), table.names.upperBound <= bytes.count else { return false }
    let names = bytes[table.names]
    return names.indices.dropLast(3).contains { place in
      guard names[place] == UInt8(ascii: "c"), names[place + 1] == UInt8(ascii: "f"),
        names[place + 2] == UInt8(ascii: "u")
      else { return false }
      let rest = names[(place + 3)...].prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      return rest.endIndex < names.endIndex && names[rest.endIndex] == UInt8(ascii: "_")
    }
  }

  func table(_ kind: TableKind) -> SymbolTable? {
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2]), let count = read(UInt16.self, at: 60) else { return nil }
    for number in 0..<Int(count) {
      guard let section = section(number), section.type == kind.rawValue,
        let names = self.section(section.link)
      else { continue }
      return SymbolTable(
        offset: section.offset, count: section.size / Self.symbolSize,
        names: names.offset..<names.offset + names.size)
    }
    return nil
  }

  func symbol(_ number: Int, of table: SymbolTable) -> Symbol? {
    let start = table.offset + number * Self.symbolSize
    guard let name = read(UInt32.self, at: start), let section = read(UInt16.self, at: start + 6),
      table.names.contains(table.names.lowerBound + Int(name)), table.names.upperBound <= bytes.count
    else { return nil }
    let text = bytes[(table.names.lowerBound + Int(name))..<table.names.upperBound].prefix { $0 != 0 }
    return Symbol(name: String(decoding: text, as: UTF8.self), isDefined: section != 0)
  }

  private func section(_ number: Int) -> Section? {
    guard let table = read(UInt64.self, at: 40), let size = read(UInt16.self, at: 58) else { return nil }
    let start = Int(truncatingIfNeeded: table) + number * Int(size)
    guard let type = read(UInt32.self, at: start + 4), let offset = read(UInt64.self, at: start + 24),
      let length = read(UInt64.self, at: start + 32), let link = read(UInt32.self, at: start + 40)
    else { return nil }
    return Section(
      type: type, offset: Int(truncatingIfNeeded: offset), size: Int(truncatingIfNeeded: length),
      link: Int(link))
  }

  private func read<Value: FixedWidthInteger>(_: Value.Type, at offset: Int) -> Value? {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Value>.size else { return nil }
    return bytes.loadUnaligned(fromByteOffset: offset, as: Value.self)
  }
}
