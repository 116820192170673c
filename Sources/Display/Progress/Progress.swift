/// Iterates over `elements` and shows a progress bar.
///
/// ```swift
/// for density in progress(densities, "densities") { … }
/// let losses = try progress(densities, "densities").map { try train($0).loss }
/// ```
///
/// The bar appears after 0.3 s, updates at most 10 times a second, and leaves one line that says
/// how the work ended. A bar that starts while another bar of the same cell is running appears
/// below it and disappears when it ends.
public func progress<Elements: Collection>(
  _ elements: Elements, _ title: String = ""
) -> ProgressSequence<Elements> {
  ProgressSequence(elements, title: title, total: elements.count, occasion: .asked)
}

/// Iterates over `elements` and shows their count; with `total`, a bar.
public func progress<Elements: Sequence>(
  _ elements: Elements, _ title: String = "", total: Int? = nil
) -> ProgressSequence<Elements> {
  ProgressSequence(elements, title: title, total: total, occasion: .asked)
}

/// Runs `work` with a bar that the closure advances.
///
/// ```swift
/// try progress("files", total: paths.count) { bar in
///   for path in paths {
///     bar.detail = path
///     try read(path)
///     bar.advance()
///   }
/// }
/// ```
///
/// - Throws: Any error of `work`; the bar then shows that it failed.
public func progress<Result>(
  _ title: String, total: Int? = nil, _ work: (ProgressBar) throws -> Result
) rethrows -> Result {
  let bar = ProgressBar(title, total: total)
  do {
    let result = try work(bar)
    bar.finish()
    return result
  } catch {
    bar.end(as: .failed)
    throw error
  }
}

/// Runs `work` without any bars, including those of training and experiments.
public func quietly<Result>(_ work: () throws -> Result) rethrows -> Result {
  try ProgressBar.$isQuiet.withValue(true, operation: work)
}
