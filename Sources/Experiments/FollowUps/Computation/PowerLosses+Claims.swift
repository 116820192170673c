internal import ToyLib

extension PowerLossesResult {
  public var claims: Claims {
    [half, equal, codewords, swap, pseudoinverse, squaredError, fourthPower]
  }

  private func notAsked(_ statement: String, _ power: Double) -> Claim {
    .notAsked(statement, needs: "a model with the power \(power.brief)")
  }

  private var half: Claim {
    let statement = "with the squared error half of the features are learned, and half are ignored"
    guard let model = model(2) else { return notAsked(statement, 2) }
    let learned = model.activeErrors.count { $0 < 0.05 }
    let ignored = model.activeErrors.count { $0 > 0.25 }
    return Claim(
      statement,
      measured: "\(learned) learned, \(ignored) ignored; error \(model.spread.mean.brief(3)), variation "
        + "\(model.spread.variation.brief(3))",
      held: abs(learned - experiment.neurons) <= experiment.neurons / 10 && model.spread.variation > 0.8,
      remark: "the source: error 0.159, variation 1.0; learned means below 0.05, ignored above 0.25")
  }

  private var equal: Claim {
    let statement = "with powers of 2.5 and more all features are computed equally well"
    let higher = models.filter { $0.power >= 2.5 }
    guard !higher.isEmpty else { return notAsked(statement, 4) }
    let named = higher.map { "\($0.power.brief): \($0.spread.mean.brief(3)), \($0.spread.variation.brief(2))" }
    return Claim(
      statement, measured: "error and variation by power: " + named.joined(separator: "; "),
      held: higher.allSatisfy { $0.spread.variation < 0.15 },
      remark: "the source: 2.5: 0.0478, 0.027; 3: 0.0329, 0.028; 4: 0.0219, 0.031; 6: 0.0141, 0.036; "
        + "8: 0.0115, 0.046")
  }

  private var codewords: Claim {
    let statement = "with the fourth power 5 to 7 neurons read each feature"
    guard let model = model(4) else { return notAsked(statement, 4) }
    let lengths = Dictionary(grouping: model.codes.map(\.count)) { $0 }.mapValues(\.count)
    let named = lengths.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let within = model.codes.count { (5...7).contains($0.count) }
    return Claim(
      statement, measured: "features by neurons: " + named.joined(separator: ", "),
      held: 10 * within >= 9 * model.codes.count, remark: "the source: 5: 58, 6: 38, 7: 4")
  }

  private var swap: Claim {
    let statement = "the values of one feature's neurons, moved to another's, make the other's output"
    guard let swaps = model(4)?.swaps, swaps.all > 0 else { return notAsked(statement, 4) }
    return Claim(
      statement, measured: "in \(swaps.right) of \(swaps.all) pairs",
      held: 100 * swaps.right >= 99 * swaps.all, remark: "the source: 4,724 of 4,724")
  }

  private var pseudoinverse: Claim {
    let statement = "the decoder is nearly the scaled pseudoinverse of the encoder"
    guard let model = model(4) else { return notAsked(statement, 4) }
    let remark = "the source: 0.9961"
    do {
      let cosine = try model.pseudoinverseCosine
      return Claim(statement, measured: "cosine \(cosine.brief(4))", held: cosine > 0.98, remark: remark)
    } catch {
      return Claim(statement, measured: "there is no pseudoinverse: \(error)", held: false, remark: remark)
    }
  }

  private var squaredError: Claim {
    let statement = "the model of the fourth power is worse than a naive one in squared error"
    guard let model = model(4) else { return notAsked(statement, 4) }
    let (found, naive) = (model.squaredError / experiment.density, self.naive(2) / experiment.density)
    return Claim(
      statement, measured: "\(found.brief(3)) of the density, naive \(naive.brief(3))",
      held: found > naive, remark: "the source: 0.1206 and 0.0833; naive: half of the features have a neuron each"
    )
  }

  private var fourthPower: Claim {
    let statement = "in its own loss it is far better than the naive one"
    guard let model = model(4) else { return notAsked(statement, 4) }
    return Claim(
      statement, measured: "\(model.fourthPower.brief(3)), naive \(naive(4).brief(3))",
      held: 10 * model.fourthPower < naive(4), remark: "the source: 3.57e-05 and 1.00e-03")
  }
}
