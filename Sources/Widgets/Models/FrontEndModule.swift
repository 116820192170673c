public import SuperposeJSON

/// A widget whose page side is a JavaScript module of the notebook's own, by the protocol of anywidget. The
/// page needs the pip package `anywidget` where JupyterLab runs.
///
///     let counter = FrontEndModule(
///       """
///       function render({ model, el }) {
///         const button = document.createElement("button")
///         const show = () => { button.textContent = `count ${model.get("count")}` }
///         button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes() }
///         model.on("change:count", show)
///         show()
///         el.append(button)
///       }
///       export default { render }
///       """, values: ["count": 0])
///
/// Source: https://anywidget.dev/en/afm/
public struct FrontEndModule: Widget, Sendable {
  public let model: WidgetModel

  /// - Parameters:
  ///   - module: The text of an ECMAScript module with a default export that has `render`, or the address of one.
  ///   - css: Rules of style for it.
  ///   - values: The values that both sides share.
  public init(_ module: String, css: String = "", values: [String: JSONValue] = [:]) {
    let place = WidgetKind.Module(name: "anywidget", version: "*")
    var builder = ModelBuilder(WidgetKind(model: "AnyModel", module: place, view: "AnyView", viewModule: place))
    builder.addPlace()
    builder.add("_esm", module)
    builder.add("_css", css)
    builder.add("_anywidget_id", "superpose.FrontEndModule")
    for (name, value) in values { builder.add(name, value) }
    model = WidgetModel(builder)
  }

  /// A shared value; `null` for a name that was not among the first values.
  public subscript(name: String) -> JSONValue {
    get { model.value(of: name) }
    nonmutating set { model.set([name: newValue]) }
  }

  /// Runs `handler` with the newest value after a change in Swift or on a page.
  @MainActor public func onChange(_ name: String, _ handler: @escaping @MainActor (JSONValue) throws -> Void) {
    model.observe(name, Reaction(throwing: { try handler(model.value(of: name)) }))
  }
}
