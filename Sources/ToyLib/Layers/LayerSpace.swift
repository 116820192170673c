/// Values that are nothing but sums of linear layers' outputs, and that only linear layers read: what a fixed embedding
/// makes, and what residual layers add to it. A reader W of Σ Vₖ uₖ can read the uₖ themselves, with the products W Vₖ.
struct LayerSpace {
  /// One of the terms of a value: the matrix V times another value u.
  struct Term {
    let input: Int
    let matrix: LayerFold.Factor
  }

  /// The terms of each value.
  private(set) var terms: [Int: [Term]] = [:]

  /// The spaces of `plan` in which a matrix is not trained. Value 0 and the output are in none.
  static func all(in plan: LayerPlan, isTrained: (LayerPlan.Weights) -> Bool) -> [LayerSpace] {
    let names = plan.spaceNames
    return Set(names).sorted().compactMap { name in
      LayerSpace(plan, values: Set(names.indices.filter { names[$0] == name }), isTrained)
    }
  }

  /// `nil` if `values` are not such a space.
  private init?(_ plan: LayerPlan, values: Set<Int>, _ isTrained: (LayerPlan.Weights) -> Bool) {
    guard !values.contains(0), !values.contains(plan.output) else { return nil }
    var (isRead, hasFixed) = (false, false)
    for operation in plan.operations {
      switch operation {
      case .activation(_, let input, let output):
        if values.contains(input) || values.contains(output) { return nil }
      case .linear(let linear):
        let (reads, writes) = (values.contains(linear.input), values.contains(linear.output))
        guard reads || writes else { continue }
        if reads && writes || writes && linear.bias != nil { return nil }
        isRead = isRead || reads
        hasFixed = hasFixed || !isTrained(linear.weights)
        guard writes else { continue }
        let term = Term(input: linear.input, matrix: LayerFold.Factor(linear))
        terms[linear.output] = (linear.addend.flatMap { terms[$0] } ?? []) + [term]
      case .sum(let a, let b, let output):
        if values.contains(output) { terms[output] = (terms[a] ?? []) + (terms[b] ?? []) }
      }
    }
    guard isRead, hasFixed else { return nil }
  }
}

extension LayerPlan {
  /// For each value, the first of those that it is added to, directly or not.
  fileprivate var spaceNames: [Int] {
    var names = Array(widths.indices)
    func unite(_ a: Int, _ b: Int) {
      let (first, second) = (min(names[a], names[b]), max(names[a], names[b]))
      for i in names.indices where names[i] == second { names[i] = first }
    }
    for operation in operations {
      switch operation {
      case .linear(let linear): if let addend = linear.addend { unite(linear.output, addend) }
      case .sum(let a, let b, let output):
        unite(output, a)
        unite(output, b)
      case .activation: break
      }
    }
    return names
  }
}
