import Glibc
import SuperposeAllotment
import SuperposeCellSupport
import SuperposeDisplay
import SuperposeHostLink
import SuperposeJSON
import Synchronization
import ToyLib

/// Answers a question about variables. What describes a value may be code of the notebook, so this runs like a
/// cell.
func answer(_ query: VariableQuery) {
  let observer = __cellObserver.withLock(\.self)
  func send(_ summary: VariableSummary?) {
    observer.shows(MIMEBundle(data: [.json: .json(.object(summary?.json ?? [:]))]))
  }
  send(nil)
  switch query {
  case .summaries(let variables):
    for variable in variables {
      send(
        valueOfVariable(variable.symbol).map { VariableSummary(name: variable.name, of: $0) }
          ?? VariableSummary(name: variable.name, type: nil, value: ""))
    }
  case .parts(let variable, let path):
    guard let value = valueOfVariable(variable.symbol).flatMap({ part(of: $0, at: path) }) else { return }
    let parts = ValueParts(of: value)
    for part in parts.listed { send(VariableSummary(name: part.name, of: part.value)) }
    let rest = parts.count - ValueParts.limit
    if rest > 0 { send(VariableSummary(name: "…", type: nil, value: "\(counted(rest, "more part"))")) }
  case .models(let variables):
    let process: JSONObject = [
      "vectorUnits": .string(VectorUnits.preferred.rawValue), "threads": .integer(Allotment.current.processors),
    ]
    observer.shows(MIMEBundle(data: [.json: .json(.object(process))]))
    for variable in variables {
      guard let value = valueOfVariable(variable.symbol) else { continue }
      let models = __TrainedParts(of: value, named: variable.name).json
      if !models.isEmpty { observer.shows(MIMEBundle(data: [.json: .json(.array(models))])) }
    }
  case .display(let variable):
    guard let value = valueOfVariable(variable.symbol) else { return }
    do { observer.shows(try MIMEBundle(showing: value)) } catch { observer.fails(error) }
  }
}

/// The value of a cell's variable; `nil` when the runtime does not find its type by name, or the value cannot be
/// copied.
///
/// - Parameter symbol: The variable's mangled name.
private func valueOfVariable(_ symbol: String) -> Any? {
  guard !isReference(symbol), let storage = dlsym(nil, symbol), let type = typeOfVariable(symbol),
    isCopyable(type)
  else { return nil }
  func value<Value>(_ type: Value.Type) -> Any { storage.assumingMemoryBound(to: type).pointee }
  return _openExistential(type, do: value)
}

/// Whether the storage of a variable is not its value but a reference that is `weak` or `unowned`.
private func isReference(_ symbol: String) -> Bool { ["Xwvp", "Xovp", "Xuvp"].contains(where: symbol.hasSuffix) }

/// Whether values of a type can be copied. The language's own types do not tell: `Any.Type` stands for all.
///
/// Source: https://github.com/swiftlang/swift/blob/main/include/swift/ABI/MetadataValues.h
/// (`TargetValueWitnessFlags`: the flags are behind 8 functions, size and stride)
package func isCopyable(_ type: Any.Type) -> Bool {
  let metadata = unsafeBitCast(type, to: UnsafePointer<UnsafePointer<UInt>>.self)
  let flags = UInt32(truncatingIfNeeded: metadata[-1][10])
  return flags & 0x0080_0000 == 0
}

private func part(of value: Any, at path: [Int]) -> Any? {
  path.reduce(value as Any?) { value, number in
    guard let parts = value.map({ ValueParts(of: $0).listed }), parts.indices.contains(number) else { return nil }
    return parts[number].value
  }
}
