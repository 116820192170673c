import Synchronization

/// Shows `value` immediately, in all its media types.
///
/// - Throws: Any error of the value's ``Displayable/mimeBundle``.
public func display<Value>(_ value: Value) throws {
  let bundle = try MIMEBundle(showing: value)
  currentFrontEnd.show(bundle, id: nil)
}

/// Shows `value` and returns a handle that can replace it later.
///
/// - Throws: Any error of the value's ``Displayable/mimeBundle``.
public func displayUpdatable<Value>(_ value: Value) throws -> DisplayHandle {
  let handle = DisplayHandle()
  currentFrontEnd.show(try MIMEBundle(showing: value), id: handle.id)
  return handle
}

/// Removes the outputs of the running cell. With `wait`, they are removed when the next output
/// arrives, which avoids flicker.
public func clearOutput(wait: Bool = false) {
  currentFrontEnd.clear(wait: wait)
}

/// Asks the user for a line; `nil` at the end of input.
///
/// - Parameters:
///   - prompt: The text before the input field.
///   - isPassword: Whether the answer is hidden.
public func readLine(prompt: String, isPassword: Bool = false) -> String? {
  currentFrontEnd.readLine(prompt: prompt, isPassword: isPassword)
}

/// A shown output that can be replaced.
public struct DisplayHandle: Sendable, Hashable {
  public let id: DisplayID

  init() { id = .next() }

  /// Replaces the output everywhere it is shown.
  ///
  /// - Throws: Any error of the value's ``Displayable/mimeBundle``.
  public func update<Value>(_ value: Value) throws {
    currentFrontEnd.update(try MIMEBundle(showing: value), id: id)
  }
}

extension DisplayID {
  private static let count = Atomic<Int>(0)
  // Unique among the processes that a front end may see over time.
  private static let process = UInt32.random(in: 0...UInt32.max)

  /// A new, unique name.
  package static func next() -> DisplayID {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    return DisplayID(rawValue: "superpose-\(process)-\(number)")
  }
}
