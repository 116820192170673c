import Testing
import ToyLib

/// Short trainings of a layered model, which must end with the same bits however they are computed.
struct LayeredBits {
  let model: LayeredModel
  let features: SparseFeatures
  let optimiser: Optimiser
  var groups: [ParameterGroup] = []

  private func trained(_ units: VectorUnits, _ threads: Int, pauseAt: Int? = nil) throws -> TrainedLayeredNetworks {
    var training = Training(steps: 6, batch: 1100, optimiser: optimiser)
    training.evaluationSamples = 64
    training.threads = threads
    training.vectorUnits = units
    training.pauseAt = pauseAt
    return try model.train(on: features, instances: 2, seed: 2, groups: groups, training: training)
  }

  static func prints(_ networks: TrainedLayeredNetworks) -> [String] {
    networks.map { "\($0.network.fingerprint) \($0.loss)" }
  }

  /// Compares all vector units, one and three threads, and a training that was paused.
  ///
  /// - Returns: What all of them must give, and the paused training.
  func check() throws -> (wanted: [String], paused: TrainedLayeredNetworks) {
    let wanted = Self.prints(try trained(.portable, 1))
    #expect(Set(wanted).count == 2)
    for units in VectorUnits.allCases where units.isAvailable { #expect(Self.prints(try trained(units, 3)) == wanted) }
    let paused = try trained(.preferred, 2, pauseAt: 2)
    #expect(Self.prints(try paused.resumed()) == wanted)
    return (wanted, paused)
  }
}
