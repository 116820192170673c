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

  @Test(arguments: [";", "\t"]) func `the first line tells what separates fields`(separator: String) throws {
    let lines = ["name,hidden", "\"a, b\",2", "c,", ""].map { $0.replacing(",", with: separator) }
    for (start, end) in [("\u{FEFF}", "\n"), ("\r\n", "\r\n"), ("", "\r")] {
      let table = try Table(csv: start + lines.joined(separator: end))
      #expect(table.columns == ["name", "hidden"])
      #expect(try table.column("name") == ["a\(separator) b", "c"])
      #expect(try table.column("hidden") == ["2", ""])
    }
  }

  @Test func `what is in quotation marks separates nothing`() throws {
    #expect(try Table(csv: "\"a;b\"\n1\n").columns == ["a;b"])
    #expect(try Table(csv: "\"a,b\";c\n1;2\n").columns == ["a,b", "c"])
    #expect(try Table(csv: "a;b,c\n1;2,3\n").columns == ["a;b", "c"])
    // A table of one column is read as it was written.
    for name in ["a;b", "a\tb"] {
      let table = Table(columns: [name], rows: [[Table.Cell(text: "x")]])
      #expect(try Table(csv: table.csv).columns == [name])
    }
  }

  @Test func `the separator can be given`() throws {
    #expect(try Table(csv: "a;b\n1;2\n", separator: ",").columns == ["a;b"])
    #expect(try Table(csv: "a,b|c\n1,5|2\n", separator: "|").column("a,b") == ["1,5"])
    let path = NSTemporaryDirectory() + "/table-\(UInt64.random(in: 0 ... .max)).tsv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "a;b\n1,5;2\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try Table(contentsOf: path, separator: ";").numbers("a") == [1.5])
    #expect(try Table(contentsOf: path).columns == ["a;b"])
  }

  @Test(arguments: ["\"", "\n", "\r\n", "é"]) func `not every character separates`(separator: Character) {
    #expect { try Table(csv: "a,b\n", separator: separator) } throws: { "\($0)".contains("not by '\(separator)'") }
  }

  @Test func `decimal commas between semicolons are numbers`() throws {
    let table = try Table(csv: "a;b;c\n1,5;-2;1,2,3\n+0,25e-3;n/a;4,5\n;7;\n")
    let numbers = try table.numbers("a")
    #expect(numbers[0] == 1.5 && numbers[1] == 0.25e-3 && numbers[2].isNaN)
    #expect(table.rows[0][0].isNumber && !table.rows[1][2].isNumber)
    // A column of lists keeps its commas.
    #expect(try table.column("c") == ["1,2,3", "4,5", ""])
    // Where numbers have points, a comma is something else.
    #expect(try Table(csv: "a;b\n1.5;2,3\n").column("b") == ["2,3"])
    #expect(try Table(csv: "a;b\n1.500,5;2,3\n").column("a") == ["1.500,5"])
  }

  @Test func `the sign before decimals can be given`() throws {
    #expect(try Table(csv: "a\tb\n1,5\t2.5\n", decimal: ",").column("a") == ["1.5"])
    #expect(try Table(csv: "a;b\n1,5;2\n", decimal: ".").column("a") == ["1,5"])
    #expect { try Table(csv: "a\n", decimal: ":") } throws: { "\($0)".contains("not ':'") }
  }

  @Test func `a line with too many fields is told in numbers`() {
    #expect { try Table(csv: "a\n1,2\n") } throws: {
      "\($0)" == "Line 2 of the table is malformed: it has 2 fields, but the first line names 1 column."
    }
    #expect { try Table(csv: "a;b\n1;2;3\n") } throws: { "\($0)".contains("names 2 columns.") }
  }
}
