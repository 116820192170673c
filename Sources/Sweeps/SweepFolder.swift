internal import Foundation
internal import SuperposeCellMessages
internal import SuperposeFiles
internal import SuperposeJSON

/// The results of a sweep on disk, one file a point.
///
/// ```text
/// points/NAME.json    the measurements of a point, written in one step
/// failed/NAME.json    why a point has none
/// started/NAME        a run of the point that has not ended, or was killed
/// logs/               what jobs of a cluster printed
/// ```
///
/// Any number of processes may work in the folder at the same time, on any machines that share it. A point
/// that two of them run has the same result, so the second file replaces the first with equal bytes.
struct SweepFolder: Sendable {
  let path: String

  /// Makes the folder if it is missing.
  ///
  /// - Throws: ``SweepError`` when it cannot be made.
  init(creating path: String) throws {
    self.path = path
    for name in ["points", "failed", "started"] {
      do { try SharedFolder.prepare("\(path)/\(name)", for: .asUsual) } catch {
        throw SweepError.folder(path: path, reason: "the folder cannot be made (\(error))")
      }
    }
  }

  /// A folder to read from, which need not exist.
  init(reading path: String) { self.path = path }

  private func file(_ kind: String, _ point: SweepPoint) -> String { "\(path)/\(kind)/\(point.name).json" }

  /// Writes in one step: a reader finds the whole file or none. Nothing is left of an attempt that failed.
  ///
  /// - Throws: ``SweepError``, such as for a full disk.
  func write(_ text: String, to path: String) throws {
    do { try SharedFolder.write(Data(text.utf8), to: path, for: .asUsual) } catch {
      throw SweepError.folder(path: path, reason: "the file cannot be written (\(error.systemReason))")
    }
  }

  // MARK: Results

  /// The measurements of a point; `nil` if there are none, or the file is damaged or of another point.
  func result(of point: SweepPoint, _ work: JSONValue) -> JSONObject? {
    guard let value = read(file("points", point)),
      value["point"] == SweepPoint.identity(point.parameters, seed: point.seed, work: work)
    else { return nil }
    return value["values"]?.object
  }

  func keep(_ values: JSONObject, of point: SweepPoint, _ work: JSONValue) throws {
    let identity = SweepPoint.identity(point.parameters, seed: point.seed, work: work)
    let result: JSONValue = ["point": identity, "values": .object(try values.mapValues(Self.storable))]
    try write(result.text(isPretty: true) + "\n", to: file("points", point))
    remove(file("failed", point))
  }

  /// JSON has no infinity and no NaN.
  private static func storable(_ value: JSONValue) throws -> JSONValue {
    guard case .number(let number) = value, !number.isFinite else { return value.canonical }
    return .string("\(number)")
  }

  // MARK: Failures and attempts

  /// Why a point failed; `nil` if it did not.
  func failure(of point: SweepPoint) -> String? { read(file("failed", point))?["error"]?.string }

  func keep(failure: any Error, of point: SweepPoint) throws {
    let words: JSONValue = ["error": .string("\(failure)"), "point": .string("\(point)")]
    try write(words.text(isPretty: true) + "\n", to: file("failed", point))
  }

  private func mark(_ point: SweepPoint) -> String { "\(path)/started/\(point.name)" }

  /// Whether a run of the point has begun and not ended.
  func hasStarted(_ point: SweepPoint) -> Bool { FileManager.default.fileExists(atPath: mark(point)) }

  /// - Throws: ``SweepError``, such as for a full disk.
  func begin(_ point: SweepPoint) throws {
    // Not by way of a temporary file, which would stay behind when the run is killed meanwhile.
    let mark = open(mark(point), O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard mark >= 0 else {
      throw SweepError.folder(path: path, reason: "the file cannot be written (\(String(cString: strerror(errno))))")
    }
    close(mark)
  }

  func end(_ point: SweepPoint) { remove(mark(point)) }

  private func remove(_ path: String) { unlink(path) }

  private func read(_ path: String) -> JSONValue? {
    FileManager.default.contents(atPath: path).flatMap { try? JSONReader.value(in: $0) }
  }
}
