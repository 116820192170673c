public import SuperposeJSON

/// One value in several media types; a front end shows the richest one it trusts.
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

/// What a bundle holds for one media type.
public enum MIMEContent: Sendable, Equatable {
  case text(String)
  /// Bytes of a binary format; travels as base64.
  case binary([UInt8])
  /// JSON proper, for `application/json` and `…+json`.
  case json(JSONValue)
}
