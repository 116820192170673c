internal import Foundation

/// Which shared modules there are, and what they were made of.
struct ModuleList: Codable, Equatable {
  /// A file as it was when the modules were made. Copies of a disk may keep no more of its time than seconds.
  struct Input: Codable, Equatable {
    var path: String
    var size: Int
    var modified: Int

    /// The file as it is; `nil` if it is not there.
    init?(_ path: String) {
      var information = Foundation.stat()
      guard stat(path, &information) == 0 else { return nil }
      self.path = path
      size = Int(information.st_size)
      modified = information.st_mtim.tv_sec
    }
  }

  struct Module: Codable, Equatable {
    var module: String
    /// Its file, in the folder of its variant.
    var file: String
  }

  /// The toolchain's folder `usr`.
  var toolchain: String
  /// The folder with the modules.
  var generation: String
  /// The modules of each variant, by the variant's name.
  var variants: [String: [Module]]
  /// The compiler, the headers, and the modules themselves.
  var inputs: [Input]

  /// What differs from when the modules were made, in a sentence; `nil` if nothing does.
  func change(with current: Toolchain) -> String? {
    guard toolchain == current.root else { return "made with \(toolchain), but the toolchain is \(current.root)" }
    return inputs.first { Input($0.path) != $0 }.map { "\($0.path) has changed since they were made" }
  }
}
