import Foundation
import SuperposeJSON
import SuperposeWire
import Testing

struct LeniencyTests {
  private func read<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  @Test func `an execute request needs nothing but code`() throws {
    let request = try read(ExecuteRequest.self, #"{"code": "1"}"#)
    #expect(request == ExecuteRequest(code: "1"))
    #expect(request.stopOnError && request.storeHistory)
    #expect(!request.silent && !request.allowStdin)
  }

  @Test func `silent code is never remembered`() throws {
    let request = try read(
      ExecuteRequest.self, #"{"code": "1", "silent": true, "store_history": true}"#)
    #expect(!request.storeHistory)
  }

  @Test func `unknown and null members are ignored`() throws {
    let request = try read(
      ExecuteRequest.self, #"{"code": "1", "silent": null, "cell_id": "x"}"#)
    #expect(request == ExecuteRequest(code: "1"))
  }

  @Test(arguments: [(-3, 0), (1, 1), (3, 3), (99, 3)])
  func `a cursor is kept within the code, counted in scalars`(sent: Int, read position: Int) {
    // An e with a combining accent is 2 scalars, an emoji is 1.
    #expect(CompleteRequest(code: "e\u{301}😀", cursorPosition: sent).cursorPosition == position)
  }

  @Test func `a cursor that is missing stands at the end`() throws {
    #expect(try read(CompleteRequest.self, #"{"code": "a\r\nb"}"#).cursorPosition == 4)
  }

  @Test func `a comm without data has none`() throws {
    #expect(try read(CommMsg.self, #"{"comm_id": "c"}"#) == CommMsg(commID: "c"))
  }

  @Test func `a history request without a kind asks for the tail`() throws {
    #expect(try read(HistoryRequest.self, "{}") == HistoryRequest(.tail(count: nil)))
  }

  @Test func `numbers that JSON cannot say become null`() throws {
    let data = DisplayData(data: ["application/json": ["loss": .number(.nan)]])
    let json = String(decoding: try JSONEncoder().encode(data), as: UTF8.self)
    #expect(json.contains(#"{"loss":null}"#))
  }

  @Test func `a date has a zone and a fraction`() {
    let date = Header.timestamp(Date(timeIntervalSince1970: 0.25))
    #expect(date == "1970-01-01T00:00:00.250Z")
  }
}
