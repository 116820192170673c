internal import SuperposeEvaluation
internal import SuperposeJSON
internal import Synchronization

/// The stamps of batch runs. Tools such as nbclient, papermill and nbconvert keep a notebook's outputs and nothing
/// else, so a stamp is in the metadata of an output, where readers do not see it.
///
/// At the end of a cell, its last display or value gets what is new: models and figures. A cell that shows nothing
/// adds to the stamp of an earlier output. Lines of progress have none: they differ from run to run, so tools drop them.
final class HiddenStamps: Sendable {
  private let state = Mutex(State())

  private struct State {
    /// The cell of a batch run that runs.
    var cell: SubmissionID?
    var displayCount = 0
    /// The output that is stamped at the end of the cell.
    var carrier: Carrier?
    /// The stamps of outputs by their display ids.
    var stamps: [String: JSONObject] = [:]
    /// Fingerprints of models by name, as the stamps say already.
    var models: [String: JSONValue] = [:]
    var packages: JSONValue?
  }

  private struct Carrier {
    var displayID: String
    var data: MIMEData
    var cell: SubmissionID
  }

  func begin(_ submission: Submission) {
    state.withLock { $0.cell = submission.isStamped ? submission.id : nil }
  }

  /// The output with what stamping it needs: a display id, and the stamp that it has already.
  func prepared(_ output: Output, of id: SubmissionID?) -> Output {
    state.withLock { state in
      // Updates may come after the cell's end.
      if case .updateDisplay(let data, let display) = output {
        if state.carrier?.displayID == display { state.carrier?.data = data }
        return .updateDisplay(data.stamped(state.stamps[display]), displayID: display)
      }
      guard let id, id == state.cell else { return output }
      switch output {
      case .display(let data, _) where data.isProgress: return output
      case .display(let data, let display): return .display(data, displayID: carry(data, display, id, &state))
      case .result(let data, let display): return .result(data, displayID: carry(data, display, id, &state))
      case .clear:
        if state.carrier?.cell == id { state.carrier = nil }
        return output
      case .updateDisplay, .stream, .comm: return output
      }
    }
  }

  private func carry(_ data: MIMEData, _ display: String?, _ id: SubmissionID, _ state: inout State) -> String {
    state.displayCount += 1
    let display = display ?? "superpose-\(state.displayCount)"
    state.carrier = Carrier(displayID: display, data: data, cell: id)
    return display
  }

  /// The update that stamps an output at the end of a cell; `nil` when nothing is new or no output can have a stamp.
  ///
  /// - Parameters:
  ///   - stamp: What `%stamp` records.
  ///   - cell: The number of the cell whose figures are new.
  func end(with stamp: JSONObject, cell: Int) -> Output? {
    state.withLock { state in
      state.cell = nil
      guard let carrier = state.carrier else { return nil }
      var new = stamp
      let models = (stamp["models"]?.array ?? []).filter { state.models[$0["name"]?.string ?? ""] != $0 }
      let figures = (stamp["figures"]?.array ?? []).filter { $0["cell"]?.integer == cell }
      guard !models.isEmpty || !figures.isEmpty || state.packages ?? [:] != stamp["packages"] else { return nil }
      for model in models { state.models[model["name"]?.string ?? ""] = model }
      state.packages = stamp["packages"]
      let old = state.stamps[carrier.displayID] ?? [:]
      new["models"] = .array((old["models"]?.array ?? []) + models)
      new["figures"] = .array((old["figures"]?.array ?? []) + figures)
      state.stamps[carrier.displayID] = new
      return .updateDisplay(carrier.data.stamped(new), displayID: carrier.displayID)
    }
  }
}

extension MIMEData {
  /// Whether it is a line of progress: its HTML element has a class of its own.
  fileprivate var isProgress: Bool { data["text/html"]?.string?.contains("class=\"superpose-progress\"") ?? false }

  fileprivate func stamped(_ stamp: JSONObject?) -> MIMEData {
    guard let stamp else { return self }
    var copy = self
    copy.metadata[NotebookEvaluator.stampType] = .object(stamp)
    return copy
  }
}
