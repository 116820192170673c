internal import Foundation
internal import Synchronization
public import ToyLib

/// One run of training, in the exact loss.
public struct KGonTrajectory: Sendable {
  public let steps: [Int]
  public let networks: [Network]
  /// L of each snapshot, exact: not the loss on the samples that it was trained on.
  public let losses: [Double]
  /// λ̂ of each snapshot.
  public let coefficients: [Double]

  init(_ snapshots: [Snapshot], langevin: Langevin, seed: UInt64) {
    steps = snapshots.map(\.step)
    networks = snapshots.map(\.network)
    let features = networks.first?.features ?? 1
    let landscape = OneHotLoss(features: features, hidden: 2)
    var langevin = langevin
    langevin.seed = seed
    let places = networks.map { landscape.parameters(of: $0) }
    losses = places.map { landscape.value(at: $0) / Double(features) }
    coefficients = places.map { langevin.learningCoefficient(at: $0, in: landscape).mean }
  }
}
