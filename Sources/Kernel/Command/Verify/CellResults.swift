import SuperposeEvaluation
import SuperposeJSON
import SuperposeNotebook

/// The outputs of a cell that are the same in every run.
struct CellResults: Sendable, Equatable {
  var value: String?
  var printed = ""
  /// Each figure's SVG.
  var figures: [String] = []
  var stamps: [JSONValue] = []
  /// The stamp of a batch run, in the metadata of an output.
  var hiddenStamp: JSONValue?
  /// The error with which the cell ended.
  var error: String?

  init() {}

  var isEmpty: Bool { self == CellResults() }

  /// - Parameter recorded: The outputs of a cell as a notebook stores them.
  init(recorded: [JSONValue]) {
    for output in recorded {
      if let stamp = output["metadata"]?[NotebookEvaluator.stampType] { hiddenStamp = stamp }
      let data = (output["data"]?.object ?? [:]).mapValues(Self.joined)
      switch output["output_type"]?.string {
      case "stream":
        if output["name"]?.string == "stdout" { printed += Self.joined(output["text"] ?? "").string ?? "" }
      case "execute_result": add(data, isValue: true)
      case "display_data": add(data, isValue: false)
      case "error": error = output["ename"]?.string
      default: break
      }
    }
  }

  mutating func add(_ data: JSONObject, isValue: Bool) {
    if let svg = data["image/svg+xml"]?.string { figures.append(svg) }
    if let stamp = data[NotebookEvaluator.stampType] { stamps.append(stamp) }
    // The words of widgets and of figures with them follow the page.
    if isValue, data["application/vnd.jupyter.widget-view+json"] == nil { value = data["text/plain"]?.string }
  }

  /// Notebooks store a text as a list of its lines.
  private static func joined(_ value: JSONValue) -> JSONValue {
    guard let lines = value.array, lines.allSatisfy({ $0.string != nil }) else { return value }
    return .string(lines.compactMap(\.string).joined())
  }
}
