internal import SuperposeCellMessages
internal import SuperposeDisplay
public import SuperposeJSON

/// An area that can show anything that a cell can show.
public struct Output: Widget, Sendable {
  public let model: WidgetModel
  /// Its outputs, in notebook format.
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

  /// Replaces the outputs with `value`.
  ///
  /// - Throws: Any error of the value's `mimeBundle`.
  public func show<Value>(_ value: Value) throws {
    outputs = [.displayData(try MIMEBundle(showing: value))]
  }

  /// Appends `value` to the outputs.
  ///
  /// - Throws: Any error of the value's `mimeBundle`.
  public func append<Value>(_ value: Value) throws {
    outputs += [.displayData(try MIMEBundle(showing: value))]
  }

  /// Removes all outputs.
  public func clear() { outputs = [] }
}

extension JSONValue {
  /// An output of a notebook: a displayed value.
  static func displayData(_ bundle: MIMEBundle) -> JSONValue {
    let data = MIMEData(bundle)
    return [
      "output_type": "display_data", "data": .object(data.data),
      "metadata": .object(data.metadata),
    ]
  }

  /// An output of a notebook: printed text.
  static func stream(_ text: String, isError: Bool) -> JSONValue {
    [
      "output_type": "stream", "name": isError ? "stderr" : "stdout", "text": .string(text),
    ]
  }

  /// An output of a notebook: an error.
  static func error(_ failure: Failure) -> JSONValue {
    let heading = "\u{1B}[1m\(failure.name)\u{1B}[0m: \(failure.value)"
    let lines = failure.traceback.isEmpty ? [heading] : failure.traceback
    return [
      "output_type": "error", "ename": .string(failure.name),
      "evalue": .string(failure.value), "traceback": lines.json,
    ]
  }
}
