import SuperposeDisplay
import SuperposeExperiments
import SuperposePlot
import Testing
import ToyFigures
import ToyLib

struct ResultCardTests {
  @Test func `a result shows its question, its claims and its figures with their names`() throws {
    let result = try OpeningFigure().shortened.run()
    let bundle = try result.mimeBundle
    guard case .text(let html)? = bundle.data[.html], case .text(let text)? = bundle.data[.plainText] else {
      Issue.record("the card has no HTML or no text")
      return
    }
    #expect(html.utf8.count < 30_000)
    #expect(html.contains(OpeningFigure.question) && html.contains("of 3 held"))
    #expect(text.hasPrefix("\(result)") && !text.contains("<"))
    for figure in result.figures {
      #expect(html.contains("figure(\"\(figure.name)\")") && text.contains("figure(\"\(figure.name)\")"))
      #expect(result.figure(figure.name) != nil)
    }
    #expect(html.matches(of: #/<img /#).count == result.figures.count)
    #expect(bundle.data[.png] != nil, "for exports without HTML")
  }

  @Test func `a result with many or large figures stays small`() throws {
    let bundle = try Many(experiment: OpeningFigure().shortened).mimeBundle
    guard case .text(let html)? = bundle.data[.html] else {
      Issue.record("the card has no HTML")
      return
    }
    #expect(html.utf8.count < 30_000)
    #expect(html.contains("figure(\"figure-39\")"))
    let pictures = html.matches(of: #/<img /#).count
    #expect(pictures > 0 && pictures < 40)
  }

  private struct Many: ExperimentResult {
    var experiment: OpeningFigure
    var claims: Claims { [] }
    func draw() throws -> [NamedFigure] {
      (0..<40).map { number in
        let values = (0..<200).map { Double(($0 * 7919 + number) % 101) }
        let plot = Plot { Dot(x: values, y: values.reversed().map { $0 * $0 }) }
        return NamedFigure("figure-\(number)", Figure(plot))
      }
    }
  }
}
