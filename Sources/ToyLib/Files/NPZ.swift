/// Several NumPy arrays in one file, as `numpy.savez` writes it: a zip archive without compression.
///
/// Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
public enum NPZ {
  /// The arrays by name, in the order of the names.
  public static func bytes(_ tensors: [String: Tensor]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let content = NPY.bytes(tensor)
      let file = Array("\(name).npy".utf8)
      let offset = archive.count
      let common = entry(content, nameLength: file.count)
      archive.append(littleEndian: UInt32(0x0403_4b50))
      archive += common + file + content
      directory.append(littleEndian: UInt32(0x0201_4b50))
      directory.append(littleEndian: UInt16(20))
      directory += common
      // No comment, disk 0, attributes 0.
      directory += Array(repeating: 0, count: 10)
      directory.append(littleEndian: UInt32(offset))
      directory += file
    }
    let start = archive.count
    archive += directory
    archive.append(littleEndian: UInt32(0x0605_4b50))
    archive += [0, 0, 0, 0]
    archive.append(littleEndian: UInt16(tensors.count))
    archive.append(littleEndian: UInt16(tensors.count))
    archive.append(littleEndian: UInt32(directory.count))
    archive.append(littleEndian: UInt32(start))
    return archive + [0, 0]
  }

  /// The fields that local header and directory have in common: version, flags, method (stored),
  /// time, sums.
  private static func entry(_ content: [UInt8], nameLength: Int) -> [UInt8] {
    var bytes: [UInt8] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]  // 1 January 1980
    bytes.append(littleEndian: crc32(content))
    bytes.append(littleEndian: UInt32(content.count))
    bytes.append(littleEndian: UInt32(content.count))
    bytes.append(littleEndian: UInt16(nameLength))
    return bytes + [0, 0]
  }

  /// Reads the bytes of a file named `name`. Compressed archives (`savez_compressed`) are rejected.
  public static func tensors(bytes: [UInt8], name: String = "npz") throws -> [String: Tensor] {
    var directory = try directory(bytes, name)
    var tensors: [String: Tensor] = [:]
    while directory.remaining >= 4 {
      guard try directory.integer(UInt32.self, "the directory") == 0x0201_4b50 else { break }
      let (file, offset, size) = try member(&directory)
      var local = ByteReader(bytes, file: name)
      _ = try local.take(offset, "the archive before \(file)")
      _ = try local.take(26, "the header of \(file)")
      let names = Int(try local.integer(UInt16.self, "the header of \(file)"))
      let extra = Int(try local.integer(UInt16.self, "the header of \(file)"))
      _ = try local.take(names + extra, "the name of \(file)")
      let content = try Array(local.take(size, file))
      let key = file.hasSuffix(".npy") ? String(file.dropLast(4)) : file
      tensors[key] = try NPY.tensor(bytes: content, name: "\(name), member \(file)")
    }
    return tensors
  }

  public static func read(_ path: String) throws -> [String: Tensor] {
    try tensors(bytes: readFile(path), name: path)
  }

  public static func write(_ tensors: [String: Tensor], to path: String) throws {
    try writeFile(bytes(tensors), path)
  }

  /// A reader at the archive's directory, found from the archive's end.
  private static func directory(_ bytes: [UInt8], _ name: String) throws -> ByteReader {
    var reader = ByteReader(bytes, file: name)
    let mark: [UInt8] = [0x50, 0x4b, 0x05, 0x06]
    let last = bytes.count - 22
    guard last >= 0,
      let end = stride(from: last, through: max(0, last - 65_535), by: -1).first(where: {
        Array(bytes[$0..<$0 + 4]) == mark
      })
    else { throw reader.damaged("it has no end record of a zip archive") }
    reader.position = end + 16
    let start = Int(try reader.integer(UInt32.self, "the directory's place"))
    guard start <= end else { throw reader.damaged("its directory extends past the end of the file") }
    reader.position = start
    return reader
  }

  private static func member(
    _ reader: inout ByteReader
  ) throws -> (file: String, offset: Int, size: Int) {
    _ = try reader.take(6, "the directory")
    let method = try reader.integer(UInt16.self, "the directory")
    _ = try reader.take(8, "the directory")
    _ = try reader.integer(UInt32.self, "the directory")
    let size = Int(try reader.integer(UInt32.self, "the directory"))
    let lengths = try (0..<3).map { _ in Int(try reader.integer(UInt16.self, "the directory")) }
    _ = try reader.take(8, "the directory")
    let offset = Int(try reader.integer(UInt32.self, "the directory"))
    let file = String(decoding: try reader.take(lengths[0], "a name"), as: UTF8.self)
    _ = try reader.take(lengths[1] + lengths[2], "the directory")
    guard method == 0 else {
      throw reader.damaged("member \(file) is compressed; write it with numpy.savez")
    }
    return (file, offset, size)
  }

  /// The checksum of zip archives.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
}
