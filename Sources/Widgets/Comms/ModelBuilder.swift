internal import SuperposeJSON

/// Collects the traits of a new widget.
struct ModelBuilder {
  let kind: WidgetKind
  fileprivate(set) var values: JSONObject = [:]
  private(set) var bytes: [String: [UInt8]] = [:]
  /// Traits whose elements have bytes of their own.
  fileprivate(set) var fileTraits: Set<String> = []
  fileprivate(set) var checks: [String: TraitCheck] = [:]
  /// Makes values consistent, such as a slider's value with its range.
  var settle: @Sendable (inout JSONObject) -> Void = { _ in }

  init(_ kind: WidgetKind) { self.kind = kind }

  /// Adds a trait with its initial value. Values from front ends that `accepts` rejects change
  /// nothing.
  mutating func add<Value: TraitValue>(
    _ name: String, _ value: Value, accepts: @escaping @Sendable (Value) -> Bool = { _ in true }
  ) {
    checks[name] = TraitCheck(Value.self, accepts: accepts)
    if let value = value as? Bytes { bytes[name] = value.values } else { values[name] = value.json }
  }
}

extension ModelBuilder {
  /// Adds a trait of files: descriptions in the JSON, and each file's bytes beside it.
  mutating func addFiles(_ name: String) {
    checks[name] = TraitCheck([JSONValue].self, accepts: { _ in true })
    values[name] = []
    fileTraits.insert(name)
  }
}

extension WidgetModel {
  /// The trait `name` as a property.
  func trait<Value: TraitValue>(_ name: String) -> Trait<Value> { Trait(model: self, name: name) }
}
