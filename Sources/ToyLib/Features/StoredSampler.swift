/// A sampler that files of trained models can hold.
///
/// A type of your own that conforms is written with the models; pass its type when reading:
///
///     let models = try TrainedModels(contentsOf: "run.safetensors", samplers: [Coins.self])
public protocol StoredSampler: FeatureSampler, Codable {
  /// The sampler's name in files; the name of its type unless implemented.
  static var storedName: String { get }
}

extension StoredSampler {
  public static var storedName: String { "\(Self.self)" }
}
