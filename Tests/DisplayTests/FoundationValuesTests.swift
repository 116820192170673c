import Foundation
import SuperposeDisplay
import Testing

@Suite struct FoundationValuesTests {
  @Test func `an index set shows its ranges`() {
    #expect(plainText(of: IndexSet([1, 2, 3, 7, 9, 10])) == "[1...3, 7, 9...10]")
    #expect(plainText(of: IndexSet()) == "[]")
    #expect(plainText(of: IndexSet(0..<1_000_000)) == "[0...999999]")
    #expect(plainText(of: IndexSet(stride(from: 0, to: 4000, by: 2))).hasSuffix(", 1998, … 2000 in all]"))
    #expect(plainText(of: [IndexSet([4])]) == "[[4]]")
    #expect(plainText(of: Optional(IndexSet([4]))) == "Optional([4])")
  }

  @Test func `a calendar says its settings`() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "Europe/Berlin")!
    calendar.locale = Locale(identifier: "de_DE")
    calendar.firstWeekday = 2
    #expect(
      plainText(of: calendar)
        == "Calendar(gregorian, time zone Europe/Berlin, locale de_DE, weeks begin on Monday)")
  }

  @Test func `locales, languages and time zones have their names`() {
    #expect(plainText(of: Locale(identifier: "de_DE")) == "Locale(de_DE: German (Germany))")
    #expect(plainText(of: Locale.Language(identifier: "de")) == "de")
    #expect(plainText(of: TimeZone(identifier: "Europe/Berlin")!) == "Europe/Berlin")
    #expect(plainText(of: TimeZone(secondsFromGMT: 5400)!) == "GMT+0130")
  }

  @Test func `a set of characters shows the first ones`() {
    #expect(plainText(of: CharacterSet(charactersIn: "cab")) == "CharacterSet(a b c)")
    #expect(plainText(of: CharacterSet(charactersIn: "\tä")) == #"CharacterSet("\t" ä)"#)
    #expect(plainText(of: CharacterSet()) == "CharacterSet()")
    #expect(plainText(of: CharacterSet.decimalDigits) == "CharacterSet(0 1 2 3 4 5 6 7 8 9 …)")
  }

  @Test func `other values of Foundation show what they are`() {
    #expect(plainText(of: Measurement(value: 5, unit: UnitLength.kilometers)) == "5.0 km")
    #expect(plainText(of: UnitLength.kilometers) == "km")
    #expect(plainText(of: DateComponents(year: 2026, month: 2)) == "year: 2026 month: 2")
    #expect(plainText(of: AttributedString("hello")) == "\"hello\"")
    #expect(plainText(of: DispatchQueue(label: "mine")) == "DispatchQueue(\"mine\")")
    let hour = DateInterval(start: Date(timeIntervalSince1970: 0), duration: 3600)
    #expect(plainText(of: hour) == "1970-01-01 00:00:00 +0000 to 1970-01-01 01:00:00 +0000")
  }

  @Test func `objects of Foundation do not show where they are in memory`() {
    #expect(plainText(of: NumberFormatter()) == "NumberFormatter")
    #expect(plainText(of: [DateFormatter()]) == "[DateFormatter]")
  }
}
