internal import ToyLib

extension DemonstrationResult {
  public var claims: Claims { Claims(runs.flatMap(claims)) }
}

// MARK: - What the paper says of them

extension DemonstrationResult {
  private func claims(_ run: Run) -> [Claim] {
    [linear(run), counts(run), dense(run), biases(run), order(run), pairs(run), sparse(run)]
  }

  /// The model of one density, or a claim that cannot be tested because it was not trained.
  private func answer(
    _ statement: String, at density: Double, of run: Run, _ claim: (TrainedModel) -> Claim
  ) -> Claim {
    guard let index = experiment.densities.firstIndex(of: density) else {
      return .notAsked(statement, needs: "a density of \(density.brief)")
    }
    return claim(run.models[index])
  }

  private func linear(_ run: Run) -> Claim {
    let m = run.size.hidden
    let largest = run.linear.flatMap { $0.superposition.prefix(m) }.max() ?? .nan
    let kept = run.linear.map { $0.norms.prefix(m).allSatisfy { $0 > 0.9 } }
    let others = run.linear.flatMap { $0.norms.dropFirst(m) }.max() ?? .nan
    return Claim(
      "\(run.name): a linear model keeps the \(m) most important features, orthogonal, at every "
        + "sparsity",
      measured: "at 1 − S = 1 and 0.1: superposition at most \(Double(largest).brief(2)), norms of "
        + "the others at most \(Double(others).brief(2))",
      held: kept.allSatisfy(\.self) && largest < 0.05 && others < 0.2)
  }

  private func dense(_ run: Run) -> Claim {
    let statement =
      "\(run.name): without sparsity the ReLU model does what the linear model does"
    return answer(statement, at: 1, of: run) { model in
      let exact = run.exactLinearLoss(density: 1)
      let found = model.representedFeatures()
      return Claim(
        statement,
        measured: "\(found) represented, mean loss \(model.loss.brief) against \(exact.brief) in "
          + "closed form",
        held: found == run.size.hidden && abs(model.loss / exact - 1) < 0.02)
    }
  }

  private func biases(_ run: Run) -> Claim {
    let statement =
      "\(run.name): there, b is 0 for represented features and the mean, 0.5, for all others"
    return answer(statement, at: 1, of: run) { model in
      let m = run.size.hidden
      let learned = model.bias.prefix(m).map { abs(Double($0)) }.max() ?? .nan
      let others = model.bias.dropFirst(m).map(Double.init)
      let (low, high) = (others.min() ?? .nan, others.max() ?? .nan)
      return Claim(
        statement,
        measured: "represented: at most \(learned.brief(2)) from 0; others: \(low.brief(3)) to "
          + high.brief(3),
        held: learned < 0.05 && low > 0.45 && high < 0.55)
    }
  }

  private func order(_ run: Run) -> Claim {
    let statement =
      "\(run.name): at 1 − S = 0.3 superposition has begun with less important features; the most "
      + "important are still orthogonal"
    return answer(statement, at: 0.3, of: run) { model in
      let superposition = model.superposition.map(Double.init)
      let top = run.size.hidden / 2
      let shared = model.norms.indices.filter { model.norms[$0] > 0.5 && superposition[$0] > 0.5 }
      let alone = superposition.prefix(top).max() ?? .nan
      return Claim(
        statement,
        measured: "the first \(top): at most \(alone.brief(2)); over 0.5: features "
          + "\(shared.map { "\($0 + 1)" }.joined(separator: ", "))",
        held: alone < 0.1 && !shared.isEmpty && shared.allSatisfy { $0 >= top })
    }
  }

  private func pairs(_ run: Run) -> Claim {
    let statement =
      "\(run.name): there, features in superposition form antipodal pairs"
    return answer(statement, at: 0.3, of: run) { model in
      let superposition = model.superposition
      let shared = model.norms.indices.filter { model.norms[$0] > 0.5 && superposition[$0] > 0.5 }
      let paired = shared.count { model.weights.leastCosine(of: $0) < -0.9 }
      return Claim(
        statement,
        measured: "\(paired) of \(shared.count) have a partner in the opposite direction",
        held: !shared.isEmpty && Double(paired) >= 0.9 * Double(shared.count))
    }
  }

  private func sparse(_ run: Run) -> Claim {
    let statement =
      "\(run.name): at 1 − S = 0.001 every represented feature is in superposition, and biases are "
      + "negative"
    return answer(statement, at: 0.001, of: run) { model in
      let alive = model.norms.indices.filter { model.norms[$0] > 0.5 }
      let least = alive.map { Double(model.superposition[$0]) }.min() ?? .nan
      let negative = alive.count { model.bias[$0] < -0.01 }
      return Claim(
        statement,
        measured: "\(alive.count) represented, superposition at least \(least.brief(2)), "
          + "\(negative) negative biases",
        held: alive.count > 2 * run.size.hidden && least > 0.3
          && Double(negative) > 0.7 * Double(alive.count))
    }
  }

  private func counts(_ run: Run) -> Claim {
    let counts = run.models.map { $0.representedFeatures() }
    return Claim(
      "\(run.name): the sparser the inputs, the more features are represented",
      measured: counts.map { "\($0)" }.joined(separator: ", "),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 }
        && counts[counts.count - 1] > counts[0])
  }
}
