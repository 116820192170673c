import SuperposeJSON
import Testing

struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.value(in: text.utf8) }

  @Test(arguments: [
    ("null", JSONValue.null), (" true ", true), ("-12", -12), ("0", 0), ("1.5e2", 150), ("2.0", 2),
    ("0.5", 0.5),
  ])
  func `values are read as they are written`(text: String, value: JSONValue) throws {
    #expect(try read(text) == value)
  }

  @Test func `containers keep their order and their last members`() throws {
    #expect(
      try read("\u{FEFF}{\"a\": [1, [], {}], \"b\": 1, \"b\": {\"c\": \"d\"}}\n")
        == ["a": [1, [], [:]], "b": ["c": "d"]])
  }

  @Test(arguments: [
    (#""a\n\t\"\\\/\b\f\rb""#, "a\n\t\"\\/\u{8}\u{C}\rb"), (#""\u00e9\ud83d\ude00""#, "é😀"),
    (#""\ud83d!""#, "\u{FFFD}!"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ude00""#, "\u{FFFD}"),
  ])
  func `escapes are read, and halves of surrogate pairs replaced`(text: String, value: String) throws {
    #expect(try read(text) == .string(value))
  }

  @Test(arguments: [
    "", "nul", "tru", "01", "1.", "1e", "-", "+1", "[1,]", "[1 2]", "{\"a\"}", "{a: 1}", "{\"a\":1,}", "\"a",
    "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "1 2", "NaN", "1e400", "]",
  ])
  func `invalid JSON is rejected with its position`(text: String) {
    #expect(throws: JSONError.self) { try read(text) }
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: JSONError("a string is not UTF-8", at: 2)) {
      try JSONReader.value(in: [0x22, 0xFF, 0x22] as [UInt8])
    }
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `depth has a limit`(opening: String) throws {
    func nested(_ depth: Int) -> String {
      String(repeating: opening, count: depth) + "1"
        + String(repeating: opening == "[" ? "]" : "}", count: depth)
    }
    #expect(throws: Never.self) { try read(nested(JSONReader.depthLimit)) }
    let error = #expect(throws: JSONError.self) { try read(nested(JSONReader.depthLimit + 1)) }
    #expect(error?.problem == "it nests more than 200 levels deep")
    #expect(throws: JSONError.self) { try read(String(repeating: opening, count: 1_000_000)) }
  }
}

struct JSONDecodingTests {
  private struct Point: Codable, Equatable {
    var x: Double
    var labels: [String]
    var seed: UInt64?
    var extra: JSONValue?
  }
  private enum Shape: Codable, Equatable {
    case none
    case circle(radius: Double)
    case named(String, [Int: Bool])
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONReader.decode(type, from: text.utf8)
  }

  @Test func `structures are decoded, with seeds beyond Int`() throws {
    let text = #"{"x": 1, "labels": ["a"], "seed": 18446744073709551615, "extra": {"b": [null]}}"#
    let point = try decode(Point.self, text)
    #expect(point == Point(x: 1, labels: ["a"], seed: .max, extra: ["b": [nil]]))
    #expect(try decode(Point.self, #"{"x": 0.5, "labels": [], "seed": null}"#) == Point(x: 0.5, labels: []))
  }

  @Test func `enumerations and dictionaries are decoded as Foundation writes them`() throws {
    #expect(try decode(Shape.self, #"{"none": {}}"#) == .none)
    #expect(try decode(Shape.self, #"{"circle": {"radius": 2}}"#) == .circle(radius: 2))
    #expect(try decode(Shape.self, #"{"named": {"_0": "a", "_1": {"1": true}}}"#) == .named("a", [1: true]))
  }

  @Test func `a value that was read can be decoded`() throws {
    let value: JSONValue = ["x": 2, "labels": ["b"]]
    #expect(try JSONReader.decode(Point.self, from: value) == Point(x: 2, labels: ["b"]))
  }

  @Test(arguments: [
    (#"{"labels": []}"#, "x is missing"), (#"{"x": "1", "labels": []}"#, "expected a number, found a string"),
    (#"{"x": 1, "labels": {}}"#, "expected an array, found an object"),
    (#"{"x": 1, "labels": [], "seed": -1}"#, "expected an integer that fits UInt64, found a number"),
    (#"{"x": null, "labels": []}"#, "expected a number, found null"), ("[]", "expected an object, found an array"),
  ])
  func `a wrong member is named`(text: String, problem: String) {
    let error = #expect(throws: DecodingError.self) { try decode(Point.self, text) }
    #expect(error.map { "\($0)" }?.contains(problem) == true)
  }
}
