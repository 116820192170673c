import SuperposeCellMessages
import SuperposeDisplay
import SuperposeJSON
import SuperposeWidgets
import Testing

@MainActor @Suite(.serialized) struct WidgetTests {
  let port = RecordingPort()

  @Test func `opening tells front ends all they need`() throws {
    let slider = IntSlider(2...12, value: 5, description: "features")
    let open = try #require(port.messages.first { $0.commID == slider.model.id })
    #expect(open.kind == .open(targetName: "jupyter.widget"))
    #expect(open.metadata == ["version": "2.1.0"])
    let state = try #require(open.data["state"]?.object)
    #expect(state["_model_name"] == "IntSliderModel")
    #expect(state["_model_module"] == "@jupyter-widgets/controls")
    #expect(state["_model_module_version"] == "2.0.0")
    #expect(state["_view_name"] == "IntSliderView")
    #expect(state["value"] == 5 && state["min"] == 2 && state["max"] == 12)
    #expect(state["description"] == "features")
  }

  @Test func `a widget shows itself by its id, and as text`() {
    let box = Checkbox(true)
    let bundle = box.mimeBundle
    #expect(bundle.data[.plainText] == .text("Checkbox(true)"))
    #expect(
      bundle.data[.widgetView]
        == .json([
          "version_major": 2, "version_minor": 0, "model_id": .string(box.model.id),
        ]))
  }

  @Test func `the text of a widget says what it holds`() {
    let grid = GridBox(Button("Go"), Dropdown(["a", "b"], index: 1), SelectMultiple(["c", "d", "e"]))
    #expect(grid.plainText == #"GridBox(Button("Go"), Dropdown("b"), SelectMultiple([]))"#)
    #expect(FrontEndModule("export default {}").plainText == "FrontEndModule()")
    #expect(TextLabel(String(repeating: "x", count: 900)).plainText.hasSuffix("x…\")"))
    #expect(VBox((0..<20).map { IntSlider(0...30, value: $0) }).plainText.hasSuffix("IntSlider(6), … 13 more)"))
    let box = VBox()
    box.children = [AnyWidget(box)]
    #expect(box.plainText == "VBox(VBox(VBox(VBox(VBox(…)))))")
  }

  @Test func `setting a value tells pages, once`() {
    let slider = IntSlider(0...10)
    port.forget()
    slider.value = 3
    slider.value = 3
    #expect(port.states(of: slider) == [["value": 3]])
  }

  @Test func `many changes become few messages, and the last one arrives`() {
    let bar = IntProgress(0...100_000)
    port.forget()
    for step in 0...100_000 { bar.value = step }
    let states = port.states(of: bar)
    #expect(states.count < 200)
    #expect(states.last == ["value": 100_000])
  }

  @Test func `a page's value is taken and echoed`() throws {
    let slider = FloatSlider(0...1)
    port.forget()
    // JavaScript writes 1.0 as 1.
    try slider.move(["value": 1, "_view_count": 2])
    #expect(slider.value == 1.0)
    #expect(port.states(of: slider, "echo_update") == [["value": 1.0]])
    #expect(port.states(of: slider) == [])
  }

  @Test func `values stay in range whoever sets them`() {
    let slider = IntSlider(0...10, value: 4)
    slider.value = 99
    #expect(slider.value == 10)
    slider.max = 6
    #expect(slider.value == 6)
    #expect(throws: WidgetError.self) { try slider.move(["value": 7]) }
    #expect(slider.value == 6)
  }

  @Test(
    arguments: [
      ["value": "five"], ["value": 2.5], ["value": nil], ["value": 11], ["unheard": 1],
      ["value": 5, "min": "x"], ["value": [1]], ["disabled": 1],
    ] as [JSONValue]) func `a wrong state changes nothing`(_ state: JSONValue)
  {
    let slider = IntSlider(0...10, value: 4)
    port.forget()
    #expect(throws: WidgetError.self) { try slider.move(state) }
    #expect(slider.value == 4)
    #expect(port.messages.isEmpty)
  }

  @Test func `messages without a method, a state or a comm are refused with a sentence`() {
    let slider = IntSlider(0...10)
    #expect(throws: WidgetError.wrongField("method", expected: "text", found: nil)) {
      try slider.receive([:])
    }
    #expect(throws: WidgetError.wrongField("state", expected: "an object", found: 3)) {
      try slider.receive(["method": "update", "state": 3])
    }
    #expect(throws: WidgetError.unknownMethod("explode")) {
      try slider.receive(["method": "explode"])
    }
    let lost = CommMessage(.message, commID: "lost", data: ["method": "update"])
    let error = #expect(throws: WidgetError.self) { try WidgetRegistry.shared.receive(lost) }
    #expect(error?.description == "no comm 'lost' is open")
  }

  @Test func `bytes travel beside the JSON, both ways`() throws {
    let image = Image([1, 2, 3], format: "png")
    let open = try #require(port.messages.last)
    #expect(open.data["buffer_paths"] == [["value"]])
    #expect(open.buffers == [[1, 2, 3]])
    try image.move([:], paths: [["value"]], buffers: [[9]])
    #expect(image.value == Bytes([9]))
    #expect(throws: WidgetError.wrongBuffers(paths: 1, buffers: 0)) {
      try image.move([:], paths: [["value"]])
    }
    let slider = IntSlider(0...1)
    #expect(throws: WidgetError.self) {
      try slider.move([:], paths: [["value"]], buffers: [[9]])
    }
  }

  @Test func `a page that asks for everything gets it`() throws {
    let slider = IntSlider(0...10, value: 7)
    let image = Image([4, 5])
    try WidgetRegistry.shared.receive(
      CommMessage(.open(targetName: "jupyter.widget.control"), commID: "control"))
    port.forget()
    try WidgetRegistry.shared.receive(
      CommMessage(.message, commID: "control", data: ["method": "request_states"]))
    let answer = try #require(port.messages.first)
    #expect(answer.commID == "control")
    #expect(answer.data["method"] == "update_states")
    let record = answer.data["states"]?[slider.model.id]
    #expect(record?["model_name"] == "IntSliderModel")
    #expect(record?["state"]?["value"] == 7)
    let place = answer.data["buffer_paths"]?.array?
      .firstIndex { $0 == [.string(image.model.id), "value"] }
    #expect(place.map { answer.buffers[$0] } == [4, 5])
  }

  @Test func `request_state is answered with the whole state`() throws {
    let slider = IntSlider(0...10, value: 7)
    port.forget()
    try slider.receive(["method": "request_state"])
    #expect(port.states(of: slider).first?["max"] == 10)
  }

  @Test func `a comm for an unknown target is closed`() {
    let open = CommMessage(.open(targetName: "nobody"), commID: "x")
    #expect(throws: WidgetError.unknownTarget("nobody")) { try WidgetRegistry.shared.receive(open) }
    #expect(port.messages.map(\.kind) == [.close])
  }

  @Test func `a closed widget is known no more`() throws {
    let slider = IntSlider(0...10, value: 7)
    port.forget()
    slider.close()
    slider.value = 8
    #expect(port.messages.map(\.kind) == [.close])
    #expect(throws: WidgetError.unknownComm(slider.model.id)) { try slider.move(["value": 3]) }
    #expect(slider.value == 8)
  }

  @Test func `handlers run in their turn, with the newest value`() throws {
    let slider = IntSlider(0...10)
    var seen: [Int] = []
    slider.onChange { seen.append($0) }
    try slider.move(["value": 1])
    try slider.move(["value": 2])
    try slider.move(["value": 3])
    #expect(seen == [])
    WidgetRegistry.shared.runReactions()
    #expect(seen == [3])
  }

  @Test func `a handler's error is told, and the next value is served`() throws {
    struct Wrong: Error {}
    let slider = IntSlider(0...10)
    var seen: [Int] = []
    slider.onChange { value in
      if value == 1 { throw Wrong() }
      seen.append(value)
    }
    try slider.move(["value": 1])
    WidgetRegistry.shared.runReactions()
    try slider.move(["value": 2])
    WidgetRegistry.shared.runReactions()
    #expect(port.reports.map(\.name) == ["Explained"])
    #expect(seen == [2])
  }

  @Test func `a button's clicks are heard`() throws {
    let button = Button("train")
    var clicks = 0
    button.onClick { clicks += 1 }
    try button.receive(["method": "custom", "content": ["event": "click"]])
    WidgetRegistry.shared.runReactions()
    #expect(clicks == 1)
    #expect(throws: WidgetError.self) { try button.receive(["method": "custom", "content": 3]) }
  }

  @Test func `a choice has the option as its value`() throws {
    let choice = Dropdown([0.5, 0.25], labels: ["half", "quarter"])
    #expect(choice.value == 0.5)
    try choice.move(["index": 1])
    #expect(choice.value == 0.25)
    #expect(throws: WidgetError.self) { try choice.move(["index": 2]) }
    #expect(throws: WidgetError.self) { try choice.move(["index": nil]) }
  }

  @Test func `links name both ends`() {
    let play = Play(0...10)
    let slider = IntSlider(0...10)
    let link = jslink(play.$value, slider.$value)
    let state = port.messages.first { $0.commID == link.model.id }?.data["state"]
    #expect(state?["_model_name"] == "LinkModel")
    #expect(state?["_view_name"] == JSONValue.null)
    #expect(state?["source"] == [.string("IPY_MODEL_" + play.model.id), "value"])
    #expect(state?["target"] == [.string("IPY_MODEL_" + slider.model.id), "value"])
  }

  @Test func `boxes, layouts and styles refer to models`() {
    let slider = IntSlider(0...10)
    let box = Tab(["first": slider, "second": TextLabel("words")])
    #expect(box.children.map(\.model.id).first == slider.model.id)
    #expect(box.titles == ["first", "second"])
    slider.layout.width = "80%"
    #expect(slider.layout.width == "80%")
    slider.use(SliderStyle(descriptionWidth: "initial"))
    let states = port.states(of: slider)
    #expect(states.contains { $0["style"]?.string?.hasPrefix("IPY_MODEL_") == true })
    #expect(
      states.contains { $0["layout"] == .string("IPY_MODEL_" + slider.layout.model.id) })
  }

  @Test(arguments: [
    (0.0...0.99, 0.01, ".2f"), (0...1, 0.01, ".2f"), (0...10, 0.1, ".1f"), (0...100, 1, ".0f"),
    (0...5, 0.05, ".2f"), (-3...3, 0.1, ".1f"),
  ]) func `a slider's steps are round`(
    _ range: ClosedRange<Double>, _ step: Double, _ format: String
  ) {
    let slider = FloatSlider(range)
    #expect(slider.step == step)
    #expect(slider.format == format)
  }
}
