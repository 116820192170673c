import Foundation
import SuperposeJSON
import SuperposeSession
import Testing

struct KernelSpecTests {
  @Test func `install completes the template and brings the logos`() throws {
    let prefix = FileManager.default.temporaryDirectory
      .appending(path: "env ö \(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: prefix) }
    let spec = try KernelSpec(executable: "/opt/a b/superpose", runtime: "/swift/linux")
    let folder = try spec.install(in: .prefix(prefix.path))
    #expect(folder == "\(prefix.path)/share/jupyter/kernels/superpose")
    // A second time is an upgrade.
    _ = try spec.install(in: .prefix(prefix.path))
    let json = try JSONDecoder().decode(
      JSONObject.self, from: Data(contentsOf: URL(filePath: folder + "/kernel.json")))
    #expect(
      json["argv"]
        == [
          "/bin/sh", .string("\(folder)/launch.sh"), "/swift/linux", "/opt/a b/superpose",
          "kernel", "--connection-file", "{connection_file}",
        ])
    #expect(json["display_name"] == "Swift (Superpose)")
    #expect(json["interrupt_mode"] == "message")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(
      Set(files) == ["kernel.json", "launch.sh", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"])
  }

  @Test(arguments: ["", "a b", "../x", "ö", ".", "..", ".hidden", "-f", "a/b"])
  func `a name that Jupyter does not take is refused`(name: String) {
    #expect(throws: SessionError.wrongName(name)) {
      try KernelSpec(name: name, executable: "/superpose", runtime: "/swift")
    }
  }

  @Test func `the user's folder follows the environment`() {
    #expect(KernelDirectory.user(["JUPYTER_DATA_DIR": "/j"]).path == "/j/kernels")
    #expect(KernelDirectory.prefix("/usr").path == "/usr/share/jupyter/kernels")
    #expect(KernelDirectory.user(["XDG_DATA_HOME": "/x"]).path == "/x/jupyter/kernels")
    #expect(KernelDirectory.user(["HOME": "/h"]).path == "/h/.local/share/jupyter/kernels")
  }

  @Test func `a folder that cannot be written is named`() throws {
    let error = #expect(throws: SessionError.self) {
      try KernelSpec(executable: "/superpose", runtime: "/swift").install(in: .prefix("/proc/none"))
    }
    #expect(error?.description.contains("/proc/none/share/jupyter/kernels/superpose") == true)
  }
}
