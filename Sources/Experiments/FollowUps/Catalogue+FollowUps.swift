extension Catalogue {
  /// Follow-up work, in order of publication.
  static let followUps: [any Experiment.Type] = [
    CapacityPhases.self,
    CapacityAllocation.self,
    DoubleDescent.self,
    DoubleDescentMap.self,
    KGonLandscape.self,
    KGonDynamics.self,
    EngineeredMonosemanticity.self,
    FeatureRecoverySweep.self,
    ToyAutoencoders.self,
    RobustScaling.self,
    ParameterDecomposition.self,
    LargerDecomposition.self,
    ResidualDecomposition.self,
    InterferenceWeights.self,
    PowerLosses.self,
    CompressedComputation.self,
    Absorption.self,
    WrongSparsity.self,
    SyntheticBench.self,
    Crosscoders.self,
    ReadOutFloors.self,
    PairwiseAnds.self,
    TrainedAnds.self,
    SuperpositionMeasure.self,
  ]
}
