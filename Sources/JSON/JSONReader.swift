/// Reads values from JSON, in time that grows with the size of the text only.
///
/// Foundation's `JSONDecoder` takes time that grows with the square of the depth for ``JSONValue``.
public enum JSONReader {
  /// How many levels of arrays and objects a text may nest unless the caller says otherwise.
  public static let depthLimit = 200

  /// The value that a text in UTF-8 says.
  ///
  /// - Throws: ``JSONError``.
  public static func value(
    in bytes: some Collection<UInt8>, depthLimit: Int = JSONReader.depthLimit
  ) throws(JSONError) -> JSONValue {
    try tree(in: bytes, depthLimit: depthLimit).value
  }

  /// Decodes a text in UTF-8.
  ///
  /// - Throws: ``JSONError``; `DecodingError` when the text is JSON but does not say a `Value`.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>, depthLimit: Int = JSONReader.depthLimit
  ) throws -> Value {
    try JSONTreeDecoder(try tree(in: bytes, depthLimit: depthLimit)).read(type)
  }

  /// Decodes a value that has been read.
  ///
  /// - Throws: `DecodingError` when it is not a `Value`.
  public static func decode<Value: Decodable>(_ type: Value.Type, from value: JSONValue) throws -> Value {
    try JSONTreeDecoder(JSONTree(value)).read(type)
  }

  private static func tree(
    in bytes: some Collection<UInt8>, depthLimit: Int
  ) throws(JSONError) -> JSONTree {
    let result = bytes.withContiguousStorageIfAvailable { buffer in
      Result { () throws(JSONError) in
        var parser = JSONParser(buffer, depthLimit: depthLimit)
        return try parser.parse()
      }
    }
    if let result { return try result.get() }
    return try tree(in: Array(bytes), depthLimit: depthLimit)
  }
}
