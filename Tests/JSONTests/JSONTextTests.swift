import SuperposeJSON
import Testing

struct JSONTextTests {
  private static let texts: [(JSONValue, String)] = [
    (.integer(4), "4"), (.string("a/\"b\""), "\"a/\\\"b\\\"\""), (.null, "null"), (.bool(true), "true"),
    (.object(["b": .array([1, 2.5]), "a": .null]), "{\"a\":null,\"b\":[1,2.5]}"), (.number(.nan), "null"),
    (.number(-.infinity), "null"),
  ]

  @Test(arguments: texts)
  func `a value describes itself as JSON`(_ value: JSONValue, _ text: String) {
    #expect("\(value)" == text)
  }
}
