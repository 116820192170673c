extension TrainedModels {
  /// All recorded losses as CSV: `instance,step,loss`, one line each.
  public var historyCSV: String {
    "instance,step,loss\n" + records { "\($0),\($1.step),\($1.loss)" }
  }

  /// All recorded losses as JSON Lines: `{"instance":0,"step":100,"loss":0.01}`, one line each.
  public var historyJSONLines: String {
    records { "{\"instance\":\($0),\"step\":\($1.step),\"loss\":\($1.loss)}" }
  }

  /// Losses in histories are finite: a loss that is not finite is never recorded.
  private func records(_ line: (Int, LossRecord) -> String) -> String {
    flatMap { model in model.history.map { line(model.instance, $0) + "\n" } }.joined()
  }

  /// Writes `historyCSV`, or `historyJSONLines` when the path ends in `.jsonl`.
  public func writeHistory(to path: String) throws {
    let text = path.hasSuffix(".jsonl") ? historyJSONLines : historyCSV
    try writeFile(Array(text.utf8), path)
  }
}
