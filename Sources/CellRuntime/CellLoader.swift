import CSuperposeCellHost
import Glibc
package import SuperposeHostLink

/// Loads a compiled cell and returns a function that runs it.
package typealias CellLoader = @Sendable (CellRun) throws(LoadError) -> () -> Void

/// The reason why a cell could not be loaded.
package struct LoadError: Error {
  let reason: String

  package init(reason: String) { self.reason = reason }
}

/// Loads a cell's image and registers its code as interruptible.
func loadImage(_ run: CellRun) throws(LoadError) -> () -> Void {
  guard let image = dlopen(run.library, RTLD_NOW | RTLD_GLOBAL),
    let symbol = dlsym(image, run.entry)
  else {
    throw LoadError(reason: dlerror().map { String(cString: $0) } ?? "unknown")
  }
  var start: UInt = 0
  var end: UInt = 0
  if processCodeRange(symbol, &start, &end), !codeAdd(start, end) {
    throw LoadError(reason: "no memory is left")
  }
  typealias Entry = @convention(c) (Int32, UnsafeMutableRawPointer?) -> Int32
  let entry = unsafeBitCast(symbol, to: Entry.self)
  return { _ = entry(0, nil) }
}
