package import SuperposeHostLink

/// Loads a compiled cell. The result runs it.
package typealias CellLoader = @Sendable (CellRun) throws(LoadError) -> () -> Void

/// Why a cell could not be loaded.
package struct LoadError: Error {
  let reason: String

  package init(reason: String) { self.reason = reason }
}
