internal import SuperposeJSON

/// Keeps two values equal on the page, without the kernel.
public struct JSLink: Widget, Sendable {
  public let model: WidgetModel

  init(_ name: String, _ source: (WidgetModel, String), _ target: (WidgetModel, String)) {
    var builder = ModelBuilder(
      WidgetKind(model: name + "Model", module: .controls, view: nil, viewModule: .controls))
    builder.add("source", Self.end(source))
    builder.add("target", Self.end(target))
    model = WidgetModel(builder)
  }

  private static func end(_ end: (model: WidgetModel, trait: String)) -> JSONValue {
    [.string("IPY_MODEL_" + end.model.id), .string(end.trait)]
  }
}

/// Links two values both ways on the page: `jslink(play.$value, slider.$value)`.
@discardableResult
public func jslink<Value>(_ first: Trait<Value>, _ second: Trait<Value>) -> JSLink {
  JSLink("Link", (first.model, first.name), (second.model, second.name))
}

/// Makes `target` follow `source` on the page.
@discardableResult
public func jsdlink<Value>(_ source: Trait<Value>, _ target: Trait<Value>) -> JSLink {
  JSLink("DirectionalLink", (source.model, source.name), (target.model, target.name))
}
