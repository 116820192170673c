extension Catalogue {
  /// Work that came after the paper, in the order in which it appeared.
  static let followUps: [any Experiment.Type] = [
    CapacityPhases.self,
    CapacityAllocation.self,
    DoubleDescent.self,
    DoubleDescentMap.self,
    KGonLandscape.self,
    KGonDynamics.self,
    FeatureRecoverySweep.self,
    ToyAutoencoders.self,
  ]
}
