import Foundation
import SuperposeFiles
import Testing

/// A folder of the test's own, which is removed at its end.
private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try PrivateFolder.makeTemporary(
    prefix: "superpose-files-", in: FileManager.default.temporaryDirectory.path)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

private func mode(_ path: String) throws -> Int {
  let attributes = try FileManager.default.attributesOfItem(atPath: path)
  return try #require(attributes[.posixPermissions] as? NSNumber).intValue & 0o7777
}

private func setMode(_ mode: Int, of path: String) throws {
  try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
}

/// The umask belongs to the process, so these tests run one at a time.
@Suite(.serialized) struct PrivateFolderTests {
  @Test(arguments: [0o000, 0o022, 0o077])
  func `a folder and its missing parents are private whatever the umask is`(mask: Int) throws {
    try withFolder { root in
      let usual = umask(mode_t(mask))
      defer { umask(usual) }
      try PrivateFolder.prepare("\(root)/a/b")
      #expect(try mode("\(root)/a") == 0o700)
      #expect(try mode("\(root)/a/b") == 0o700)
      try PrivateFile.write(Data("key".utf8), to: "\(root)/a/key")
      #expect(try mode("\(root)/a/key") == 0o600)
      try PrivateFile.prepare("\(root)/a/history")
      #expect(try mode("\(root)/a/history") == 0o600)
    }
  }

  @Test func `an own folder that others could only read becomes private`() throws {
    try withFolder { root in
      try PrivateFolder.create("\(root)/a")
      try setMode(0o755, of: "\(root)/a")
      try PrivateFolder.prepare("\(root)/a")
      #expect(try mode("\(root)/a") == 0o700)
    }
  }

  @Test func `a folder that others could write into is not used`() throws {
    try withFolder { root in
      try PrivateFolder.create("\(root)/a")
      try setMode(0o777, of: "\(root)/a")
      #expect(throws: FileFailure.self) { try PrivateFolder.prepare("\(root)/a") }
      #expect(throws: FileFailure.self) { try PrivateFolder.prepare("\(root)/a/b") }
      #expect(throws: FileFailure.self) { try HeldFolder(prefix: "s-", in: "\(root)/a") }
      #expect(throws: FileFailure.self) { try PrivateFolder.checkUnshared("\(root)/a") }
    }
  }

  @Test func `a folder with the sticky bit will do for temporary folders`() throws {
    try withFolder { root in
      try PrivateFolder.create("\(root)/tmp")
      try setMode(0o1777, of: "\(root)/tmp")
      let held = try HeldFolder(prefix: "s-", in: "\(root)/tmp")
      #expect(try mode(held.path) == 0o700)
    }
  }

  @Test(arguments: ["link", "file"])
  func `nothing but a folder is used as one`(kind: String) throws {
    try withFolder { root in
      try PrivateFolder.create("\(root)/real")
      if kind == "link" {
        try FileManager.default.createSymbolicLink(
          atPath: "\(root)/a", withDestinationPath: "\(root)/real")
      } else {
        try PrivateFile.prepare("\(root)/a")
      }
      #expect(throws: FileFailure.self) { try PrivateFolder.prepare("\(root)/a") }
      #expect(throws: FileFailure.self) { try PrivateFolder.create("\(root)/a") }
    }
  }

  @Test func `a link is not followed to a file`() throws {
    try withFolder { root in
      try PrivateFile.prepare("\(root)/real")
      try FileManager.default.createSymbolicLink(
        atPath: "\(root)/a", withDestinationPath: "\(root)/real")
      #expect(throws: FileFailure.self) { try PrivateFile.prepare("\(root)/a") }
      // Written in one step: the link is replaced, its target stays.
      try PrivateFile.write(Data("new".utf8), to: "\(root)/a")
      #expect(try Data(contentsOf: URL(filePath: "\(root)/real")).isEmpty)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to make another user's folder"))
  func `another user's folder is not used`() throws {
    try withFolder { root in
      try PrivateFolder.create("\(root)/a")
      #expect(chown("\(root)/a", 65_534, 65_534) == 0)
      #expect(throws: FileFailure("\(root)/a", "another user owns this folder")) {
        try PrivateFolder.prepare("\(root)/a")
      }
      #expect(throws: FileFailure.self) { try PrivateFolder.prepare("\(root)/a/b") }
      #expect(throws: FileFailure.self) { try HeldFolder(prefix: "s-", in: "\(root)/a") }
    }
  }

  @Test func `what is installed for everyone is readable whatever the umask is`() throws {
    try withFolder { root in
      let usual = umask(0o077)
      defer { umask(usual) }
      try SharedFolder.prepare("\(root)/share/kernels", for: .everyone)
      try SharedFolder.write(Data("{}".utf8), to: "\(root)/share/kernels/kernel.json", for: .everyone)
      #expect(try mode("\(root)/share") == 0o755)
      #expect(try mode("\(root)/share/kernels") == 0o755)
      #expect(try mode("\(root)/share/kernels/kernel.json") == 0o644)
    }
  }
}

struct HeldFolderTests {
  @Test func `a held folder is left alone and an abandoned one removed`() throws {
    try withFolder { root in
      let held = try HeldFolder(prefix: "s-", in: root)
      let abandoned = try HeldFolder(prefix: "s-", in: root).path
      HeldFolder.removeAbandoned(prefix: "s-", in: root)
      #expect(held.isThere)
      #expect(!FileManager.default.fileExists(atPath: abandoned))
    }
  }

  @Test func `a folder without a lock is left alone for an hour: it may be one that is being made`() throws {
    try withFolder { root in
      let (new, old) = ("\(root)/s-new", "\(root)/s-old")
      for path in [new, old] { try PrivateFolder.create(path) }
      try FileManager.default.setAttributes([.modificationDate: Date.now - 3700], ofItemAtPath: old)
      HeldFolder.removeAbandoned(prefix: "s-", in: root)
      #expect(FileManager.default.fileExists(atPath: new))
      #expect(!FileManager.default.fileExists(atPath: old))
    }
  }

  @Test func `a folder is removed while a program writes into it`() throws {
    try withFolder { root in
      for _ in 0..<20 {
        let held = try HeldFolder(prefix: "s-", in: root)
        let path = held.path
        let writer = Thread {
          var number = 0
          while FileManager.default.createFile(atPath: "\(path)/\(number)", contents: nil) { number += 1 }
        }
        writer.start()
        while try FileManager.default.contentsOfDirectory(atPath: path).count < 50 {}
        try held.remove()
        while !writer.isFinished {}
        #expect(try FileManager.default.contentsOfDirectory(atPath: root) == [])
      }
    }
  }

  @Test func `a removal that was cut short is completed by another process`() throws {
    try withFolder { root in
      let path = try HeldFolder(prefix: "s-", in: root).path
      try FileManager.default.moveItem(atPath: path, toPath: "\(path).removed")
      HeldFolder.removeAbandoned(prefix: "s-", in: root)
      #expect(try FileManager.default.contentsOfDirectory(atPath: root) == [])
    }
  }

  @Test func `an abandoned folder of another machine is left alone`() throws {
    try withFolder { root in
      let path = try HeldFolder(prefix: "s-", in: root).path
      try PrivateFile.write(Data("another start of another machine".utf8), to: "\(path)/lock")
      HeldFolder.removeAbandoned(prefix: "s-", in: root)
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `a folder that vanished is noticed and can be made again`() throws {
    try withFolder { root in
      let held = try HeldFolder(prefix: "s-", in: root)
      try FileManager.default.removeItem(atPath: held.path)
      #expect(!held.isThere)
      // Another one at its path is not this one, and is not removed with it.
      let other = try HeldFolder(at: held.path)
      #expect(other.isThere)
      #expect(!held.isThere)
      try held.remove()
      #expect(other.isThere)
      try other.remove()
      #expect(!FileManager.default.fileExists(atPath: other.path))
    }
  }

  @Test func `a folder is not made where something is`() throws {
    try withFolder { root in
      let held = try HeldFolder(prefix: "s-", in: root)
      #expect(throws: FileFailure.self) { try HeldFolder(at: held.path) }
    }
  }
}
