import Glibc

/// Releases the value of a cell's variable, which nothing may read any more.
///
/// A value whose type the runtime cannot find by its name keeps its memory: `any Collection<Int>`, for
/// example.
///
/// - Parameter symbol: The variable's mangled name.
func releaseVariable(_ symbol: String) {
  guard let type = typeOfVariable(symbol) else { return }
  func release<Value>(_ type: Value.Type) {
    if let storage = dlsym(nil, symbol) {
      storage.assumingMemoryBound(to: type).deinitialize(count: 1)
    } else if MemoryLayout<Value>.size == 0 {
      // The variable has no storage; a noncopyable struct has a `deinit` all the same.
      withUnsafeTemporaryAllocation(of: type, capacity: 1) { _ = $0.baseAddress?.deinitialize(count: 1) }
    }
  }
  _openExistential(type, do: release)
}

/// The type of a global variable, from its mangled name alone: no code is compiled for it.
///
/// The name is `$s`, module, name, type, `vp`. The type may refer to the module and the name before it,
/// so it cannot be read alone. In the name of the tuple type `(module: Int, name: Int, type)` the same
/// words precede it.
///
/// Source: https://github.com/swiftlang/swift/blob/main/docs/ABI/Mangling.rst
package func typeOfVariable(_ symbol: String) -> Any.Type? {
  guard symbol.hasPrefix("$s"), symbol.hasSuffix("vp") else { return nil }
  var rest = symbol.dropFirst(2).dropLast(2)
  guard let module = rest.removeIdentifier(), let name = rest.removeIdentifier() else { return nil }
  // A variable of function type has a list of labels, which is always empty.
  if rest.first == "y", rest.last == "c" { rest.removeFirst() }
  guard let tuple = _typeByName("Si\(module)_Si\(name)\(rest)t") else {
    return nominalType(rest.hasPrefix("AA") ? module + rest.dropFirst(2) : rest)
  }
  return TupleMetadata(of: tuple).type(ofElement: 2)
}

/// A type with a metadata accessor of its own: the runtime does not find noncopyable types by name.
private func nominalType(_ name: Substring) -> Any.Type? {
  guard let symbol = dlsym(nil, "$s\(name)Ma") else { return nil }
  // The accessor's second result, the state of the metadata, is always 0: complete.
  typealias Accessor = @convention(c) (UInt) -> UInt
  return unsafeBitCast(unsafeBitCast(symbol, to: Accessor.self)(0), to: Any.Type.self)
}

extension Substring {
  /// Removes an identifier, such as `16Superposecell1_1`, from the front of a mangled name; `nil` if there is none,
  /// or one that repeats words of identifiers before it.
  fileprivate mutating func removeIdentifier() -> Substring? {
    let digits = prefix { $0.isNumber }
    guard digits.first != "0" || digits.hasPrefix("00") else { return nil }
    guard let length = Int(digits), length > 0, count > digits.count + length else { return nil }
    let identifier = prefix(digits.count + length)
    removeFirst(identifier.count)
    return identifier
  }
}

/// The runtime's description of a tuple type.
///
/// Source: https://github.com/swiftlang/swift/blob/main/docs/ABI/TypeMetadata.rst#tuple-metadata
private struct TupleMetadata {
  private let words: UnsafePointer<UInt>

  init(of type: Any.Type) { words = unsafeBitCast(type, to: UnsafePointer<UInt>.self) }

  /// Behind kind, number of elements and labels: two words an element, type and offset.
  func type(ofElement index: Int) -> Any.Type? {
    guard words[1] > index else { return nil }
    return unsafeBitCast(words[3 + 2 * index], to: Any.Type.self)
  }
}
