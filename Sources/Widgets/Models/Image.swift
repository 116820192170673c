public import SuperposeDisplay

/// An image whose bytes are sent as binary data.
///
/// When the bytes change, the page keeps the old image until the new one is loaded, which avoids
/// flicker.
public struct Image: Widget, Sendable {
  public let model: WidgetModel
  @Trait public var value: Bytes
  /// The image format: the second part of a media type, such as `png` or `svg+xml`.
  @Trait public var format: String
  /// In pixels, or empty for the image's own size.
  @Trait public var width: String
  @Trait public var height: String

  public init(_ bytes: [UInt8] = [], format: String = "png") {
    var builder = ModelBuilder(.control("Image"))
    builder.addPlace()
    builder.add("value", Bytes(bytes))
    builder.add("format", format)
    builder.add("width", "")
    builder.add("height", "")
    model = WidgetModel(builder)
    (_value, _format) = (model.trait("value"), model.trait("format"))
    (_width, _height) = (model.trait("width"), model.trait("height"))
  }

  /// An image of the text of an SVG document.
  public init(svg: String) { self.init(Array(svg.utf8), format: "svg+xml") }

  /// A picture in a file, or what an address (`https://…`) leads to: PNG, JPEG, GIF, WebP or SVG.
  ///
  /// - Throws: `MediaError` when it cannot be read, or is none of these.
  public init(contentsOf place: String) throws(MediaError) {
    let bytes = try Contents(place).bytes
    guard let format = ImageFormat.of(bytes) else {
      throw MediaError(description: "\(place): this is not a picture in PNG, JPEG, GIF, WebP or SVG")
    }
    self.init(bytes, format: format)
  }

  /// The widget, and the picture itself for front ends without widgets.
  public var mimeBundle: MIMEBundle {
    WidgetRegistry.shared.flush()
    let bytes = value.values
    let picture: MIMEContent = format == "svg+xml" ? .text(String(decoding: bytes, as: UTF8.self)) : .binary(bytes)
    var bundle = MIMEBundle(data: [.plainText: .text(plainText), .widgetView: widgetView])
    if !bytes.isEmpty { bundle.data[MIMEType(rawValue: "image/\(format)")] = picture }
    return bundle
  }
}
