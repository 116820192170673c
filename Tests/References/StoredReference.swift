import Foundation

/// Reads numbers that a script in `Numbers` has computed without Superpose and stored there, such as `layers.json`.
///
/// - Throws: What the file system or the decoder says.
public func storedReference<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Numbers/\(name)")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}
