import Foundation
import SuperposeCells
import SuperposeFiles
import Testing

/// An installation with a toolchain, a header and modules that are none: nothing is compiled here.
private final class Installation {
  let root: String
  let shared: SharedModules
  var header: String { root + "/a header $1.h" }

  init() throws {
    root = try PrivateFolder.makeTemporary(
      prefix: "superpose-shared-", in: FileManager.default.temporaryDirectory.path)
    for folder in ["lib", "usr/bin"] {
      try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
      // Other tests may change the umask meanwhile.
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(root)/\(folder)")
    }
    shared = SharedModules(beside: root + "/lib", toolchain: Toolchain(root: root + "/usr"))
    try write("1", to: header)
    try write("1", to: root + "/usr/bin/swift-frontend")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

  /// Does what the compiler does for one variant, and returns the folder.
  @discardableResult func make() throws -> String {
    let maker = try SharedModulesMaker(shared)
    let variant = maker.folder + "/swift5-compiler"
    try FileManager.default.createDirectory(atPath: variant + "/HASH", withIntermediateDirectories: true)
    try write("module", to: variant + "/HASH/SwiftGlibc-1.pcm")
    try write("", to: variant + "/modules.timestamp")
    let escaped = header.replacing(" ", with: "\\ ").replacing("$", with: "$$")
    try write("\(root)/cell.o : main.swift \\\n  \(escaped) \(root)/gone.h\n", to: variant + ".d")
    try maker.finish()
    return maker.folder
  }

  func arguments(_ reader: ModuleVariant.Reader, besides added: [String] = []) -> [String] {
    ModuleCache.own("/own", shared: shared).arguments(for: ModuleVariant(.swift5, reader), besides: added)
  }
}

struct SharedModulesTests {
  private let own = ["-module-cache-path", "/own"]

  @Test func `without shared modules the compiler uses the user's own`() throws {
    let installation = try Installation()
    #expect(installation.shared.state == .missing)
    #expect(installation.arguments(.compiler) == own)
  }

  @Test func `what was made is used by the variant for which it was made`() throws {
    let installation = try Installation()
    let folder = try installation.make()
    #expect(installation.shared.state == .usable)
    let arguments = installation.arguments(.compiler)
    #expect(arguments.contains("-fmodule-file=SwiftGlibc=\(folder)/swift5-compiler/HASH/SwiftGlibc-1.pcm"))
    #expect(installation.arguments(.optimiser) == own)
    #expect(installation.arguments(.compiler, besides: ["-Xcc", "-I/x", "-Xcc", "-fmodule-map-file=/y"]) == arguments)
    // Macros change what headers mean.
    #expect(installation.arguments(.compiler, besides: ["-Xcc", "-DX=1"]) == own)
  }

  @Test func `all users can read what was made, whatever the modes were`() throws {
    let installation = try Installation()
    let folder = try installation.make()
    for (path, mode) in [(folder, 0o755), (folder + "/swift5-compiler/HASH/SwiftGlibc-1.pcm", 0o644)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode)
    }
    #expect(!FileManager.default.fileExists(atPath: folder + "/swift5-compiler/modules.timestamp"))
  }

  @Test(arguments: ["a header $1.h", "usr/bin/swift-frontend"])
  func `a changed input ends the use until they are made again`(input: String) throws {
    let installation = try Installation()
    let old = try installation.make()
    let before = installation.arguments(.compiler)
    try installation.write("changed", to: "\(installation.root)/\(input)")
    #expect(installation.arguments(.compiler) == own)
    #expect(
      installation.shared.state == .unusable("\(installation.root)/\(input) has changed since they were made"))
    let new = try installation.make()
    // The same object, as in a kernel that runs. Its own modules rest on the new ones, so they are elsewhere.
    let after = installation.arguments(.compiler)
    #expect(installation.shared.state == .usable && after.first == before.first && after[1] != before[1])
    #expect(new != old && !FileManager.default.fileExists(atPath: old))
  }

  @Test func `what others can change is not used`() throws {
    let installation = try Installation()
    let folder = try installation.make()
    let module = folder + "/swift5-compiler/HASH/SwiftGlibc-1.pcm"
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: module)
    #expect(installation.shared.state == .unusable("\(module): other users can change this"))
    #expect(installation.arguments(.compiler) == own)
  }

  @Test func `a removed module, a link and a broken list end the use`() throws {
    let installation = try Installation()
    let module = try installation.make() + "/swift5-compiler/HASH/SwiftGlibc-1.pcm"
    try FileManager.default.removeItem(atPath: module)
    #expect(installation.arguments(.compiler) == own)
    try FileManager.default.createSymbolicLink(atPath: module, withDestinationPath: installation.header)
    #expect(installation.shared.state == .unusable("\(module): neither a file nor a folder"))
    try installation.make()
    try installation.write("{", to: installation.shared.folder + "/list.json")
    #expect(installation.shared.state == .unusable("\(installation.shared.folder)/list.json: not a list of modules"))
    #expect(installation.arguments(.compiler) == own)
  }

  @Test func `another toolchain does not use them`() throws {
    let installation = try Installation()
    try installation.make()
    let other = SharedModules(beside: installation.root + "/lib", toolchain: Toolchain(root: "/other/usr"))
    #expect(
      other.state == .unusable("made with \(installation.root)/usr, but the toolchain is /other/usr"))
  }
}
