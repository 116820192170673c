import Foundation
import SuperposeDisplay
import Testing

@Suite struct ContentsTests {
  private func withFile(_ bytes: [UInt8], ending: String = "csv", _ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "/contents-\(UInt64.random(in: 0 ... .max)).\(ending)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try body(path)
  }

  @Test func `paths and addresses of files lead to the same text`() throws {
    try withFile(Array("a\n".utf8), ending: "CSV") { path in
      for place in [path, "file://" + path] {
        let contents = try Contents(place)
        let text = try contents.text
        #expect(text == "a\n")
        #expect(contents.ending == "csv")
      }
    }
  }

  @Test func `what cannot be read is named with the reason`() throws {
    let folder = FileManager.default.currentDirectoryPath
    #expect { try Contents("nothing.csv").bytes } throws: {
      "\($0)" == "nothing.csv: there is no such file in \(folder)"
    }
    #expect { try Contents(folder).bytes } throws: { "\($0)" == "\(folder): this is a folder" }
    try withFile([0x61, 0x0A, 0xFF]) { path in
      #expect { try Contents(path).text } throws: { "\($0)" == "\(path): this is not a text in UTF-8" }
    }
  }

  @Test(arguments: ["https://", "http:", "http:///a.csv"]) func `an address needs a host`(place: String) {
    #expect { try Contents(place) } throws: { "\($0)" == "\(place): this is not an address" }
  }

  @Test(arguments: ["ftp://a.b/c.csv", "s3://a/b"]) func `other addresses are refused`(place: String) {
    #expect { try Contents(place) } throws: { "\($0)" == "\(place): addresses begin with https:, http: or file:" }
  }

  @Test func `an address without a server says so`() {
    #expect { try Contents("http://127.0.0.1:1/a.csv").bytes } throws: {
      "\($0)".hasPrefix("http://127.0.0.1:1/a.csv: ") && "\($0)".contains("connect")
    }
  }
}
