import Foundation
import SuperposeDisplay
import SuperposePlot
import Testing
import ToyFigures
import ToyLib

struct ScrubberTests {
  private static func trained(
    features: Int = 5, hidden: Int = 2, steps: Int = 30, snapshots: Int = 6
  ) throws -> TrainedModels {
    var training = Training()
    training.evaluationSamples = 1024
    return try ReLUOutputModel(hidden: hidden, importance: .geometric(0.9)).train(
      on: [0, 0.9].map { SparseFeatures(count: features, sparsity: $0) }, steps: steps, batch: 64,
      snapshots: snapshots, training: training)
  }

  /// What the script of `html` is given.
  private func data(of html: String) throws -> [String: Any] {
    let start = try #require(html.range(of: "const data = "))
    let end = try #require(html.range(of: ";\n", range: start.upperBound..<html.endIndex))
    let json = Data(html[start.upperBound..<end.lowerBound].utf8)
    return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  @Test(arguments: [(5, 2), (6, 3), (20, 5)])
  func `the page holds the weights of every snapshot`(_ features: Int, _ hidden: Int) throws {
    let models = try Self.trained(features: features, hidden: hidden)
    let data = try data(of: models.scrubber.html)
    let steps = try #require(data["steps"] as? [Int])
    let panels = try #require(data["panels"] as? [[String: Any]])
    #expect(steps == models[0].snapshots.map(\.step) && panels.count == 2)
    let reach = try #require(data["reach"] as? Double)
    for (panel, model) in zip(panels, models) {
      let text = try #require(panel["weights"] as? String)
      let bytes = try #require(Data(base64Encoded: text))
      let weights = model.snapshots.flatMap(\.weights.elements)
      #expect(bytes.count == weights.count * 2)
      for (i, weight) in weights.enumerated() {
        let number = Int16(bitPattern: UInt16(bytes[2 * i]) | UInt16(bytes[2 * i + 1]) << 8)
        #expect(abs(Double(number) * reach / 32_767 - Double(weight)) <= reach / 65_000)
      }
      #expect((panel["losses"] as? [Any])?.count == steps.count)
    }
  }

  @Test func `it needs nothing from elsewhere`() throws {
    let html = try Self.trained().scrubber.html
    let addresses = html.matches(of: #/https?://[^"' ]*/#).map { String($0.output) }
    #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
    #expect(!html.contains("@import") && !html.contains("<link") && !html.contains(" id=\""))
  }

  @Test func `two different ones have different names, equal ones the same bytes`() throws {
    let models = try Self.trained()
    func name(_ scrubber: Scrubber) throws -> Substring {
      let match = try scrubber.html.firstMatch(of: #/superpose-scrubber-[0-9a-f]+/#)
      return try #require(match).output
    }
    #expect(try name(models[0].scrubber) != name(models[1].scrubber))
    #expect(try models.scrubber.html == models.scrubber.html)
  }

  @Test func `a title cannot end the script`() throws {
    let model = try Self.trained()[0]
    let panel = Scrubber.Panel(model, title: "</script><b>\"&")
    let html = try Scrubber(panels: [panel]).html
    #expect(html.components(separatedBy: "</script>").count == 2)
    let panels = try data(of: html)["panels"] as? [[String: Any]]
    #expect(panels?.first?["title"] as? String == "</script><b>\"&")
  }

  @Test func `front ends without HTML get the last snapshot as a picture`() throws {
    let models = try Self.trained()
    let bundle = try models.scrubber.mimeBundle
    #expect(Set(bundle.data.keys) == [.html, .png, .plainText])
    #expect(
      bundle.data[.plainText]
        == .text(
          "Scrubber: 2 models of 5 features in 2 dimensions, 6 snapshots from step 0 to 30."))
  }

  @Test func `without snapshots it says how to get them`() throws {
    let models = try ReLUOutputModel(hidden: 2).train(
      on: SparseFeatures(count: 5, sparsity: 0.9), steps: 2)
    let error = #expect(throws: ToyLibError.self) { try models.best.scrubber.mimeBundle }
    #expect("\(error!)".contains("train with snapshots: 60"))
    #expect(models.best.scrubber.description == "Scrubber without snapshots.")
  }

  @Test func `models of different shapes do not mix`() throws {
    let one = try Self.trained()[0]
    let other = try Self.trained(features: 6)[0]
    #expect(throws: ToyLibError.self) {
      try Scrubber(panels: [.init(one), .init(other)]).html
    }
  }

  @Test func `a large model still makes a page of less than 3 MB`() throws {
    var training = Training()
    training.snapshots = Set(0...120)
    let model = try ReLUOutputModel(hidden: 30).train(
      on: SparseFeatures(count: 400, sparsity: 0.99), steps: 120, batch: 64, training: training)[0]
    let html = try model.scrubber.html
    #expect(html.utf8.count < 3_000_000)
    let data = try data(of: html)
    let steps = try #require(data["steps"] as? [Int])
    #expect(data["precision"] as? Int == 1)
    #expect(steps.first == 0 && steps.last == 120 && steps.count == 100)
  }

  @Test(arguments: [2, 5]) func `weights of a layered network play back by name`(_ hidden: Int) throws {
    let model = try LayeredModel(inputs: 6, [.linear(hidden, bias: false), .transpose(of: "W1", bias: true), .relu])
    let networks = try model.train(
      on: SparseFeatures(count: 6, sparsity: 0.8), steps: 30, instances: 2, batch: 64, snapshots: 6)
    let scrubber = try networks.scrubber("W1")
    #expect(
      "\(scrubber)"
        == "Scrubber: 2 models of 6 features in \(hidden) dimensions, 6 snapshots from step 0 to 30.")
    let panels = try #require(try data(of: scrubber.html)["panels"] as? [[String: Any]])
    let text = try #require(panels[1]["weights"] as? String)
    #expect(Data(base64Encoded: text)?.count == 6 * hidden * 6 * 2)
    #expect(try networks[0].scrubber("W1").mimeBundle.data[.png] != nil)
    #expect(throws: ToyLibError.self) { try networks[0].scrubber("W2") }
  }
}
