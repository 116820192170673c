/// A request to sourcekitd in its YAML format, on one line.
struct SourceKitRequest: Sendable, Equatable {
  let yaml: String

  /// A request of the kind `source.request.<name>` with the keys `key.<…>`, in their order.
  init(_ name: String, _ keys: KeyValuePairs<String, Value>) {
    let members =
      [("request", .identifier("source.request.\(name)"))] + keys.map { ($0.key, $0.value) }
    yaml = Value.dictionary(members).yaml
  }
}

extension SourceKitRequest {
  /// A value of a key.
  indirect enum Value: Sendable {
    case integer(Int)
    case string(String)
    case identifier(String)
    case strings([String])
    case dictionary([(key: String, value: Value)])
    case dictionaries([[(key: String, value: Value)]])
  }
}

extension SourceKitRequest.Value {
  fileprivate var yaml: String {
    switch self {
    case .integer(let value): "\(value)"
    case .string(let text): Self.quoted(text)
    case .identifier(let name): name
    case .strings(let texts): "[\(texts.map(Self.quoted).joined(separator: ", "))]"
    case .dictionaries(let all): "[\(all.map { Self.dictionary($0).yaml }.joined(separator: ", "))]"
    case .dictionary(let members):
      "{\(members.map { "key.\($0.key): \($0.value.yaml)" }.joined(separator: ", "))}"
    }
  }

  /// A double-quoted YAML scalar. Characters that are not printable in YAML are escaped.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{FEFF}", "\u{FFFE}"..."\u{FFFF}":
        quoted += escape(scalar)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
