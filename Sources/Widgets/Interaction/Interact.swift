/// Controls for the arguments, and what the closure makes of their values: redrawn whenever one of
/// them moves.
///
/// In a notebook arguments may have labels, which then stand before the controls:
///
///     interact(sparsity: 0...0.99, features: 2...12) { s, n in
///       try ReLUOutputModel(hidden: 2)
///         .train(on: SparseFeatures(count: n, sparsity: s), steps: 1_000).best
///     }
///
/// A range becomes a slider, a list a menu, `true` or `false` a checkbox, text a line to type in; a
/// control is itself. See ``Interaction`` for when the closure runs.
@MainActor public func interact<each Source: Adjustable, Shown>(
  _ sources: repeat each Source,
  draw: @escaping @MainActor (repeat (each Source).Control.Value) throws -> Shown
) -> Interaction {
  Interaction(labels: [], repeat each sources, draw: draw)
}
