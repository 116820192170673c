extension CopulaTrees: BlockSampler {
  var noiseCount: Int { copula.noiseCount }

  func sample(into x: UnsafeMutablePointer<Float>, lanes: UInt16, using random: BlockRandom) {
    copula.withPresence(using: random) { present in
      // Parents come before their children, as in one sample.
      for parent in 0..<count where !children[parent].isEmpty {
        for child in children[parent] { present[child] &= present[parent] }
        if isExclusive { keepOne(of: children[parent], present, random) }
      }
      copula.addValues(to: x, present, lanes, random)
    }
  }

  /// Of siblings that are present in the same sample, leaves one that is chosen at random.
  private func keepOne(
    of siblings: [Int], _ present: UnsafeMutablePointer<UInt16>, _ random: BlockRandom
  ) {
    var (some, several): (UInt16, UInt16) = (0, 0)
    for child in siblings {
      several |= some & present[child]
      some |= present[child]
    }
    several.forEachLane { lane in
      let bit: UInt16 = 1 << UInt16(lane)
      let candidates = siblings.count { present[$0] & bit != 0 }
      var kept = random.index(below: candidates, lane)
      for child in siblings where present[child] & bit != 0 {
        if kept != 0 { present[child] &= ~bit }
        kept -= 1
      }
    }
  }
}
