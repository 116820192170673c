internal import SuperposeJSON

/// The names of the protocol's model and view, which a front end needs to create its copy of a
/// widget.
///
/// Source: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/jupyterwidgetmodels.latest.md
public struct WidgetKind: Sendable, Hashable {
  /// A package of the front end.
  public struct Module: Sendable, Hashable {
    public var name: String
    public var version: String

    public static let base = Module(name: "@jupyter-widgets/base", version: "2.0.0")
    public static let controls = Module(name: "@jupyter-widgets/controls", version: "2.0.0")
    public static let output = Module(name: "@jupyter-widgets/output", version: "1.0.0")
  }

  /// Such as `IntSliderModel`.
  public var model: String
  public var module: Module
  /// Such as `IntSliderView`; `nil` for invisible models.
  public var view: String?
  public var viewModule: Module

  /// A visible control.
  static func control(_ name: String, view: String? = nil) -> WidgetKind {
    WidgetKind(
      model: name + "Model", module: .controls, view: view ?? name + "View", viewModule: .controls)
  }

  /// A style.
  static func style(_ name: String) -> WidgetKind {
    WidgetKind(
      model: name + "Model", module: .controls, view: "StyleView", viewModule: .base)
  }

  /// The members that every state has.
  var state: JSONObject {
    [
      "_model_name": .string(model), "_model_module": .string(module.name),
      "_model_module_version": .string(module.version),
      "_view_name": view.map { .string($0) } ?? .null, "_view_module": .string(viewModule.name),
      "_view_module_version": .string(viewModule.version),
    ]
  }

  /// A state with its names, as in `update_states`.
  func record(of state: JSONObject) -> JSONValue {
    [
      "model_name": .string(model), "model_module": .string(module.name),
      "model_module_version": .string(module.version), "state": .object(state),
    ]
  }
}
