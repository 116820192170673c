import Foundation
import SuperposeFiles
package import SuperposeJSON

/// The kernelspec folder, with which Jupyter finds this kernel: `kernel.json` and the logos.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/kernels.html#kernel-specs
package struct KernelSpec: Sendable {
  package var name: String
  /// The absolute path of the `superpose` that Jupyter starts.
  package var executable: String
  /// The folder of the Swift runtime libraries, to detect a moved toolchain.
  package var runtime: String

  package init(name: String = "superpose", executable: String, runtime: String) throws {
    let allowed = /[A-Za-z0-9][A-Za-z0-9._-]*/
    guard name.wholeMatch(of: allowed) != nil else { throw SessionError.wrongName(name) }
    self.name = name
    self.executable = executable
    self.runtime = runtime
  }

  /// The content of `kernel.json`: the template with its paths filled in, for a spec in `folder`.
  package func json(in folder: String) throws -> JSONObject {
    let paths = [
      "{launcher}": "\(folder)/launch.sh", "{runtime}": runtime, "{superpose}": executable,
    ]
    var spec = try JSONReader.decode(JSONObject.self, from: PackageResources.kernel_json)
    spec["argv"] = .array(
      (spec["argv"]?.array ?? []).map { word in
        word.string.flatMap { paths[$0] }.map { .string($0) } ?? word
      })
    return spec
  }

  /// The program that the `kernel.json` at `path` starts; `nil` if there is none.
  static func program(at path: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: path),
      let spec = try? JSONReader.decode(JSONObject.self, from: bytes)
    else { return nil }
    // The argument before the subcommand; a launcher may precede it.
    let words = (spec["argv"]?.array ?? []).compactMap(\.string)
    return words.firstIndex(of: "kernel").flatMap { $0 > 0 ? words[$0 - 1] : nil }
  }

  /// Writes the folder for `name` under `directory`, replacing an earlier one, and returns its
  /// path.
  package func install(in directory: KernelDirectory) throws -> String {
    let folder = directory.path + "/" + name
    do {
      try SharedFolder.prepare(folder, for: directory.readers)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      for (file, content) in [
        ("kernel.json", try encoder.encode(try json(in: folder))),
        ("launch.sh", Data(PackageResources.launch_sh)),
        ("logo-32x32.png", Data(PackageResources.logo_32x32_png)),
        ("logo-64x64.png", Data(PackageResources.logo_64x64_png)),
        ("logo-svg.svg", Data(PackageResources.logo_svg_svg)),
      ] {
        try SharedFolder.write(content, to: "\(folder)/\(file)", for: directory.readers)
      }
    } catch {
      throw SessionError.unwritable(path: folder, reason: "\(error)")
    }
    return folder
  }
}

/// A folder in which Jupyter searches for kernelspecs.
///
/// Source: https://docs.jupyter.org/en/latest/use/jupyter-directories.html#data-files
package enum KernelDirectory: Equatable, Sendable {
  /// Under an installation prefix, such as a virtual environment.
  case prefix(String)
  /// The user's folder, according to the environment.
  case user([String: String])

  /// Who is to find the kernel there.
  var readers: Readers {
    switch self {
    case .prefix: .everyone
    case .user: .asUsual
    }
  }

  package var path: String {
    switch self {
    case .prefix(let prefix): "\(URL(filePath: prefix).path)/share/jupyter/kernels"
    case .user(let environment): "\(Self.userData(environment))/kernels"
    }
  }

  private static func userData(_ environment: [String: String]) -> String {
    if let data = environment["JUPYTER_DATA_DIR"], !data.isEmpty { return data }
    let home = environment["HOME"] ?? NSHomeDirectory()
    if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return "\(data)/jupyter" }
    return "\(home)/.local/share/jupyter"
  }
}
