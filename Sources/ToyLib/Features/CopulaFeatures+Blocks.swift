internal import CToyEngine

extension CopulaFeatures: BlockSampler {
  var noiseCount: Int { root.noiseCount }

  func sample(into x: UnsafeMutablePointer<Float>, lanes: UInt16, using random: BlockRandom) {
    withPresence(using: random) { present in addValues(to: x, present, lanes, random) }
  }

  /// Passes whether each feature is present in each of sixteen new samples: a bit for each sample.
  func withPresence(using random: BlockRandom, _ body: (UnsafeMutablePointer<UInt16>) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { present in
      guard let bits = present.baseAddress else { return }
      bits.initialize(repeating: 0, count: count)
      root.findPresence(above: thresholds, random, into: bits)
      body(bits)
    }
  }

  /// Values of present features, in the samples of `lanes`.
  func addValues(
    to x: UnsafeMutablePointer<Float>, _ present: UnsafePointer<UInt16>, _ lanes: UInt16, _ random: BlockRandom
  ) {
    let magnitude = magnitude
    if magnitude.isNormal {
      let normals = random.normals(present, rows: count, in: lanes)
      for i in 0..<normals.count {
        var number = OneNormal(value: Float(normals.values[i]))
        x[normals.places[i]] = magnitude.drawn(from: &number)
      }
    } else {
      var numbers = LaneUniforms(random: random)
      for i in 0..<count {
        (present[i] & lanes).forEachLane { lane in
          numbers.lane = lane
          x[i * 16 + lane] = magnitude.drawn(from: &numbers)
        }
      }
    }
  }
}

extension CorrelationRoot {
  /// Which variables of sixteen samples are above their thresholds.
  fileprivate func findPresence(
    above thresholds: [Double], _ random: BlockRandom, into present: UnsafeMutablePointer<UInt16>
  ) {
    let noise = random.noise
    thresholds.withUnsafeBufferPointer { thresholds in
      withPointers { weights, columns, own in
        guard let limit = thresholds.baseAddress else { return }
        var copula = EngineCopula(
          features: Int32(thresholds.count), columns: Int32(columns), weights: weights, own: own, threshold: limit)
        random.kernels.copulaPresence(&copula, noise, present)
      }
    }
  }
}

/// The numbers of one of sixteen samples, for magnitudes that use no normal variable.
private struct LaneUniforms: NumberSource {
  let random: BlockRandom
  var lane = 0

  func uniform() -> Float { random.uniform(lane) }
  func normal() -> Float { 0 }
}

/// One normal variable, for magnitudes that use nothing else.
private struct OneNormal: NumberSource {
  let value: Float

  func uniform() -> Float { 0 }
  func normal() -> Float { value }
}

extension UInt16 {
  /// Calls `body` with the number of each bit that is set, in ascending order.
  func forEachLane(_ body: (Int) -> Void) {
    var rest = self
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest - 1
    }
  }
}
