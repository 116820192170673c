/// `elements`, with a bar that moves as they are taken.
///
/// ```swift
/// for density in progress(densities, "densities") { … }
/// let losses = try progress(densities, "densities").map { try train($0).loss }
/// ```
///
/// The bar appears when the work has taken 0.3 s, moves at most 10 times a second, and stays as one
/// line that says how it ended. A bar that begins while another one of the same cell is under way
/// stands below it and goes when it ends.
public func progress<Elements: Collection>(
  _ elements: Elements, _ title: String = ""
) -> ProgressSequence<Elements> {
  ProgressSequence(elements, title: title, total: elements.count, occasion: .asked)
}

/// `elements`, with a line that counts them; give `total` when it is known, for a bar.
public func progress<Elements: Sequence>(
  _ elements: Elements, _ title: String = "", total: Int? = nil
) -> ProgressSequence<Elements> {
  ProgressSequence(elements, title: title, total: total, occasion: .asked)
}

/// Does `work` with a bar that it moves itself.
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
/// - Throws: What `work` throws; the bar then says that it failed.
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

/// Does `work` without any bars, those of training and of experiments included.
public func quietly<Result>(_ work: () throws -> Result) rethrows -> Result {
  try ProgressBar.$isQuiet.withValue(true, operation: work)
}
