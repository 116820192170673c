extension KeyedDecodingContainer {
  /// The value at `key`, or `fallback` if the key is missing or null.
  package func decode<Value: Decodable>(
    _ type: Value.Type, forKey key: Key, or fallback: @autoclosure () -> Value
  ) throws -> Value {
    try decodeIfPresent(type, forKey: key) ?? fallback()
  }
}
