/// Makes controls for the arguments and shows the closure's output for their values. The output is
/// redrawn whenever a control moves.
///
/// In a notebook arguments may have labels, which describe the controls:
///
///     interact(sparsity: 0...0.99, features: 2...12) { s, n in
///       try ReLUOutputModel(hidden: 2)
///         .train(on: SparseFeatures(count: n, sparsity: s), steps: 1_000).best
///     }
///
/// A range becomes a slider, a list a menu, `true` or `false` a checkbox, text a text field; a
/// control is used unchanged. ``Interaction`` says when the closure runs.
@MainActor public func interact<each Source: Adjustable, Shown>(
  _ sources: repeat each Source,
  draw: @escaping @MainActor (repeat (each Source).Control.Value) throws -> Shown
) -> Interaction {
  Interaction(labels: [], repeat each sources, draw: draw)
}
