import SuperposeCellMessages
import SuperposeDisplay
import SuperposePlot
import Synchronization
import Testing
import ToyFigures
import ToyLib

/// The front end is the process's, so these tests wait for each other.
@Suite(.serialized) struct WatchTests {
  private let features = SparseFeatures(count: 5, sparsity: 0.9)
  private let model = ReLUOutputModel(hidden: 2, importance: .geometric(0.9))

  private func watching<Result>(
    as notebook: Notebook, _ body: () throws -> Result
  ) rethrows -> Result {
    let before = frontEnd.withLock(\.self)
    frontEnd.withLock { $0 = notebook }
    defer { frontEnd.withLock { $0 = before } }
    return try body()
  }

  @Test func `who looks on leaves no trace in the result`() throws {
    let plain = try model.train(on: features, steps: 3000, instances: 3, seed: 7)
    var quiet = Training()
    quiet.showsProgress = false
    let silent = try model.train(
      on: features, steps: 3000, instances: 3, seed: 7, training: quiet)
    let watched = try watching(as: Notebook()) {
      try model.train(
        on: features, steps: 3000, instances: 3, seed: 7, snapshots: 20, watch: .geometry)
    }
    for (one, others) in zip(plain, zip(silent, watched)) {
      #expect(one.network == others.0.network && one.network == others.1.network)
      #expect(one.history == others.1.history && one.loss == others.1.loss)
    }
  }

  @Test(arguments: [true, false])
  func `the last figure is left in full quality, alone in a batch run`(_ isWatched: Bool) throws {
    let notebook = Notebook(isWatched: isWatched)
    var views = 0
    _ = try watching(as: notebook) {
      try model.train(
        on: features, steps: 40, instances: 2,
        watch: .figure { view in
          views += 1
          #expect(view.models.map(\.step) == [40, 40] && view.steps == 40)
          #expect(view.models.map(\.instance) == [0, 1] && view.progress.fraction == 1)
          return Figure(Plot { Dot(x: view.models[0].norms, y: view.models[0].bias) })
        })
    }
    #expect(views == 1)
    let shown = notebook.shown.filter { $0.data[.svg] != nil }
    #expect(shown.count == 1 && shown.last?.data[.png] != nil)
  }

  @Test func `frames are cheap, and come before the last one`() throws {
    let notebook = Notebook()
    var training = Training()
    training.steps = 2_000_000
    #expect(throws: TrainingStopped.self) {
      try watching(as: notebook) {
        try model.train(on: features, instances: 2, watch: .geometry, training: training) { _ in
          // As long as it takes until there are frames, and no longer.
          if notebook.shown.filter({ $0.isFrame }).count >= 2 { throw Enough() }
        }
      }
    }
    for frame in notebook.shown.filter(\.isFrame) {
      #expect(Set(frame.data.keys) == [.html, .plainText])
    }
  }

  @Test func `a frame that shows nothing new is not sent`() throws {
    let notebook = Notebook()
    var training = Training()
    training.steps = 20_000_000
    var views = 0
    #expect(throws: TrainingStopped.self) {
      try watching(as: notebook) {
        try model.train(
          on: features,
          watch: .figure { _ in
            views += 1
            if views == 4 { throw Enough() }
            return Figure(Plot { Rule(y: 0) })
          }, training: training)
      }
    }
    // The fourth view is asked for once the third is drawn.
    #expect(views == 4 && notebook.shown.filter(\.isFrame).count == 1)
  }

  private struct Enough: Error {}

  @Test func `what a watched figure throws stops the training`() {
    let stopped = #expect(throws: TrainingStopped.self) {
      try model.train(on: features, steps: 20, watch: .figure { _ in throw Enough() })
    }
    #expect(stopped?.cause is Enough)
    #expect(stopped?.models[0].step == 20)
  }

  @Test func `layered networks are watched without a trace in the result`() throws {
    let layered = try LayeredModel(inputs: 5, [.linear(3), .relu, .linear(5)])
    let plain = try layered.train(on: features, steps: 60, instances: 2, seed: 7)
    for watch in [LayeredWatch.loss, .weights("W1"), .weights("b2")] {
      let notebook = Notebook()
      let watched = try watching(as: notebook) {
        try layered.train(on: features, steps: 60, instances: 2, seed: 7, watch: watch)
      }
      #expect(watched.map(\.network.fingerprint) == plain.map(\.network.fingerprint))
      #expect(notebook.shown.count { $0.data[.svg] != nil && $0.data[.png] != nil } == 1)
    }
  }

  @Test func `a figure of one's own sees layered networks, and its errors stop the training`() throws {
    let layered = try LayeredModel(inputs: 5, [.linear(3), .relu, .linear(5)])
    let views = Mutex<[[Int]]>([])
    let notebook = Notebook(isWatched: false)
    _ = try watching(as: notebook) {
      try layered.train(
        on: features, steps: 40, instances: 2,
        watch: .figure { view in
          views.withLock { $0.append(view.models.map(\.step)) }
          let weights = try view.models[1].network["W1"]
          return Figure(Plot { Dot(x: weights[row: 0], y: weights[row: 1]) })
        })
    }
    #expect(views.withLock(\.self) == [[40, 40]])
    let stopped = #expect(throws: LayeredTrainingStopped.self) {
      try layered.train(on: features, steps: 20, watch: .weights("W9"))
    }
    #expect("\(try #require(stopped).cause)".contains("W9"))
    #expect(stopped?.networks[0].step == 20)
  }

  @Test(arguments: [(5, 1), (5, 2), (6, 3), (20, 5), (200, 20)])
  func `geometry is drawn for every shape`(_ features: Int, _ hidden: Int) throws {
    let notebook = Notebook()
    _ = try watching(as: notebook) {
      try ReLUOutputModel(hidden: hidden).train(
        on: [0.5, 0.9].map { SparseFeatures(count: features, sparsity: $0) }, steps: 2,
        watch: .geometry)
    }
    guard case .text(let svg)? = notebook.shown.last?.data[.svg] else {
      Issue.record("no figure")
      return
    }
    #expect(svg.contains("S = 0.5") && svg.contains("step"))
  }

  @Test func `a watched resumption goes on where it paused`() throws {
    var training = Training()
    training.steps = 60
    training.pauseAt = 20
    var steps: [Int] = []
    let watch = Watch.figure { view in
      steps += view.models.map(\.step)
      return Figure(Plot { Rule(y: 0) })
    }
    let paused = try model.train(on: features, watch: watch, training: training)
    #expect(try paused.resumed(watch: watch)[0].step == 60)
    #expect(steps == [20, 60])
  }

  // MARK: Pace

  @Test func `at most ten frames a second`() {
    var pace = FramePace(start: .milliseconds(300))
    var frames = 0
    for millisecond in 0..<2300 where pace.isDue(at: .milliseconds(millisecond)) {
      frames += 1
      pace.drew(at: .milliseconds(millisecond), cost: .milliseconds(1))
    }
    #expect(frames == 20)
  }

  @Test func `drawing takes at most a fiftieth of the time`() {
    var pace = FramePace(start: .zero)
    var frames = 0
    for millisecond in 0..<60_000 where pace.isDue(at: .milliseconds(millisecond)) {
      frames += 1
      pace.drew(at: .milliseconds(millisecond), cost: .milliseconds(30))
    }
    #expect(frames == 40)
  }

  // MARK: Snapshots

  @Test func `snapshots are closer together at the start`() {
    let steps = Training.snapshotSteps(11, of: 10_000).sorted()
    #expect(steps == [0, 100, 400, 900, 1600, 2500, 3600, 4900, 6400, 8100, 10_000])
    #expect(Training.snapshotSteps(1, of: 10) == [10])
    #expect(Training.snapshotSteps(50, of: 4) == [0, 1, 2, 3, 4])
    #expect(throws: ToyLibError.self) { try model.train(on: features, steps: 5, snapshots: 0) }
  }

  @Test func `a snapshot knows the loss of its update`() throws {
    var training = Training()
    training.recordEvery = 1
    let trained = try model.train(on: features, steps: 9, snapshots: 4, training: training)[0]
    #expect(trained.snapshots.map(\.step) == [0, 1, 4, 9])
    #expect(
      trained.snapshots.map(\.loss)
        == [nil] + [1, 4, 9].map { step in trained.history.first { $0.step == step }?.loss })
  }
}

/// A notebook that keeps what it is shown.
private final class Notebook: FrontEnd {
  private let kept = Mutex<[MIMEBundle]>([])
  private let isWatched: Bool

  init(isWatched: Bool = true) { self.isWatched = isWatched }

  var shown: [MIMEBundle] { kept.withLock(\.self) }
  var outlet: Outlet { Outlet(frontEnd: self, cell: .cell(1), isWatched: isWatched) }
  func show(_ bundle: MIMEBundle, id: DisplayID?) { kept.withLock { $0.append(bundle) } }
  func update(_ bundle: MIMEBundle, id: DisplayID) { kept.withLock { $0.append(bundle) } }
  func clear(wait: Bool) {}
  func readLine(prompt: String, isPassword: Bool) -> String? { nil }
}

extension MIMEBundle {
  fileprivate var isFrame: Bool {
    if case .text(let html)? = data[.html] { html.hasPrefix("<img") } else { false }
  }
}
