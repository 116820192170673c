internal import Glibc

/// What the system knows of a file: which one it is, who owns it, and who may change it.
struct FileIdentity: Equatable, Sendable {
  let device: UInt64
  let number: UInt64
  let owner: UInt32
  let group: UInt32
  let mode: UInt32
  /// When its content changed last, in seconds since 1970.
  let modified: Int

  /// The file at a path; a symbolic link is not followed. `nil` when nothing is there.
  init?(at path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    self.init(information)
  }

  /// The file that a path leads to, through symbolic links. `nil` when nothing is there.
  init?(following path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    self.init(information)
  }

  /// An open file.
  init?(of descriptor: Int32) {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    self.init(information)
  }

  private init(_ information: stat) {
    device = UInt64(information.st_dev)
    number = UInt64(information.st_ino)
    owner = information.st_uid
    group = information.st_gid
    mode = UInt32(information.st_mode)
    modified = information.st_mtim.tv_sec
  }

  /// Whether its content changed last more than `seconds` ago.
  func isOlder(than seconds: Int) -> Bool { time(nil) - modified > seconds }

  var isFolder: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
  var isFile: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
  var isOurs: Bool { owner == geteuid() }
  /// Whether only its owner may do anything with it.
  var isPrivate: Bool { mode & 0o077 == 0 }
  private var isSticky: Bool { mode & UInt32(S_ISVTX) != 0 }

  /// Whether another user may create, rename and remove files in this folder, or change this file.
  ///
  /// The user's own group does not count: many systems give each user a group of one.
  var isWritableByOthers: Bool {
    mode & 0o002 != 0 || (mode & 0o020 != 0 && group != getegid())
  }

  /// Whether another user may rename what this user makes in this folder. The sticky bit, as `/tmp` has
  /// it, forbids that to all but the folder's owner and root.
  var letsOthersRename: Bool {
    (owner != geteuid() && owner != 0) || (isWritableByOthers && !isSticky)
  }

  func isSameFile(as other: FileIdentity) -> Bool {
    device == other.device && number == other.number
  }
}
