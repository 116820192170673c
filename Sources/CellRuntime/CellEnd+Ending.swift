import CSuperposeCellHost
import Foundation
import SuperposeHostLink

extension CellEnd {
  /// Converts an ending to a message for the kernel, with its frames located.
  init(ending: GuardedEnding) {
    switch ending.end {
    case GuardedReturned:
      self.init(.returned)
    case GuardedThrew:
      self.init(threw: ending)
    case GuardedExited:
      // Asynchronous top-level code ends in exit(0).
      self.init(.exited(code: ending.detail), frames: locate(ending.frames))
    case GuardedTrapped:
      self.init(
        .trapped(
          signal: ending.detail, message: ending.message, isStackOverflow: ending.isStackOverflow),
        frames: locate(ending.frames))
    case GuardedNoInput:
      self.init(.inputNotAllowed, frames: locate(ending.frames))
    default:
      self.init(.interrupted, frames: locate(ending.frames))
    }
  }

  /// A caught error and the place where it was thrown.
  init(describing error: any Error) {
    // The runtime's error box is one pointer; without `as`, the contents of the box would be
    // passed.
    let pointer = unsafeBitCast(error as any Error, to: UnsafeMutableRawPointer.self)
    let (type, description) = words(for: error)
    self.init(
      .threw(type: type, description: description),
      frames: locate(throwFrames(of: pointer)))
  }

  /// The user's description of an error may also trap.
  private init(threw ending: GuardedEnding) {
    let pointer = ending.error
    let frames = throwFrames(of: pointer)
    let places = locate(frames.counters.isEmpty ? ending.frames : frames)
    nonisolated(unsafe) var type = "Error"
    nonisolated(unsafe) var description = "the error's description could not be read"
    let reading = guarded {
      let error = unsafeBitCast(pointer, to: (any Error).self)
      (type, description) = words(for: error)
      withExtendedLifetime(Unmanaged.passRetained(Box(error))) {}
    }
    if reading.end != GuardedReturned { description += " (reading it trapped: \(reading.message))" }
    self.init(.threw(type: type, description: description), frames: places)
  }
}

/// Retains an error that the runtime passed without a reference count.
private final class Box {
  let error: any Error
  init(_ error: any Error) { self.error = error }
}

/// Where the error was thrown; empty when that is not known any more.
private func throwFrames(of pointer: UnsafeMutableRawPointer?) -> ProgramCounters {
  var frames = [UInt](repeating: 0, count: 48)
  var omitted: Int32 = 0
  let count = throwsFrames(pointer, &frames, 48, &omitted)
  return ProgramCounters(counters: Array(frames.prefix(Int(count))), omitted: Int(omitted))
}

/// The places of program counters that lie in some image; return addresses but for the first.
private func locate(_ frames: ProgramCounters) -> [Frame] {
  let gap = frames.counters.count - Int(guardedOutermostFrames)
  var omitted = frames.omitted
  return frames.counters.enumerated().compactMap { index, counter in
    // A return address is one past its call, which may be the next line.
    let address = index == 0 ? counter : counter - 1
    var path: UnsafePointer<CChar>?
    var symbol: UnsafePointer<CChar>?
    var base: UInt = 0
    guard processLocate(address, &path, &base, &symbol), let path else { return nil }
    defer { if index >= gap { omitted = 0 } }
    return Frame(
      image: String(cString: path), offset: address - base,
      symbol: symbol.map { String(cString: $0) }, omittedBefore: index >= gap ? omitted : 0)
  }
}
