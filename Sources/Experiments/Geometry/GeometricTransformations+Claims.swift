internal import Foundation
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

extension GeometricTransformationsResult {
  public var claims: Claims {
    let shots = snapshots
    func shot(_ letter: Label) -> Snapshot? {
      stages.first { $0.letter == letter }.flatMap { stage in
        shots.first { $0.step == stage.step }
      }
    }
    return Claims([linear(shot("B")), opening(shot("C")), octahedron(shot("D")), attractor])
  }

  private func linear(_ snapshot: Snapshot?) -> Claim {
    let shape = snapshot.map { Shape($0, members) }
    let overlap =
      snapshot.flatMap { try? components.overlap(with: $0, components: members.count) } ?? .nan
    return Claim(
      "B: first the sets move apart as two bundles, the principal components of the data",
      measured: shape.map {
        "step \($0.step): cosine within sets \($0.within.brief(3)), \($0.across.brief(2)) across, "
          + "length \($0.norm.brief(3)) (1/√3 = 0.577); \((overlap * 100).brief(3)) % of the "
          + "principal components kept"
      } ?? "no such stage",
      held: (shape.map { $0.within > 0.98 && abs($0.norm - 0.577) < 0.03 } ?? false)
        && overlap > 0.98)
  }

  private func opening(_ snapshot: Snapshot?) -> Claim {
    let shape = snapshot.map { Shape($0, members) }
    return Claim(
      "C: each bundle opens into a triangle",
      measured: shape.map { "step \($0.step): cosine within sets \($0.within.brief(2))" }
        ?? "no such stage",
      held: shape != nil)
  }

  private func octahedron(_ snapshot: Snapshot?) -> Claim {
    guard let snapshot else {
      return Claim("D: an octahedron", measured: "no such stage", held: false)
    }
    let pairs = (try? snapshot.tegumDecomposition().factors.map(\.features)) ?? []
    let isAcross = pairs.allSatisfy { pair in
      members.allSatisfy { set in pair.count { set.contains($0) } == 1 }
    }
    return Claim(
      "D: an octahedron, each feature opposite one of the other set",
      measured: "step \(snapshot.step): \(pairs.count) antipodal pairs"
        + (isAcross ? ", all across sets" : "") + ", cosine within sets "
        + Shape(snapshot, members).within.brief(2),
      held: Self.isOctahedron(snapshot) && isAcross)
  }

  private var attractor: Claim {
    let ending = models.count { Self.isOctahedron($0) }
    return Claim(
      "the octahedron is a strong attractor",
      measured: "\(ending) of \(models.count) models end as one",
      held: Double(ending) >= 0.75 * Double(models.count))
  }
}
