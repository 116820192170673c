package import SuperposeHostLink

/// Loads a compiled cell and returns a function that runs it.
package typealias CellLoader = @Sendable (CellRun) throws(LoadError) -> () -> Void

/// The reason why a cell could not be loaded.
package struct LoadError: Error {
  let reason: String

  package init(reason: String) { self.reason = reason }
}
