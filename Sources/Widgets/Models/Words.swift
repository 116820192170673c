/// HTML in the page that can change; ipywidgets calls it `HTML`, which is a display here. Scripts in it do not run.
public struct HTMLText: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: String
  @Trait public var description: String

  public init(_ value: String = "", description: String = "") {
    model = WidgetModel(.words("HTML", value, description))
    (_value, _description) = (model.trait("value"), model.trait("description"))
  }
}

/// A line of plain text; ipywidgets calls it `Label`, which is another type in SuperposePlot.
public struct TextLabel: ValueWidget, Sendable {
  public let model: WidgetModel
  @Trait public var value: String
  @Trait public var description: String

  public init(_ value: String = "", description: String = "") {
    model = WidgetModel(.words("Label", value, description))
    (_value, _description) = (model.trait("value"), model.trait("description"))
  }
}

extension ModelBuilder {
  fileprivate static func words(
    _ name: String, _ value: String, _ description: String
  ) -> ModelBuilder {
    var builder = ModelBuilder(.control(name))
    builder.add("value", value)
    builder.add("placeholder", "")
    builder.addDescription(description)
    return builder
  }
}
