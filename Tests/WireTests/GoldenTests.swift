import Foundation
import SuperposeJSON
import Testing

struct GoldenTests {
  @Test(arguments: Golden.all)
  func `a message is read as its golden file says`(golden: Golden) throws {
    #expect(try golden.matches(golden.file))
  }

  @Test(arguments: Golden.all)
  func `a message is written as its golden file says`(golden: Golden) throws {
    let file = try golden.file
    let written = try JSONDecoder().decode(JSONValue.self, from: golden.roundTrip(file))
    #expect(try written == JSONDecoder().decode(JSONValue.self, from: file))
  }

  @Test func `every golden file belongs to a message`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Golden.folder.path)
    #expect(Set(files) == Set(Golden.all.map { "\($0.name).json" }))
  }
}
