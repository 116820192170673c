import SuperposeDisplay
import Testing

struct TableColumnsTests {
  private struct Fit {
    let loss: Double
    var name: String? = "fit"
    /// Computed properties are columns like stored ones.
    var half: Float { Float(loss / 2) }
  }

  @Test func `a table has a column for each named path`() {
    let fits = [Fit(loss: 0.243_547), Fit(loss: -1.5e-7, name: nil)]
    let table = Table(fits, ["loss": \.loss, "half": \.half, "letters": \.name?.count], digits: 3)
    #expect(table.columns == ["loss", "half", "letters"])
    #expect(table.rows.map { $0.map(\.text) } == [["0.244", "0.122", "3"], ["−1.5e−7", "−7.5e−8", ""]])
    #expect(table.rows[0].allSatisfy { $0.isNumber })
  }

  @Test func `no elements make a table of headings`() {
    let table = Table([Fit](), ["loss": \.loss])
    #expect(table.columns == ["loss"] && table.rows.isEmpty)
  }

  @Test func `numbers in strings have as many digits as wanted`() {
    #expect("loss \(0.243_547_37, digits: 3)" == "loss 0.244")
    #expect("\(Float(-29.910_475), digits: 4) and \(Double.nan, digits: 2)" == "−29.91 and undefined")
  }

  @Test func `lists of numbers have the decimals of the largest`() {
    let table = Table([[0.5, -0.00004, 1.25], []], ["numbers": \.self], digits: 3)
    #expect(table.rows.map { $0[0].text } == ["0.50  0.00  1.25", ""])
    let floats = Table([[Float(-120.4), 3]], ["numbers": \.self], digits: 3)
    #expect(floats.rows[0][0].text == "−120  3")
  }
}
