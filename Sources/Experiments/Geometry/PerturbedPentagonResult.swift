internal import Foundation
public import ToyLib

/// All models at every density of the first feature.
public struct PerturbedPentagonResult: ExperimentResult {
  /// The shape of a solution.
  public enum Shape: String, Sendable, Hashable, CaseIterable {
    /// All five features are represented.
    case pentagon
    /// The first feature is not; the other four are two antipodal pairs, a square.
    case digons = "two digons"
    /// Another shape.
    case other
  }

  /// The model with the lowest loss among those of one shape.
  public struct Solution: Sendable {
    public let model: TrainedModel
    /// The expected loss, summed over features: exact, not sampled.
    public let loss: Double
    /// The polygon in two dimensions.
    public let polygon: KGon
  }

  /// The models at one density.
  public struct Fits: Sendable {
    public let relativeDensity: Double
    public let models: TrainedModels
    public let shapes: [Shape]
    /// The best model of each shape.
    public let best: [Shape: Solution]

    init(relativeDensity: Double, models: TrainedModels, on data: SparseFeatures) throws {
      self.relativeDensity = relativeDensity
      self.models = models
      let shapes = try models.map { try Shape($0) }
      self.shapes = shapes
      var best: [Shape: Solution] = [:]
      for shape in [Shape.pentagon, .digons] {
        let members = models.indices.filter { shapes[$0] == shape }
        guard let index = members.min(by: { models[$0].loss < models[$1].loss }) else { continue }
        let model = models[index]
        best[shape] = Solution(
          model: model,
          loss: try Double(data.count) * model.network.expectedLoss(on: data),
          polygon: try model.kGon(above: 0.3))
      }
      self.best = best
    }

    /// The shape with the lowest loss.
    public var winner: Shape? {
      best.min { ($0.value.loss, $0.key.rawValue) < ($1.value.loss, $1.key.rawValue) }?.key
    }
  }

  public let experiment: PerturbedPentagon
  public let fits: [Fits]

  public var compared: [ComparedModel] {
    fits.map { ComparedModel("\($0.relativeDensity.brief(3)) times the density", $0.models.best) }
  }
}

extension PerturbedPentagonResult.Shape {
  /// The shape of a trained model.
  init(_ model: TrainedModel) throws {
    let polygon = try model.kGon(above: 0.3)
    let gaps = polygon.gaps
    if polygon.count == model.network.features, gaps.allSatisfy({ (40...100).contains($0) }) {
      self = .pentagon
    } else if polygon.dead == [0], gaps.allSatisfy({ (80...100).contains($0) }) {
      self = .digons
    } else {
      self = .other
    }
  }
}

// MARK: - Numbers

extension PerturbedPentagonResult {
  /// The mean angle from the first feature to its two neighbours, in degrees, in the best pentagon.
  public func neighbourAngle(at relativeDensity: Double) -> Double? {
    guard let fit = fits.first(where: { $0.relativeDensity == relativeDensity }),
      let polygon = fit.best[.pentagon]?.polygon, polygon.features.first == 0
    else { return nil }
    return ((polygon.gaps.first ?? .nan) + (polygon.gaps.last ?? .nan)) / 2
  }

  /// The relative density at which both shapes have the same loss, interpolated on logarithmic axes
  /// between the two densities at which the sign of the difference changes.
  public var crossing: Double? {
    let both = fits.compactMap { fit -> (place: Double, difference: Double)? in
      guard let pentagon = fit.best[.pentagon], let digons = fit.best[.digons] else { return nil }
      return (fit.relativeDensity, log(pentagon.loss / digons.loss))
    }.sorted { $0.place < $1.place }
    for (a, b) in zip(both, both.dropFirst()) where a.difference > 0 && b.difference <= 0 {
      let part = a.difference / (a.difference - b.difference)
      return exp(log(a.place) + part * log(b.place / a.place))
    }
    return nil
  }
}
