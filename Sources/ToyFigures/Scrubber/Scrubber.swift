public import SuperposeDisplay
public import SuperposePlot
public import ToyLib

/// Playback of a training: a slider and a play button that move through a run's snapshots.
///
/// ```swift
/// let models = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9))
///   .train(on: SparseFeatures(count: 5, sparsity: 0.9), snapshots: 60)
/// models.best.scrubber
/// ```
///
/// With up to three hidden dimensions features are lines from the origin (drag to rotate three
/// dimensions); with more, WᵀW is a heat map with a bar ‖W_i‖ for each feature. The HTML needs no
/// network and no other file and works in exported pages. One page can hold any number of
/// scrubbers. Where scripts do not run it is a picture of the last snapshot.
public struct Scrubber: Sendable {
  /// The panels, side by side, which move together.
  public var panels: [Panel]

  /// The snapshots and losses of one model.
  public struct Panel: Sendable {
    public var title: Label
    /// The snapshots, sorted by step.
    public var snapshots: [Snapshot]
    /// The recorded losses, for the curve.
    public var history: [LossRecord]
    /// The importances of the features, which determine the colours.
    public var importance: [Float]
    /// How the model came about, for the provenance of the still picture.
    public var origin: Origin?
    /// Whether the networks of the snapshots have biases of the features.
    var hasBias = true

    public init(_ model: TrainedModel, title: Label = "") {
      self.title = title
      snapshots = model.snapshots
      history = model.history
      importance = model.importance
      origin = model.origin
    }

    /// The weights `name` of a layered network: each of their inputs is a feature, and its weights are
    /// the feature's direction.
    ///
    /// - Throws: `ToyLibError` for an unknown name.
    public init(_ network: TrainedLayeredNetwork, weights name: String, title: Label = "") throws {
      self.title = title
      snapshots = try network.snapshots.map { try $0.embedding(of: name) }
      history = network.history
      importance = try Array(repeating: 1, count: network.network[name].columns)
      hasBias = false
    }
  }

  public init(panels: [Panel]) { self.panels = panels }
  public init(_ model: TrainedModel) { self.init(panels: [Panel(model)]) }
}

extension TrainedModel {
  /// A playback of the training, from its `snapshots`.
  public var scrubber: Scrubber { Scrubber(self) }
}

extension TrainedModels {
  /// A playback of the training of the first six models, side by side.
  public var scrubber: Scrubber {
    let titles = InstanceTitles.of(map(\.features), instances: map(\.instance))
    return Scrubber(
      panels: zip(self, titles).prefix(6).map { Scrubber.Panel($0, title: Label($1)) })
  }
}

extension TrainedLayeredNetwork {
  /// A playback of the weights `name` during the training, from its `snapshots`: each input is a
  /// feature.
  ///
  /// - Throws: `ToyLibError` for an unknown name.
  public func scrubber(_ name: String) throws -> Scrubber {
    Scrubber(panels: [try Scrubber.Panel(self, weights: name)])
  }
}

extension TrainedLayeredNetworks {
  /// A playback of the weights `name` during the training of the first six networks, side by side.
  ///
  /// - Throws: `ToyLibError` for an unknown name.
  public func scrubber(_ name: String) throws -> Scrubber {
    let titles = InstanceTitles.of(map(\.features), instances: map(\.instance))
    return Scrubber(
      panels: try zip(self, titles).prefix(6).map { try Scrubber.Panel($0, weights: name, title: Label($1)) })
  }
}

extension Scrubber: CustomStringConvertible {
  /// `Scrubber: 5 features in 2 dimensions, 60 snapshots from step 0 to 10000.`
  public var description: String {
    guard let model = panels.first?.snapshots.last?.network, let steps = try? frames().steps,
      let first = steps.first, let last = steps.last
    else { return "Scrubber without snapshots." }
    let models = panels.count > 1 ? "\(panels.count) models of " : ""
    return "Scrubber: \(models)\(model.features) features in \(model.hidden) dimensions, "
      + "\(steps.count) snapshots from step \(first) to \(last)."
  }
}

extension Scrubber: Displayable {
  /// HTML, the last snapshot as PNG, and a sentence as plain text.
  ///
  /// - Throws: `ToyLibError` if there are no snapshots.
  public var mimeBundle: MIMEBundle {
    get throws {
      let html = try html
      var bundle = try still.mimeBundle
      bundle.data[.svg] = nil
      bundle.data[.html] = .text(html)
      bundle.data[.plainText] = .text(description)
      return bundle
    }
  }

  /// The last snapshot of every panel.
  var still: Figure {
    let last = panels.compactMap { panel in
      panel.snapshots.last.map {
        ModelPanel($0.network, bias: panel.hasBias ? $0.network.bias : nil, title: panel.title)
      }
    }
    return Figure.geometry(last, importance: panels.first?.importance)
      .showing(panels.map(\.origin), by: "Scrubber")
  }
}
