internal import Foundation
public import SuperposeJSON

/// A JSON value, shown as a tree that can be opened and searched.
public struct JSON: Displayable, Sendable, Hashable {
  public var value: JSONValue

  public init(_ value: JSONValue) { self.value = value }

  /// The JSON of any encodable value.
  ///
  /// - Throws: What its `encode(to:)` throws, and for numbers that are not finite.
  public init(_ value: some Encodable) throws { self.value = try JSONValue(encoding: value) }

  /// - Parameter text: JSON.
  /// - Throws: `JSONError` that says where the text is not JSON.
  public init(text: String) throws { value = try JSONReader.value(in: text.utf8) }

  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.json: .json(value), .plainText: .text(value.text(isPretty: true))])
  }
}

/// A chart of Vega-Lite, which JupyterLab and VS Code draw.
///
/// Source: https://vega.github.io/vega-lite/docs/spec.html
public struct VegaLite: Displayable, Sendable, Hashable {
  public var specification: JSONValue

  public init(_ specification: JSONValue) { self.specification = specification }

  /// - Parameter text: The specification in JSON.
  /// - Throws: `JSONError` that says where the text is not JSON.
  public init(text: String) throws { specification = try JSONReader.value(in: text.utf8) }

  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.vegaLite: .json(specification), .plainText: .text(words)])
  }

  private var words: String {
    let title = specification["title"]?.string ?? specification["description"]?.string
    let mark = specification["mark"]?.string ?? specification["mark"]?["type"]?.string
    return ["Vega-Lite chart", title, mark.map { "of marks \($0)" }].compactMap(\.self).joined(separator: " ")
  }
}

/// Places and shapes on the earth, which front ends with an extension for GeoJSON draw on a map.
///
/// Source: https://www.rfc-editor.org/rfc/rfc7946
public struct GeoJSON: Displayable, Sendable, Hashable {
  public var value: JSONValue

  public init(_ value: JSONValue) { self.value = value }

  /// - Throws: `JSONError` that says where the text is not JSON.
  public init(text: String) throws { value = try JSONReader.value(in: text.utf8) }

  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.geoJSON: .json(value), .json: .json(value), .plainText: .text(words)])
  }

  private var words: String {
    let type = value["type"]?.string ?? "GeoJSON"
    return value["features"]?.array.map { "\(type) with \($0.count) features" } ?? type
  }
}

extension MIMEType {
  public static let vegaLite: MIMEType = "application/vnd.vegalite.v5+json"
  public static let geoJSON: MIMEType = "application/geo+json"
}
