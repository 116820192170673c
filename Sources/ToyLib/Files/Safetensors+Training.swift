internal import Foundation
internal import SuperposeJSON

extension Safetensors {
  /// What describes the training in a file of trained models, as JSON in the metadata. Errors use `name`.
  func trainingHeader<Header: Decodable>(_ type: Header.Type, of name: String) throws -> Header {
    do { return try JSONReader.decode(type, from: (metadata["training"] ?? "").utf8) } catch {
      throw ToyLibError.damaged(file: name, reason: "the training in its metadata is malformed: \(error)")
    }
  }

  /// Writes what describes the training.
  mutating func setTrainingHeader(_ header: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    metadata["training"] = String(decoding: try encoder.encode(header), as: UTF8.self)
  }

  /// The values of tensor `key`, which must have this shape. Errors use `name`.
  func values(of key: String, shape: [Int], of name: String) throws(ToyLibError) -> [Float] {
    guard let tensor = tensors[key] else { throw .damaged(file: name, reason: "tensor \(key) is missing") }
    guard tensor.shape == shape else {
      throw .mismatch(what: "tensor \(key) of \(name)", expected: "shape \(shape)", found: "\(tensor.shape)")
    }
    return tensor.values
  }
}
