extension CompletionRanking {
  /// What a call takes at the cursor.
  package struct Expectation {
    /// The labels of its parameters, in order.
    var labels: [String] = []
    /// The types of the argument at the cursor, one for each overload.
    var types: Set<String> = []

    package init(labels: [String] = [], types: Set<String> = []) {
      self.labels = labels
      self.types = types
    }

    /// From the completions behind the parenthesis of `call`.
    init(of calls: [CompletionCandidate], at call: OpenCall) {
      var seen: Set<String> = []
      labels = calls.map(\.labels).sorted { $0.count > $1.count }.joined()
        .filter { seen.insert($0).inserted }
      types = Set(
        calls.compactMap { candidate in
          let list = ParameterList("(" + candidate.description.drop { $0 == "(" })
          return list.parameter(at: call.labels)?.type
        })
    }
  }
}
