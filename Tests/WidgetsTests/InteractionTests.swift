import SuperposeCellMessages
import SuperposeDisplay
import SuperposeJSON
import SuperposeWidgets
import Testing

@MainActor @Suite(.serialized) struct InteractionTests {
  let port = RecordingPort()

  /// What the place of the interaction shows: the newest outputs that were sent.
  private func shown() -> JSONValue? {
    port.messages.compactMap { $0.data["state"]?["outputs"] }.last
  }

  @Test func `each kind of value becomes its control`() {
    let interaction = Interaction(
      labels: ["s", "n", "on", "kind", "name"], 0...0.99, 2...12, true, ["a", "b"], "text"
    ) { (s: Double, n: Int, on: Bool, kind: String, name: String) in
      "\(s) \(n) \(on) \(kind) \(name)"
    }
    #expect(interaction.controls[0] is FloatSlider)
    #expect(interaction.controls[1] is IntSlider)
    #expect(interaction.controls[2] is Checkbox)
    #expect(interaction.controls[3] is Dropdown<String>)
    #expect(interaction.controls[4] is TextField)
    #expect((interaction.controls[0] as? FloatSlider)?.description == "s")
    #expect(shown()?.array?.first?["data"]?["text/plain"] == "\"0.0 2 true a text\"")
  }

  @Test func `a widget is its own control, and a stride has its step`() {
    let mine = FloatLogSlider(exponents: -3...0, value: 0.1)
    let interaction = Interaction(
      labels: ["rate", "x"], mine, stride(from: 0, through: 1, by: 0.25)
    ) { $0 + $1 }
    #expect(interaction.controls[0].model === mine.model)
    #expect(mine.description == "rate")
    #expect((interaction.controls[1] as? FloatSlider)?.step == 0.25)
  }

  @Test func `a picture goes into the page, and is replaced`() throws {
    let slider = IntSlider(0...5)
    let drawing = Interaction(labels: ["n"], slider) { n in
      MIMEBundle(data: [.plainText: .text("\(n)"), .svg: .text("<svg>\(n)</svg>")])
    }
    #expect(drawing.mimeBundle.data[.svg] == .text("<svg>0</svg>"))
    port.forget()
    try slider.move(["value": 3])
    WidgetRegistry.shared.runReactions()
    let values = port.messages.compactMap { $0.data["state"]?["value"]?.string }
    #expect(values == ["<svg>3</svg>"])
  }

  @Test func `many values are one run, with the newest`() throws {
    let slider = IntSlider(0...100)
    var runs: [Int] = []
    _ = Interaction(labels: [nil], slider) { runs.append($0) }
    for value in 1...100 { try slider.move(["value": .integer(value)]) }
    WidgetRegistry.shared.runReactions()
    #expect(runs == [0, 100])
  }

  @Test func `an error is shown in place and cleared by the next good value`() throws {
    struct Bad: Error {}
    let slider = IntSlider(0...5)
    _ = Interaction(labels: ["n"], slider) { n in
      if n == 2 { throw Bad() }
      return n * 10
    }
    try slider.move(["value": 2])
    WidgetRegistry.shared.runReactions()
    #expect(shown()?.array?.first?["output_type"] == "error")
    #expect(shown()?.array?.first?["traceback"] == ["line 1"])
    try slider.move(["value": 3])
    WidgetRegistry.shared.runReactions()
    #expect(shown()?.array?.first?["data"]?["text/plain"] == "30")
  }

  @Test func `an error of a value that was replaced is not shown`() throws {
    struct Bad: Error {}
    let slider = IntSlider(0...5)
    _ = Interaction(labels: ["n"], slider) { n in
      if n == 2 {
        try slider.move(["value": 4])
        throw Bad()
      }
    }
    try slider.move(["value": 2])
    port.forget()
    WidgetRegistry.shared.runReactions()
    let errors = port.messages.compactMap { $0.data["state"]?["outputs"]?.array?.first }
      .filter { $0["output_type"] == "error" }
    #expect(errors.isEmpty)
  }

  @Test func `what is displayed on the way is shown above the value`() throws {
    _ = Interaction(labels: ["n"], 1...5) { n in
      try display("first")
      return n
    }
    let outputs = shown()?.array ?? []
    #expect(outputs.map { $0["data"]?["text/plain"] } == ["\"first\"", "1"])
  }

  @Test func `a closure that returns nothing shows what it displayed`() {
    _ = Interaction(labels: ["n"], 1...5) { n in try display(n) }
    #expect(shown()?.array?.count == 1)
  }
}
