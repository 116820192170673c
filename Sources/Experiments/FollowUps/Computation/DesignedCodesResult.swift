internal import SuperposePlot
public import ToyLib

/// The designs, and the networks that they are compared with.
public struct DesignedCodesResult: ExperimentResult {
  public let experiment: DesignedCodes
  public let networks: MeasuredNetworks
  /// The trained network's encoder, shape [neurons, features].
  public let encoder: Matrix
  /// Codes of each kind and length.
  public let designs: [DesignedCode]
  public let baselines: Baselines

  /// The design with the lowest loss.
  var best: DesignedCode? { designs.min { $0.loss.value < $1.loss.value } }

  /// The designs of a kind with codes of this length.
  func designs(_ kind: DesignedCode.Kind, _ length: Int) -> [DesignedCode] {
    designs.filter { $0.kind == kind && $0.code.length == length }
  }

  /// The mean loss of a kind's designs with codes of this length; `nil` if there are none.
  func meanLoss(_ kind: DesignedCode.Kind, _ length: Int) -> Double? {
    let losses = designs(kind, length).map(\.loss.value)
    return losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count)
  }

  /// A kind's codes of one length, with the mean over their losses.
  struct Group {
    let kind: DesignedCode.Kind
    let length: Int
    let loss: Double
  }

  var groups: [Group] {
    DesignedCode.Kind.all.flatMap { kind in
      experiment.lengths.compactMap { length in
        meanLoss(kind, length).map { Group(kind: kind, length: length, loss: $0) }
      }
    }
  }
}
