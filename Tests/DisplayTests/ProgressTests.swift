import SuperposeCellMessages
import SuperposeDisplay
import Testing

struct ProgressTests {
  private func bar(
    _ title: String = "work", total: Int? = 10, unit: String = "",
    occasion: ProgressOccasion = .asked, in displays: ProgressDisplays
  ) -> ProgressBar {
    ProgressBar(title, total: total, unit: unit, occasion: occasion, in: displays)
  }

  // MARK: When something is shown

  @Test func `what ends within 0,3 seconds shows nothing`() {
    let recorder = Recorder()
    let bar = bar(in: recorder.displays)
    for _ in 0..<2 {
      recorder.pass(0.1)
      bar.advance()
    }
    recorder.pass(0.09)
    bar.finish()
    recorder.pass(1)
    #expect(recorder.shown.isEmpty)
    #expect(!recorder.isBeating)
  }

  @Test func `two seconds bring one display, at most 20 updates, and the end`() throws {
    let recorder = Recorder()
    let bar = bar(total: 2000, in: recorder.displays)
    for _ in 0..<2000 {
      recorder.pass(0.001)
      bar.advance()
    }
    bar.finish()
    let shown = recorder.shown
    #expect(shown.count <= 20)
    #expect(shown.map(\.isUpdate) == [false] + Array(repeating: true, count: shown.count - 1))
    #expect(Set(shown.map(\.id)).count == 1)
    #expect(try #require(shown.first).time >= .milliseconds(300))
    #expect(shown.last?.text == "work  2,000 of 2,000 in 2.0 s")
    for (one, next) in zip(shown, shown.dropFirst().dropLast()) {
      #expect(next.time - one.time >= .milliseconds(100))
    }
  }

  @Test func `it also moves when the work does not`() {
    let recorder = Recorder()
    let bar = bar(total: 3, in: recorder.displays)
    for _ in 0..<20 { recorder.pass(0.1) }
    #expect(recorder.texts.first == "work  ░░░░░░░░░░░░░░░░░░░░  0 of 3 · 0.3 s")
    #expect(recorder.texts.last == "work  ░░░░░░░░░░░░░░░░░░░░  0 of 3 · 2.0 s")
    bar.finish()
  }

  @Test func `what does not change is not sent again`() {
    let recorder = Recorder()
    let bar = bar(total: nil, in: recorder.displays)
    for _ in 0..<50 { recorder.pass(0.1) }
    let before = recorder.shown.count
    for _ in 0..<5 { recorder.pass(0.000_1) }
    #expect(recorder.shown.count == before)
    bar.finish()
  }

  @Test func `a batch run sees the last state only, once`() {
    let recorder = Recorder(isWatched: false)
    let bar = bar(in: recorder.displays)
    for _ in 0..<10 {
      recorder.pass(0.2)
      bar.advance()
    }
    #expect(recorder.shown.isEmpty)
    bar.detail = "loss 0.5"
    bar.finish()
    #expect(recorder.texts == ["work  10 of 10 in 2.0 s · loss 0.5"])
  }

  @Test
  func `a plain program sees a requested bar at its end, and no automatic bar`() {
    let recorder = Recorder(cell: nil, isWatched: false)
    let displays = recorder.displays
    let asked = bar(in: displays)
    recorder.pass(1)
    asked.finish()
    for occasion in [ProgressOccasion.automatic, .training] {
      let automatic = bar("automatic", occasion: occasion, in: displays)
      recorder.pass(1)
      automatic.finish()
    }
    #expect(recorder.texts == ["work  0 in 1.0 s"])
  }

  @Test func `quietly shows nothing`() {
    let recorder = Recorder()
    let displays = recorder.displays
    quietly {
      let bar = bar(in: displays)
      recorder.pass(1)
      bar.finish()
    }
    #expect(recorder.shown.isEmpty)
  }

  // MARK: What it says

  @Test func `it says how far it is, how fast, and how long it still takes`() {
    let recorder = Recorder()
    let bar = bar("densities", in: recorder.displays)
    bar.advance(by: 4)
    bar.detail = "loss 0.012"
    recorder.pass(2)
    #expect(
      recorder.texts == [
        "densities  ████████░░░░░░░░░░░░  4 of 10 · 2.0/s · 3.0 s left · loss 0.012"
      ])
    bar.finish()
  }

  @Test(arguments: [
    (0.04, "0.0 s"), (1.26, "1.3 s"), (12.4, "12 s"), (185, "3 min 05 s"), (3720, "1 h 02 min"),
  ])
  func `times are brief`(_ seconds: Double, _ words: String) {
    let recorder = Recorder()
    let bar = bar(total: nil, in: recorder.displays)
    recorder.pass(0.3)
    recorder.pass(seconds - 0.3 > 0 ? seconds - 0.3 : 0)
    bar.finish()
    #expect(seconds < 0.3 || recorder.texts.last == "work  0 in \(words)")
  }

  @Test(arguments: [
    (1, "1.0/s"), (12, "12/s"), (999, "999/s"), (1000, "1.0 k/s"), (45_600, "46 k/s"),
    (2_345_678, "2.3 M/s"),
  ])
  func `rates are brief`(_ count: Int, _ words: String) throws {
    let recorder = Recorder()
    let bar = bar(total: nil, in: recorder.displays)
    bar.count = count
    recorder.pass(1)
    #expect(try #require(recorder.texts.last).contains(words))
    bar.finish()
  }

  @Test func `long numbers become a percentage`() {
    let recorder = Recorder()
    let bar = bar(total: 80_000, unit: "steps", in: recorder.displays)
    bar.count = 30_000
    recorder.pass(1)
    #expect(recorder.texts == ["work  ███████░░░░░░░░░░░░░  37 % · 30 k steps/s · 1.7 s left"])
    bar.count = 80_000
    bar.finish()
    #expect(recorder.texts.last == "work  80,000 steps in 1.0 s")
  }

  @Test func `more than the total is a full bar`() {
    let recorder = Recorder()
    let bar = bar(total: 3, in: recorder.displays)
    bar.count = 5
    recorder.pass(1)
    #expect(recorder.texts == ["work  ████████████████████  5 of 3 · 5.0/s · 1.0 s"])
    bar.finish()
  }

  @Test func `titles and details are text, not HTML`() throws {
    let recorder = Recorder()
    let bar = bar("a < b", in: recorder.displays)
    bar.detail = "<script>"
    recorder.pass(1)
    bar.finish()
    for html in recorder.shown.map(\.html) {
      #expect(html.contains("a &lt; b") && html.contains("&lt;script&gt;"))
      #expect(!html.contains("<script") && !html.contains("http"))
    }
  }

  // MARK: How it ends

  @Test func `a handle that is let go of stopped`() {
    let recorder = Recorder()
    let displays = recorder.displays
    var handle: ProgressBar? = bar(in: displays)
    handle?.advance(by: 3)
    recorder.pass(1)
    handle = nil
    #expect(recorder.texts.last == "work  stopped at 3 of 10 after 1.0 s")
    displays.cellEnded(.cell(1), as: nil)
    recorder.pass(1)
    #expect(!recorder.isBeating)
  }

  @Test func `a cell that fails ends all that is under way in it, and nothing else`() {
    let recorder = Recorder()
    let displays = recorder.displays
    let first = bar("first", in: displays)
    recorder.pass(1)
    recorder.enter(cell: .cell(2))
    let second = bar("second", in: displays)
    recorder.pass(1)
    displays.cellEnded(.cell(1), as: .interrupted)
    #expect(recorder.remaining[0] == "first  interrupted at 0 of 10 after 2.0 s")
    #expect(recorder.remaining[1].contains("0 of 10 · 1.0 s"))
    displays.cellEnded(.cell(2), as: .failed)
    #expect(recorder.remaining[1] == "second  failed at 0 of 10 after 1.0 s")
    first.advance()
    second.finish()
    recorder.pass(1)
    #expect(recorder.remaining.count == 2 && recorder.remaining[1].hasPrefix("second  failed"))
  }

  @Test func `a loop that the cell's error left failed`() {
    let recorder = Recorder()
    let displays = recorder.displays
    for number in sequence(1...10, in: displays) {
      recorder.pass(0.5)
      if number == 2 { break }
    }
    for number in sequence(1...10, in: displays) {
      recorder.pass(0.5)
      if number == 4 { break }
    }
    displays.cellEnded(.cell(1), as: .failed)
    #expect(
      recorder.remaining == [
        "loop  stopped at 1 of 10 after 1.0 s", "loop  failed at 3 of 10 after 2.0 s",
      ])
    recorder.pass(1)
    #expect(!recorder.isBeating)
  }

  @Test func `a handle goes on when its cell ended well`() {
    let recorder = Recorder()
    let displays = recorder.displays
    let bar = bar(in: displays)
    recorder.pass(1)
    displays.cellEnded(.cell(1), as: nil)
    recorder.pass(1)
    bar.advance()
    recorder.pass(1)
    #expect(recorder.texts.last?.contains("1 of 10") == true)
    bar.finish()
  }

  // MARK: Nesting

  @Test func `parts stand below the whole while they are under way`() {
    let recorder = Recorder()
    let displays = recorder.displays
    let whole = bar("sweep", total: 2, in: displays)
    for step in 1...2 {
      let part = bar("training", total: 4, occasion: .training, in: displays)
      part.count = 2
      recorder.pass(1)
      #expect(recorder.texts.last?.split(separator: "\n").count == 2)
      #expect(recorder.texts.last?.contains("\n  training  ██████████░░░") == true)
      part.finish()
      whole.count = step
    }
    whole.finish()
    #expect(recorder.remaining == ["sweep  2 of 2 in 2.0 s"])
  }

  @Test func `a part counts as the part that it is`() {
    let recorder = Recorder()
    let displays = recorder.displays
    let whole = bar("sweep", total: 4, in: displays)
    whole.advance()
    let part = bar("training", total: 10, in: displays)
    part.count = 5
    recorder.pass(3)
    #expect(
      recorder.texts.last?.split(separator: "\n").first
        == "sweep       ███████░░░░░░░░░░░░░  1 of 4 · 2.0 s each · 5.0 s left")
    part.finish()
    whole.finish()
  }

  @Test func `many parts at once do not become a pile`() {
    let recorder = Recorder()
    let displays = recorder.displays
    let whole = bar("sweep", in: displays)
    let parts = (0..<20).map { bar("part \($0)", in: displays) }
    recorder.pass(1)
    #expect(recorder.texts.last?.split(separator: "\n").count == 5)
    for part in parts { part.finish() }
    whole.finish()
    #expect(recorder.remaining == ["sweep  0 in 1.0 s"])
  }

  @Test func `trainings of a cell share one line`() {
    let recorder = Recorder()
    let displays = recorder.displays
    for _ in 0..<3 {
      let training = bar("training", unit: "steps", occasion: .training, in: displays)
      training.count = 10
      recorder.pass(0.2)
      training.finish()
    }
    displays.cellEnded(.cell(1), as: nil)
    #expect(recorder.remaining == ["training  3 runs · 30 steps in 0.6 s"])
    recorder.enter(cell: .cell(2))
    let other = bar("training", occasion: .training, in: displays)
    recorder.pass(1)
    other.finish()
    displays.cellEnded(.cell(2), as: nil)
    #expect(recorder.remaining.count == 2)
  }

  @Test func `trainings in a batch run are told once, when their cell ends`() {
    let recorder = Recorder(isWatched: false)
    let displays = recorder.displays
    for _ in 0..<3 {
      let training = bar("training", occasion: .training, in: displays)
      recorder.pass(0.5)
      training.finish()
    }
    #expect(recorder.shown.isEmpty)
    displays.cellEnded(.cell(1), as: nil)
    #expect(recorder.texts == ["training  3 runs · 0 in 1.5 s"])
  }

  // MARK: Sequences

  private func sequence<Elements: Collection>(
    _ elements: Elements, in displays: ProgressDisplays
  ) -> ProgressSequence<Elements> {
    ProgressSequence(
      elements, title: "loop", total: elements.count, occasion: .asked, in: displays)
  }

  @Test func `a loop gets every element and ends finished`() {
    let recorder = Recorder()
    let elements = sequence(Array("abcde"), in: recorder.displays)
    var seen = ""
    for letter in elements {
      seen.append(letter)
      elements.detail = "at \(letter)"
      recorder.pass(0.2)
    }
    #expect(seen == "abcde")
    #expect(recorder.remaining == ["loop  5 of 5 in 1.0 s · at e"])
  }

  @Test func `an element counts when the next is asked for`() {
    let recorder = Recorder()
    var counts: [String] = []
    for _ in sequence(1...3, in: recorder.displays) {
      recorder.pass(1)
      counts.append(
        recorder.texts.last.map { String($0.split(separator: "  ")[2].prefix(6)) } ?? "")
    }
    #expect(counts == ["0 of 3", "1 of 3", "2 of 3"])
  }

  @Test func `a loop that is left stopped`() {
    let recorder = Recorder()
    for number in sequence(1...10, in: recorder.displays) {
      recorder.pass(0.5)
      if number == 4 { break }
    }
    #expect(recorder.remaining == ["loop  stopped at 3 of 10 after 2.0 s"])
  }

  @Test func `map and a second pass work`() {
    let recorder = Recorder()
    let elements = sequence(1...4, in: recorder.displays)
    for _ in 0..<2 {
      #expect(
        elements.map { number in
          recorder.pass(0.2)
          return number * 2
        } == [2, 4, 6, 8])
    }
    #expect(recorder.remaining == ["loop  4 of 4 in 0.8 s", "loop  4 of 4 in 0.8 s"])
  }

  @Test func `an empty loop shows nothing`() {
    let recorder = Recorder()
    for _ in sequence([Int](), in: recorder.displays) {}
    recorder.pass(1)
    #expect(recorder.shown.isEmpty)
  }
}
