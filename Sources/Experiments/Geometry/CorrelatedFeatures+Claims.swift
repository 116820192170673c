internal import Foundation
internal import ToyLib

extension CorrelatedFeaturesResult {
  public var claims: Claims { Claims(rows.flatMap(claims)) }

  private func claims(_ row: Row) -> [Claim] {
    func range(_ values: [Double]) -> String {
      "\((values.min() ?? .nan).brief(2)) to \((values.max() ?? .nan).brief(2))"
    }
    let within = row.withinSets
    switch row.kind {
    case .correlatedPairs:
      return [
        Claim(
          "correlated features are orthogonal, with features of the other set opposite",
          measured: "cosines \(range(within)) within sets, \(range(row.acrossSets)) across",
          held: within.allSatisfy { abs($0) < 0.15 } && row.acrossSets.allSatisfy { $0 < -0.9 })
      ]
    case .anticorrelatedPairs:
      return [
        Claim(
          "anticorrelated features are opposite each other", measured: "cosines \(range(within))",
          held: within.allSatisfy { $0 < -0.9 })
      ]
    case .threeCorrelatedPairs:
      let hexagons = row.models.count { isHexagon($0, row.members) }
      let share = zip(row.runs, row.densities).map { run, density in
        "\(density.brief): \(run.count { isHexagon($0, row.members) })"
      }
      return [
        Claim(
          "three correlated pairs form a hexagon, with the members of a pair side by side",
          measured: "\(hexagons) of \(row.models.count) best models; cosines \(range(within)) "
            + "within pairs",
          held: hexagons == row.models.count,
          remark: "of \(experiment.restarts) starts it is reached by "
            + share.joined(separator: ", "))
      ]
    }
  }

  /// Whether all features are represented and the members of each pair are neighbours on the
  /// circle, less than 90° apart.
  private func isHexagon(_ model: TrainedModel, _ members: [[Int]]) -> Bool {
    guard model.representedFeatures() == model.network.features,
      let state = try? model.correlatedSets(members)
    else { return false }
    let angles = (0..<model.weights.rows).map { atan2(model.weights[$0, 1], model.weights[$0, 0]) }
    let around = angles.indices.sorted { angles[$0] < angles[$1] }
    let areNeighbours = members.allSatisfy { pair in
      guard let a = around.firstIndex(of: pair[0]), let b = around.firstIndex(of: pair[1]) else {
        return false
      }
      return [1, around.count - 1].contains(abs(a - b))
    }
    return areNeighbours && state.sets.allSatisfy { $0.state == .sideBySide }
  }
}
