/// The choice of latents one after the other from what is left of a sample; the memory of one thread.
final class PursuitChoice {
  private let latents: Int
  /// At most as many latents are chosen.
  let steps: Int
  /// D Dᵀ, shape [latents, latents].
  private let overlaps: UnsafeMutablePointer<Float>
  /// Of what is left of the sample on each latent's direction: h̄ Dᵀ before ``choose()``.
  let projections: UnsafeMutablePointer<Float>
  /// The chosen latents in their order, perhaps the same one twice, and each one's projection.
  let chosen: UnsafeMutablePointer<Int>
  let values: UnsafeMutablePointer<Float>

  init(latents: Int, steps: Int) {
    (self.latents, self.steps) = (latents, steps)
    overlaps = .allocate(capacity: latents * latents)
    projections = .allocate(capacity: latents)
    projections.initialize(repeating: 0, count: latents)
    chosen = .allocate(capacity: steps)
    chosen.initialize(repeating: 0, count: steps)
    values = .allocate(capacity: steps)
    values.initialize(repeating: 0, count: steps)
  }

  deinit {
    overlaps.deallocate()
    projections.deallocate()
    chosen.deallocate()
    values.deallocate()
  }

  /// Takes the directions, shape [latents, inputs].
  func begin(_ decoder: UnsafePointer<Float>, inputs: Int) {
    overlaps.initialize(repeating: 0, count: latents * latents)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: latents) { column in
      for k in 0..<inputs {
        for j in 0..<latents { column[j] = decoder[j * inputs + k] }
        for i in 0..<latents {
          let (factor, row) = (column[i], overlaps + i * latents)
          for j in 0..<latents { row[j] += factor * column[j] }
        }
      }
    }
  }

  /// Chooses the latent with the largest projection and subtracts its part, until no projection is positive or all steps
  /// are made. Returns how many are chosen. The projections are then those of the residual.
  func choose() -> Int {
    for step in 0..<steps {
      var (best, largest) = (0, projections[0])
      for j in 1..<latents where projections[j] > largest { (best, largest) = (j, projections[j]) }
      guard largest > 0 else { return step }
      (chosen[step], values[step]) = (best, largest)
      let row = overlaps + best * latents
      for j in 0..<latents { projections[j] -= largest * row[j] }
    }
    return steps
  }
}
