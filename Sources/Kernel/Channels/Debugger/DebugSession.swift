import SuperposeEvaluation
import SuperposeJSON
import SuperposeWire

/// Answers a front end's debugger: it shows variables. Cells are not stopped, so breakpoints and steps are refused.
///
/// Source: https://microsoft.github.io/debug-adapter-protocol/specification, and for what Jupyter adds to it
/// https://jupyter-client.readthedocs.io/en/latest/messaging.html#debug-request
actor DebugSession {
  private let evaluator: any Evaluator
  private var isStarted = false
  private var references = ValueReferences()
  /// Lines by the paths that stand for cells.
  private var breakpoints: [String: [JSONValue]] = [:]
  private var sequence = 0

  init(evaluator: any Evaluator) { self.evaluator = evaluator }

  struct Answer: Sendable {
    var reply: DebugReply
    var events: [DebugEvent] = []
    /// What the user is to read.
    var notice: String?
  }

  static let noBreakpoints = "Breakpoints do not stop cells of this kernel: its debugger shows variables only."

  func answer(_ request: DebugRequest) async -> Answer {
    do {
      let body = try await body(for: request)
      let events = request.command == "attach" ? [DebugEvent(seq: next(), event: "initialized")] : []
      let hasBreakpoints =
        request.command == "setBreakpoints" && request.arguments["breakpoints"]?.array?.isEmpty == false
      return Answer(
        reply: DebugReply(seq: next(), requestSeq: request.seq, command: request.command, body: body),
        events: events, notice: hasBreakpoints ? Self.noBreakpoints : nil)
    } catch {
      return Answer(
        reply: DebugReply(
          seq: next(), requestSeq: request.seq, command: request.command, success: false, message: "\(error)"))
    }
  }

  private func next() -> Int {
    sequence += 1
    return sequence
  }

  private func body(for request: DebugRequest) async throws -> JSONObject {
    let arguments = request.arguments
    switch request.command {
    // Started from here on, as in ipykernel: JupyterLab asks for `debugInfo` between "initialize" and "attach", and
    // gives the session up when it has not started.
    case "initialize":
      isStarted = true
      return Self.capabilities
    case "attach", "launch": isStarted = true
    case "disconnect", "terminate":
      isStarted = false
      breakpoints = [:]
    case "configurationDone", "setExceptionBreakpoints", "setFunctionBreakpoints": break
    case "debugInfo": return information
    case "dumpCell": return ["sourcePath": .string(CellPath.of(code: try text("code", in: request)))]
    case "setBreakpoints": return setBreakpoints(arguments)
    case "modules": return ["modules": [], "totalModules": 0]
    case "threads": return ["threads": []]
    case "stackTrace": return ["stackFrames": [], "totalFrames": 0]
    case "scopes": return ["scopes": []]
    case "inspectVariables": return ["variables": list(await evaluator.variables())]
    case "variables": return ["variables": list(try await evaluator.parts(of: path(in: request)))]
    case "richInspectVariables":
      let display = try await evaluator.display(ofVariable: try text("variableName", in: request))
      return ["data": .object(display.data), "metadata": .object(display.metadata)]
    case "copyToGlobals": throw DebugRefusal("Variables of cells are global already: there is nothing to copy.")
    case "pause", "continue", "next", "stepIn", "stepOut", "evaluate", "setVariable":
      throw DebugRefusal("'\(request.command)' needs a stopped cell. \(Self.noBreakpoints)")
    default: throw DebugRefusal("This kernel does not know the debugger's request '\(request.command)'.")
    }
    return [:]
  }

  private static let capabilities: JSONObject = [
    "supportsConfigurationDoneRequest": true, "supportsModulesRequest": false, "exceptionBreakpointFilters": [],
  ]

  private var information: JSONObject {
    [
      "isStarted": .bool(isStarted), "hashMethod": "Murmur2", "hashSeed": .integer(Int(CellPath.seed)),
      "tmpFilePrefix": .string(CellPath.prefix), "tmpFileSuffix": .string(CellPath.suffix),
      "breakpoints": .array(
        breakpoints.sorted { $0.key < $1.key }.map { ["source": .string($0.key), "breakpoints": .array($0.value)] }),
      "stoppedThreads": [], "richRendering": true, "exceptionPaths": [], "copyToGlobals": false,
    ]
  }

  /// Takes them, unverified: the protocol's form of saying that a breakpoint stops nothing.
  private func setBreakpoints(_ arguments: JSONObject) -> JSONObject {
    let path = arguments["source"]?["path"]?.string ?? ""
    let wanted = arguments["breakpoints"]?.array ?? []
    breakpoints[path] = wanted.isEmpty ? nil : wanted
    return [
      "breakpoints": .array(
        wanted.map { point in
          [
            "verified": false, "message": .string(Self.noBreakpoints), "line": point["line"] ?? .null,
            "source": ["path": .string(path)],
          ]
        })
    ]
  }

  private func list(_ variables: [Variable]) -> JSONValue {
    .array(
      variables.map { variable in
        [
          "name": .string(variable.name), "type": .string(variable.type), "value": .string(variable.value),
          "evaluateName": .string(variable.name),
          "variablesReference": .integer(variable.path.map { references.number(of: $0) } ?? 0),
        ]
      })
  }

  private func path(in request: DebugRequest) throws -> Variable.Path {
    guard let number = request.arguments["variablesReference"]?.integer, let path = references[number] else {
      throw DebugRefusal("'\(request.command)' needs a 'variablesReference' that this kernel has given.")
    }
    return path
  }

  private func text(_ key: String, in request: DebugRequest) throws -> String {
    guard let text = request.arguments[key]?.string else {
      throw DebugRefusal("'\(request.command)' needs a text '\(key)' among its arguments.")
    }
    return text
  }
}

/// The reason why a request of the debugger is refused.
struct DebugRefusal: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
