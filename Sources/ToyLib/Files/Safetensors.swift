internal import Foundation
internal import SuperposeJSON

/// Named tensors and text, in a file that Python's `safetensors` reads and writes.
///
/// Source: https://huggingface.co/docs/safetensors: eight bytes with the header's length, a JSON
/// header, then the numbers without gaps.
public struct Safetensors: Sendable, Hashable {
  public var tensors: [String: Tensor]
  /// The header's `__metadata__`: text only.
  public var metadata: [String: String]

  public init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file. Throws `ToyLibError.damaged`, which says what was expected.
  public init(contentsOf path: String) throws {
    try self.init(bytes: readFile(path), name: path)
  }

  public func write(to path: String) throws { try writeFile(bytes, path) }

  /// Single precision, in the order of the names, so that equal contents give equal bytes.
  public var bytes: [UInt8] {
    get throws {
      var header: JSONObject = [:]
      var data: [UInt8] = []
      if !metadata.isEmpty { header["__metadata__"] = .object(metadata.mapValues { .string($0) }) }
      for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
        let start = data.count
        data.append(floats: tensor.values)
        header[name] = [
          "dtype": "F32", "shape": .array(tensor.shape.map { .integer($0) }),
          "data_offsets": [.integer(start), .integer(data.count)],
        ]
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      var text = try [UInt8](encoder.encode(JSONValue.object(header)))
      while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
      var bytes: [UInt8] = []
      bytes.append(littleEndian: UInt64(text.count))
      return bytes + text + data
    }
  }

  /// Reads the bytes of a file named `name`.
  public init(bytes: [UInt8], name: String = "safetensors") throws {
    var reader = ByteReader(bytes, file: name)
    let length = try reader.integer(UInt64.self, "the header's length")
    guard length <= 100_000_000 else { throw reader.damaged("its header claims \(length) bytes") }
    let text = try reader.take(Int(length), "the header")
    guard let header = try? JSONReader.value(in: text).object else {
      throw reader.damaged("its header is no JSON object")
    }
    let data = bytes[reader.position...]
    metadata = try Safetensors.metadata(header["__metadata__"], reader)
    tensors = [:]
    var spans: [Range<Int>] = []
    for (tensor, entry) in header where tensor != "__metadata__" {
      let (read, span) = try Safetensors.tensor(tensor, entry, data, reader)
      tensors[tensor] = read
      spans.append(span)
    }
    try Safetensors.checkCovered(spans, data.count, reader)
  }

  private static func metadata(_ json: JSONValue?, _ reader: ByteReader) throws -> [String: String] {
    guard let json else { return [:] }
    guard let members = json.object else { throw reader.damaged("__metadata__ is not an object") }
    return try members.mapValues { value in
      guard let text = value.string else {
        throw reader.damaged("__metadata__ has values that are not strings")
      }
      return text
    }
  }

  private static func tensor(
    _ name: String, _ entry: JSONValue, _ data: ArraySlice<UInt8>, _ reader: ByteReader
  ) throws -> (Tensor, Range<Int>) {
    let shape = entry["shape"]?.array?.compactMap(\.integer)
    let offsets = entry["data_offsets"]?.array?.compactMap(\.integer)
    guard let dtype = entry["dtype"]?.string, let shape, let offsets, offsets.count == 2 else {
      throw reader.damaged("tensor \(name) lacks dtype, shape or data_offsets")
    }
    guard dtype == "F32" || dtype == "F64" else {
      throw reader.damaged("tensor \(name) is \(dtype); F32 or F64 is wanted")
    }
    let size = dtype == "F64" ? 8 : 4
    guard offsets[0] >= 0, offsets[0] <= offsets[1], offsets[1] <= data.count else {
      throw reader.damaged("tensor \(name) is outside the file's \(data.count) bytes of numbers")
    }
    guard let count = Tensor.count(shape), count <= data.count,
      offsets[1] - offsets[0] == count * size
    else {
      throw reader.damaged("tensor \(name) of shape \(shape) does not fit \(offsets)")
    }
    let span = offsets[0]..<offsets[1]
    let bytes = data[data.startIndex + span.lowerBound..<data.startIndex + span.upperBound]
    return (try Tensor(shape: shape, values: floats(bytes, double: size == 8)), span)
  }

  /// Every byte of data belongs to exactly one tensor.
  private static func checkCovered(_ spans: [Range<Int>], _ count: Int, _ reader: ByteReader) throws {
    var end = 0
    for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    ) {
      guard span.lowerBound == end else {
        throw reader.damaged("its tensors overlap or have a gap at byte \(end)")
      }
      end = span.upperBound
    }
    guard end == count else {
      throw reader.damaged("its tensors end at byte \(end) of \(count)")
    }
  }
}
