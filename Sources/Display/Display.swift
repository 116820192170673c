import Synchronization

/// Shows `value` now, in the richest form it offers.
///
/// - Throws: What the value's ``Displayable/mimeBundle`` throws.
public func display<Value>(_ value: Value) throws {
  let bundle = try MIMEBundle(showing: value)
  currentFrontEnd.show(bundle, id: nil)
}

/// Shows `value` and returns a handle that can replace it later.
///
/// - Throws: What the value's ``Displayable/mimeBundle`` throws.
public func displayUpdatable<Value>(_ value: Value) throws -> DisplayHandle {
  let handle = DisplayHandle()
  currentFrontEnd.show(try MIMEBundle(showing: value), id: handle.id)
  return handle
}

/// Removes what the running cell has shown so far; with `wait`, only when its next output comes,
/// so that nothing flickers.
public func clearOutput(wait: Bool = false) {
  currentFrontEnd.clear(wait: wait)
}

/// Asks the user for a line; `nil` at the end of input.
///
/// - Parameters:
///   - prompt: What to show before the answer.
///   - isPassword: The answer is a secret and is not echoed.
public func readLine(prompt: String, isPassword: Bool = false) -> String? {
  currentFrontEnd.readLine(prompt: prompt, isPassword: isPassword)
}

/// A shown output that can be replaced.
public struct DisplayHandle: Sendable, Hashable {
  public let id: DisplayID

  init() { id = .next() }

  /// Replaces the output wherever it is shown.
  ///
  /// - Throws: What the value's ``Displayable/mimeBundle`` throws.
  public func update<Value>(_ value: Value) throws {
    currentFrontEnd.update(try MIMEBundle(showing: value), id: id)
  }
}

extension DisplayID {
  private static let count = Atomic<Int>(0)
  // Unique among the processes that one front end may see, one after the other.
  private static let process = UInt32.random(in: 0...UInt32.max)

  /// A name that no output has had.
  package static func next() -> DisplayID {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    return DisplayID(rawValue: "superpose-\(process)-\(number)")
  }
}
