import Foundation
import SuperposeSession
import Testing

struct DoctorTests {
  @Test func `a missing kernelspec names the command that mends it`() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    let doctor = Doctor(environment: ["HOME": home, "PATH": ""], executable: "/x/superpose")
    let checks = doctor.checks()
    let kernelSpec = try #require(checks.first { $0.subject == "kernelspec" })
    #expect(
      kernelSpec.description
        == "broken  kernelspec: not installed. Fix: /x/superpose install --user")
    #expect(checks.first { $0.subject == "history" }?.isOK == true)
  }
}
