import CSuperposeCellHost
import Glibc
import SuperposeHostLink
import Synchronization

/// The loaded images of cells, and which declarations of edited cells they use.
final class CellImages: Sendable {
  // What dlopen returned: never closed, so valid for as long as the process lives.
  private let handles = Mutex<[UInt]>([])
  private let packages = Mutex<Set<String>>([])

  /// The function that executes a run.
  func load(_ run: CellRun) throws(LoadError) -> () -> Void {
    for package in run.packages { try load(package: package) }
    return switch run.code {
    case .image(let library, let entry): try load(library, entry, run.rebindings)
    case .release(let variables): { variables.forEach(releaseVariable) }
    case .inspect(let query): { answer(query) }
    }
  }

  /// Loads a cell's image, makes its code known as code that may be left, and makes older images use
  /// its declarations.
  private func load(
    _ library: String, _ entry: String, _ rebindings: [SymbolRebinding]
  ) throws(LoadError) -> () -> Void {
    // Cells may have used all descriptors and all memory, and this cell may be about to release them.
    processReserveDescriptors(false)
    processReserveMemory(64 << 20)
    defer {
      processReserveMemory(0)
      processReserveDescriptors(true)
    }
    guard let image = dlopen(library, RTLD_NOW | RTLD_GLOBAL),
      let symbol = dlsym(image, entry)
    else {
      throw LoadError(reason: dlerror().map { String(cString: $0) } ?? "unknown")
    }
    var start: UInt = 0
    var end: UInt = 0
    if processCodeRange(symbol, &start, &end), !codeAdd(start, end) {
      throw LoadError(reason: "no memory is left")
    }
    let older = handles.withLock { handles in
      defer { handles.append(UInt(bitPattern: image)) }
      return handles
    }
    for rebinding in rebindings { rebind(rebinding, in: older, to: image) }
    typealias Entry = @convention(c) (Int32, UnsafeMutableRawPointer?) -> Int32
    let entry = unsafeBitCast(symbol, to: Entry.self)
    return { _ = entry(0, nil) }
  }

  /// Loads a library of packages, whose code may be left like a cell's.
  private func load(package library: String) throws(LoadError) {
    guard packages.withLock({ !$0.contains(library) }) else { return }
    guard dlopen(library, RTLD_NOW | RTLD_GLOBAL) != nil else {
      throw LoadError(reason: dlerror().map { String(cString: $0) } ?? "unknown")
    }
    var start: UInt = 0
    var end: UInt = 0
    if processImageCode(library, &start, &end), !codeAdd(start, end) {
      throw LoadError(reason: "no memory is left")
    }
    packages.withLock { _ = $0.insert(library) }
  }

  private func rebind(_ rebinding: SymbolRebinding, in images: [UInt], to image: UnsafeMutableRawPointer) {
    guard let to = rebinding.to else {
      if let old = dlsym(nil, rebinding.from) { _ = withdrawConformance(old) }
      return
    }
    guard let new = dlsym(image, to) else { return }
    if rebinding.isConformance {
      if let old = dlsym(nil, rebinding.from) { _ = rebindConformance(old, new) }
      return
    }
    for handle in images {
      _ = rebindReferences(UnsafeMutableRawPointer(bitPattern: handle), rebinding.from, new)
    }
  }
}
