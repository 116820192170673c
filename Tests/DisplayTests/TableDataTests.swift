import Foundation
import SuperposeDisplay
import Testing

@Suite struct TableDataTests {
  private struct Run { let name: String, hidden: Int, loss: Double }

  private func table() throws -> Table {
    try Table(structs: [
      Run(name: "a", hidden: 2, loss: 0.123456789), Run(name: "b, \"two\"", hidden: 10, loss: 1e-12),
      Run(name: "c\nd", hidden: 2, loss: 3),
    ])
  }

  @Test func `structs become rows, whose numbers keep all digits`() throws {
    let table = try table()
    #expect(table.columns == ["name", "hidden", "loss"])
    #expect(try table.numbers("loss") == [0.123456789, 1e-12, 3])
    #expect(try table.numbers("name").allSatisfy(\.isNaN))
    #expect(try Table(structs: [Run]()).rows.isEmpty)
    #expect(throws: Table.Failure.self) { try Table(structs: [1, 2]) }
    #expect { try table.column("los") } throws: { "\($0)".contains("name, hidden, loss") }
  }

  @Test func `rows are sorted, filtered and grouped`() throws {
    let table = try table()
    #expect(try table.sorted(by: "hidden", descending: true).column("name")[0] == "b, \"two\"")
    // Numbers are compared as numbers, and equal ones keep their order.
    #expect(try table.sorted(by: "hidden").column("name") == ["a", "c\nd", "b, \"two\""])
    #expect(table.filter { ($0["loss"].number ?? .nan) < 1 }.rows.count == 2)
    #expect(table.filter { $0["nothing"].text == "x" }.rows.isEmpty)
    let groups = try table.grouped(by: "hidden")
    #expect(groups.map(\.value) == ["2", "10"] && groups.map(\.table.rows.count) == [2, 1])
  }

  @Test func `CSV and JSON Lines go both ways`() throws {
    let table = try table()
    #expect(table.csv.hasPrefix("name,hidden,loss\na,2,0.123456789\n\"b, \"\"two\"\"\",10,1e-12\n"))
    for again in [try Table(csv: table.csv), try Table(jsonLines: table.jsonLines)] {
      #expect(Set(again.columns) == Set(table.columns))
      for name in table.columns { #expect(try again.column(name).map(value) == table.column(name).map(value)) }
    }
    #expect(table.jsonLines.hasPrefix(#"{"name":"a","hidden":2,"loss":0.123456789}"# + "\n"))
  }

  /// JSON writes 3.0 as 3.
  private func value(_ text: String) -> String { Double(text).map { "\($0)" } ?? text }

  @Test func `files are written and read by their ending`() throws {
    let base = FileManager.default.temporaryDirectory.path + "/table-\(UInt64.random(in: 0 ... .max))"
    for path in [base + ".csv", base + ".jsonl"] {
      defer { try? FileManager.default.removeItem(atPath: path) }
      try table().write(to: path)
      #expect(try Table(contentsOf: path).numbers("loss") == [0.123456789, 1e-12, 3])
    }
  }

  @Test func `line ends of Windows, empty lines and short lines are read`() throws {
    let table = try Table(csv: "a,b\r\n1,2\r\n\r\n3\r\n")
    #expect(try table.column("a") == ["1", "3"] && table.column("b") == ["2", ""])
    #expect(try Table(csv: "").columns.isEmpty)
  }

  @Test func `malformed text is refused with its line`() {
    #expect { try Table(csv: "a,b\n1,2\n1,2,3\n") } throws: { "\($0)".contains("Line 3") }
    #expect { try Table(csv: "a\n\"x\n") } throws: { "\($0)".contains("Line 2") }
    #expect { try Table(jsonLines: "{\"a\":1}\n[1]\n") } throws: { "\($0)".contains("Line 2") }
  }

  @Test func `a byte order mark is not part of a name`() throws {
    #expect(try Table(csv: "\u{FEFF}a,b\n1,2\n").columns == ["a", "b"])
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func `lines end as on any system`(end: String) throws {
    let table = try Table(csv: ["a,b", "1,\"x\"", "", "2,", ""].joined(separator: end))
    #expect(table.columns == ["a", "b"])
    #expect(try table.column("a") == ["1", "2"] && table.column("b") == ["x", ""])
    #expect { try Table(csv: ["a", "1", "2,3"].joined(separator: end)) } throws: { "\($0)".contains("Line 3") }
  }

  @Test func `fields may be quoted, and be separated by tabs`() throws {
    let table = try Table(csv: "a,b\r\n1,\"x, \"\"y\"\"\"\r\n2,\"two\r\nlines\"\r\n,\n")
    #expect(try table.column("b") == ["x, \"y\"", "two\nlines", ""])
    #expect(try Table(tsv: "a\tb\n1,5\t\"x\ty\"\n").column("b") == ["x\ty"])
  }

  @Test func `a file of tabs is read by its name, also by its address`() throws {
    let path = NSTemporaryDirectory() + "/table-\(UInt64.random(in: 0 ... .max)).tsv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "a\tb\n1\t2\n".write(toFile: path, atomically: true, encoding: .utf8)
    for place in [path, "file://" + path] { #expect(try Table(contentsOf: place).numbers("b") == [2]) }
  }
}
