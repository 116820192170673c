extension TrainedModels {
  /// How many models fall into each class, the largest class first.
  ///
  ///     models.census { $0.representedFeatures() == 5 ? "pentagon" : "other" }
  ///     // 37 of 50: pentagon, 13 of 50: other
  public func census<Class: Hashable>(
    _ classify: (TrainedModel) throws -> Class
  ) rethrows -> Census<Class> {
    Census(try map(classify))
  }
}
