// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import SuperposeFingerprints
public import SuperposeJSON

/// The trained models in a value, for stamps. They may be inside lists, dictionaries, optionals, tuples and stored
/// properties, such as those of an experiment's result.
public struct __TrainedParts {
  private struct Model {
    var name: String
    var fingerprint: String
    var seed: UInt64
  }

  /// More models of a variable than this share one fingerprint.
  private static let listLimit = 64
  /// How far the search goes into a value, and how many parts it looks at.
  private static let depthLimit = 6
  private static let partLimit = 4000

  private var models: [Model] = []
  private var partCount = 0

  public init(of value: Any, named name: String) { search(value, name, depth: 0) }

  /// Name, fingerprint and seed of each model.
  public var json: [JSONValue] {
    let listed = models.prefix(Self.listLimit).map { model -> JSONValue in
      [
        "name": .string(model.name), "fingerprint": .string(model.fingerprint), "seed": .string(String(model.seed)),
      ]
    }
    let rest = models.dropFirst(Self.listLimit)
    guard let first = rest.first else { return listed }
    let all = Fingerprint(of: rest.map(\.fingerprint).joined(separator: " ")).hexadecimal
    return listed + [["name": .string("\(first.name) and \(rest.count - 1) more"), "fingerprint": .string(all)]]
  }

  private mutating func search(_ value: Any, _ name: String, depth: Int) {
    partCount += 1
    guard partCount <= Self.partLimit else { return }
    if let result = value as? any TrainedResult {
      models.append(Model(name: name, fingerprint: result.fingerprint, seed: result.seed))
    } else if let list = value as? any Collection, let results = Self.results(in: list) {
      for (number, result) in results.enumerated() { search(result, "\(name)[\(number)]", depth: depth) }
    } else if depth < Self.depthLimit {
      searchParts(of: value, name, depth + 1)
    }
  }

  /// The elements of a collection of trained results, such as `TrainedModels`.
  private static func results<List: Collection>(in list: List) -> [any TrainedResult]? {
    guard List.Element.self is any TrainedResult.Type else { return nil }
    return list.compactMap { $0 as? any TrainedResult }
  }

  private mutating func searchParts(of value: Any, _ name: String, _ depth: Int) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      if let content = mirror.children.first?.value { search(content, name, depth: depth) }
    case .collection:
      guard let list = value as? any Collection, Self.mayHoldModels(list) else { return }
      for (number, element) in mirror.children.prefix(Self.partLimit).enumerated() {
        search(element.value, "\(name)[\(number)]", depth: depth)
      }
    case .dictionary: searchEntries(of: mirror, name, depth)
    case .tuple, .struct, .class, .enum:
      for part in sequence(first: mirror, next: \.superclassMirror).reversed().flatMap(\.children) {
        // The names of a tuple's unnamed parts begin with a dot already.
        let label = part.label ?? ""
        search(part.value, label.hasPrefix(".") ? name + label : "\(name).\(label)", depth: depth)
      }
    default: break
    }
  }

  /// Numbers and text hold no models, and there may be millions of them.
  private static func mayHoldModels<List: Collection>(_ list: List) -> Bool {
    let type: Any.Type = List.Element.self
    return !(type is any Numeric.Type || type is any StringProtocol.Type || type == Bool.self)
  }

  /// In the order of the keys' text: a dictionary has no order of its own.
  private mutating func searchEntries(of mirror: Mirror, _ name: String, _ depth: Int) {
    let entries = mirror.children.prefix(Self.partLimit).compactMap { child -> (key: String, value: Any)? in
      let pair = Mirror(reflecting: child.value).children.map(\.value)
      return pair.count == 2 ? ("\(pair[0])", pair[1]) : nil
    }
    for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
      search(value, "\(name)[\(key)]", depth: depth)
    }
  }
}
