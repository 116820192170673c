/// Members that Swift would write for a conformance, if it stood in the file of the type.
///
/// Swift writes them only there, and each cell is a file of its own. So the kernel writes them into an extension in a
/// later cell.
struct SynthesizedMembers {
  let shape: TypeShape

  /// - Parameter requirements: What the compiler misses: `==`, `hash(into:)`, `allCases`, `<`, `init(from:)`,
  ///   `encode(to:)`.
  /// - Returns: `nil` when one of them cannot be written.
  func text(for requirements: Set<String>) -> String? {
    var texts: [String] = []
    for requirement in requirements.sorted() {
      guard let text = text(for: requirement) else { return nil }
      texts.append(text)
    }
    return texts.joined(separator: "; ")
  }

  private func text(for requirement: String) -> String? {
    switch (requirement, shape) {
    case ("==", .fields(let fields)):
      let same = fields.map { "a.\($0.name) == b.\($0.name)" }
      return "static func == (a: Self, b: Self) -> Bool { \(same.isEmpty ? "true" : same.joined(separator: " && ")) }"
    case ("==", .cases(let cases)): return "static func == (a: Self, b: Self) -> Bool { \(equality(of: cases)) }"
    case ("hash(into:)", .fields(let fields)):
      let parts = fields.map { "h.combine(self.\($0.name))" }
      return "func hash(into h: inout Swift.Hasher) { \(parts.joined(separator: "; ")) }"
    case ("hash(into:)", .cases(let cases)): return "func hash(into h: inout Swift.Hasher) { \(hash(of: cases)) }"
    case ("allCases", .cases(let cases)) where cases.allSatisfy { $0.count == 0 }:
      return "static var allCases: [Self] { [\(cases.map { ".\($0.name)" }.joined(separator: ", "))] }"
    case ("<", .cases(let cases)) where cases.allSatisfy { $0.count == 0 }:
      let places = cases.enumerated().map { "case .\($1.name): return \($0)" }.joined(separator: "; ")
      return "static func < (a: Self, b: Self) -> Bool { "
        + "func place(_ x: Self) -> Int { switch x { \(places) } }; return place(a) < place(b) }"
    case ("encode(to:)", .fields(let fields)): return encoding(fields)
    case ("init(from:)", .fields(let fields)): return decoding(fields)
    default: return nil
    }
  }

  private func equality(of cases: [TypeShape.Case]) -> String {
    let same = cases.map { item in
      let values = (0..<item.count).map { "a\($0) == b\($0)" }
      let result = values.isEmpty ? "true" : values.joined(separator: " && ")
      return "case (\(pattern(item, "a")), \(pattern(item, "b"))): return \(result)"
    }
    let others = cases.count > 1 ? ["default: return false"] : []
    return "switch (a, b) { \((same + others).joined(separator: "; ")) }"
  }

  private func hash(of cases: [TypeShape.Case]) -> String {
    let parts = cases.enumerated().map { place, item in
      let values = (0..<item.count).map { "; h.combine(a\($0))" }.joined()
      return "case \(pattern(item, "a")): h.combine(\(place))\(values)"
    }
    return "switch self { \(parts.joined(separator: "; ")) }"
  }

  private func pattern(_ item: TypeShape.Case, _ name: String) -> String {
    guard item.count > 0 else { return ".\(item.name)" }
    return ".\(item.name)(\((0..<item.count).map { "let \(name)\($0)" }.joined(separator: ", ")))"
  }

  // MARK: Codable

  /// The type of the keys of one member, in a type of that member's own: another cell may write the other member. Errors
  /// of coders show its name.
  private func keys(_ fields: [TypeShape.Field], in outer: String) -> String {
    let names = fields.isEmpty ? "" : " case \(fields.map(\.name).joined(separator: ", ")) "
    let keys = "enum CodingKeys: \(fields.isEmpty ? "" : "String, ")Swift.CodingKey {\(names)}"
    return "private enum \(outer) { \(keys) }; "
  }

  private func encoding(_ fields: [TypeShape.Field]) -> String {
    let lines = fields.map { field in
      "try c.\(field.isOptional ? "encodeIfPresent" : "encode")(self.\(field.name), forKey: .\(field.name))"
    }
    let first = "\(fields.isEmpty ? "_" : "var c") = to.container(keyedBy: __Encoding.CodingKeys.self)"
    return keys(fields, in: "__Encoding")
      + "func encode(to: any Swift.Encoder) throws { \(([first] + lines).joined(separator: "; ")) }"
  }

  private func decoding(_ fields: [TypeShape.Field]) -> String {
    let open = fields.filter { !$0.isSettled }
    let arguments = open.map { field in
      "\(field.name): try \(field.isOptional ? "optional" : "value")(.\(field.name))"
    }
    let reading =
      "func value<V: Decodable>(_ k: __Decoding.CodingKeys) throws -> V { try c.decode(V.self, forKey: k) }; "
      + "func optional<V: Decodable>(_ k: __Decoding.CodingKeys) throws -> V? { try c.decodeIfPresent(V.self, forKey: k) }; "
    let first = "let c = try from.container(keyedBy: __Decoding.CodingKeys.self); "
    let body = (open.isEmpty ? "" : first + reading) + "self.init(\(arguments.joined(separator: ", ")))"
    return keys(fields, in: "__Decoding") + "init(from: any Swift.Decoder) throws { \(body) }"
  }
}
