internal import SuperposeDisplay
public import SuperposeJSON

/// A place for anything that a cell could show.
public struct Output: Widget, Sendable {
  public let model: WidgetModel
  /// What it shows, as notebooks write outputs.
  ///
  /// Source: https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs
  @Trait public var outputs: [JSONValue]

  public init() {
    var builder = ModelBuilder(
      WidgetKind(
        model: "OutputModel", module: .output, view: "OutputView", viewModule: .output))
    builder.addPlace()
    builder.add("outputs", [JSONValue]())
    builder.add("msg_id", "")
    model = WidgetModel(builder)
    _outputs = model.trait("outputs")
  }

  /// Shows `value` instead of what was shown.
  ///
  /// - Throws: What the value's `mimeBundle` throws.
  public func show<Value>(_ value: Value) throws {
    outputs = [.displayData(try MIMEBundle(showing: value))]
  }

  /// Shows `value` below what is shown.
  ///
  /// - Throws: What the value's `mimeBundle` throws.
  public func append<Value>(_ value: Value) throws {
    outputs += [.displayData(try MIMEBundle(showing: value))]
  }

  /// Shows nothing.
  public func clear() { outputs = [] }
}

extension JSONValue {
  /// An output of a notebook: what `display` shows.
  static func displayData(_ bundle: MIMEBundle) -> JSONValue {
    let data = bundle.data.map { ($0.rawValue, JSONValue($1)) }
    let metadata = bundle.metadata.map { ($0.rawValue, JSONValue.object($1)) }
    return [
      "output_type": "display_data", "data": .object(JSONObject(data) { first, _ in first }),
      "metadata": .object(JSONObject(metadata) { first, _ in first }),
    ]
  }

  /// An output of a notebook: printed text.
  static func stream(_ text: String, isError: Bool) -> JSONValue {
    [
      "output_type": "stream", "name": isError ? "stderr" : "stdout", "text": .string(text),
    ]
  }

  /// An output of a notebook: why something failed.
  static func error(_ explanation: Explanation) -> JSONValue {
    let heading = "\u{1B}[1;31m\(explanation.name)\u{1B}[0m: \(explanation.value)"
    let lines = explanation.traceback.isEmpty ? [heading] : explanation.traceback
    return [
      "output_type": "error", "ename": .string(explanation.name),
      "evalue": .string(explanation.value), "traceback": lines.json,
    ]
  }

  private init(_ content: MIMEContent) {
    switch content {
    case .text(let text): self = .string(text)
    case .binary(let bytes): self = .string(Base64.text(bytes))
    case .json(let value): self = value
    }
  }
}
