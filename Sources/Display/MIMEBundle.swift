public import SuperposeJSON

/// A value in several media types. A front end shows the richest one that it supports and trusts.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#display-data
public struct MIMEBundle: Sendable, Equatable {
  public var data: [MIMEType: MIMEContent]
  /// Hints for one media type each, such as `["width": 640]` (pixels) for `image/png`.
  public var metadata: [MIMEType: JSONObject]

  public init(data: [MIMEType: MIMEContent] = [:], metadata: [MIMEType: JSONObject] = [:]) {
    self.data = data
    self.metadata = metadata
  }

  /// A bundle of plain text only.
  public init(plainText: String) {
    self.init(data: [.plainText: .text(plainText)])
  }
}

/// The data of a bundle for one media type.
public enum MIMEContent: Sendable, Equatable {
  case text(String)
  /// Bytes of a binary format, sent as base64.
  case binary([UInt8])
  /// A JSON value, for `application/json` and `…+json`.
  case json(JSONValue)
}
