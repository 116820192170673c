/// NumPy's file format for one array.
///
/// Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public enum NPY {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Single precision, little-endian, version 1.0.
  public static func bytes(_ tensor: Tensor) -> [UInt8] {
    let axes = tensor.shape.map(String.init).joined(separator: ", ")
    let shape = tensor.shape.count == 1 ? "(\(axes),)" : "(\(axes))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }"
    // Magic, version and length take 10 bytes; numbers start at a multiple of 64.
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    var bytes = magic + [1, 0]
    bytes.append(littleEndian: UInt16(header.utf8.count))
    bytes += Array(header.utf8)
    bytes.append(floats: tensor.values)
    return bytes
  }

  /// Reads the bytes of a file named `name`: little-endian `f4` or `f8`, row by row.
  public static func tensor(bytes: [UInt8], name: String = "npy") throws -> Tensor {
    var reader = ByteReader(bytes, file: name)
    guard try Array(reader.take(6, "the magic string")) == magic else {
      throw reader.damaged("it does not start with the npy magic string")
    }
    let version = try reader.integer(UInt8.self, "the version")
    _ = try reader.integer(UInt8.self, "the version")
    let length =
      version == 1
      ? Int(try reader.integer(UInt16.self, "the header's length"))
      : Int(try reader.integer(UInt32.self, "the header's length"))
    let header = String(decoding: try reader.take(length, "the header"), as: UTF8.self)
    let (shape, double) = try parse(header, reader)
    guard let count = Tensor.count(shape), count <= bytes.count,
      reader.remaining == count * (double ? 8 : 4)
    else { throw reader.damaged("\(reader.remaining) bytes do not fill shape \(shape)") }
    return try Tensor(
      shape: shape, values: floats(try reader.take(reader.remaining, "the numbers"), double: double)
    )
  }

  /// A file with one array.
  public static func read(_ path: String) throws -> Tensor {
    try tensor(bytes: readFile(path), name: path)
  }

  public static func write(_ tensor: Tensor, to path: String) throws {
    try writeFile(bytes(tensor), path)
  }

  private static func parse(
    _ header: String, _ reader: ByteReader
  ) throws -> (shape: [Int], double: Bool) {
    guard let dtype = header.firstMatch(of: /'descr':\s*'([^']*)'/)?.1,
      let order = header.firstMatch(of: /'fortran_order':\s*(True|False)/)?.1,
      let axes = header.firstMatch(of: /'shape':\s*\(([0-9, ]*)\)/)?.1
    else { throw reader.damaged("its header lacks descr, fortran_order or shape") }
    guard dtype == "<f4" || dtype == "<f8" else {
      throw reader.damaged("its element type is '\(dtype)', but must be '<f4' or '<f8'")
    }
    guard order == "False" else { throw reader.damaged("it is in column-major (Fortran) order") }
    let shape = axes.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    let numbers = shape.compactMap { Int($0) }
    guard numbers.count == shape.count else { throw reader.damaged("its shape is (\(axes))") }
    return (numbers, dtype == "<f8")
  }
}
