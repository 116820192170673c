import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct LossSurfacesTests {
  @Test func `the confused phase begins at 4 sevenths, with a jump`() throws {
    let result = try LossSurfaces().run()
    #expect(result.claims.prefix(3).map(\.held) == [true, true, true])
    for place in result.equal {
      let expected: BiasFreeLoss.Kind = place.loss.density > 4.0 / 7 ? .confused : .antipodal
      #expect(place.minima.first?.kind == expected, "density \(place.loss.density)")
    }
  }
}
