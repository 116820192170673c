internal import SuperposeAutoencoders

extension MatchingPursuitResult {
  /// They compare kinds that were trained alike, or a kind with the true directions themselves. So it does not matter to
  /// them which models lose to the true directions.
  public var claims: Claims {
    Claims([reconstructing, recovering, overfitting, controlled].map { $0.requiring(.none) })
  }

  private typealias Quality = SyntheticBenchResult.Quality

  /// A measure of the three kinds for each k: `k = 4: TopK 0.66, BatchTopK 0.67, Matching Pursuit 0.7`.
  private func list(_ points: [Point], _ value: (Quality) -> Double) -> String {
    points.map { point in
      "k = \(point.active): "
        + zip(MatchingPursuit.Family.allCases, point.qualities)
        .map { "\($0.rawValue) \(value($1).brief(3))" }.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private var reconstructing: Claim {
    Claim(
      "Matching Pursuit reconstructs better than TopK and BatchTopK with as many steps",
      measured: "variance explained at " + list(points, \.varianceExplained),
      held: points.allSatisfy { $0.gain > 0.01 }, threshold: "ours: by 0.01 for every k")
  }

  private var recovering: Claim {
    Claim(
      "its latents are worse: F1 and MCC are lower",
      measured: "F1 at " + list(points, \.f1) + "; MCC at " + list(points, \.cosine),
      held: points.allSatisfy { point in
        [.topK, .batchTopK].allSatisfy { other in
          point[.pursuit].f1 < point[other].f1 && point[.pursuit].cosine < point[other].cosine
        }
      }, threshold: "ours: for every k, than those of both other kinds")
  }

  private var overfitting: Claim {
    Claim(
      "it reconstructs better than the true directions with the same encoder, and its latents classify worse",
      measured: points.map { point in
        "k = \(point.active): variance explained \(point[.pursuit].varianceExplained.brief(3)), truth "
          + "\(point.pursuedTruth.varianceExplained.brief(3)), random directions "
          + "\(point.random.varianceExplained.brief(3)); F1 \(point[.pursuit].f1.brief(2)), truth "
          + "\(point.pursuedTruth.f1.brief(2)), random directions \(point.random.f1.brief(2))"
      }.joined(separator: "; "),
      held: points.allSatisfy {
        $0[.pursuit].varianceExplained > $0.pursuedTruth.varianceExplained + 0.01
          && $0[.pursuit].f1 < $0.pursuedTruth.f1 - 0.05
      },
      threshold: "ours: by 0.01 and 0.05 for every k",
      remark: "F1 of the true directions with TopK: "
        + points.map { "\($0.truth.f1.brief(2))" }.joined(separator: ", "))
  }

  private var controlled: Claim {
    let statement = "its gain is from superposition: with more dimensions it is smaller"
    let pairs = controls.compactMap { control in
      points.first { $0.active == control.active }.map { (dense: $0, wide: control) }
    }
    guard !pairs.isEmpty, pairs.allSatisfy({ $0.wide.dimensions > $0.dense.dimensions }) else {
      return .notAsked(statement, needs: "a world with more dimensions, with a number of active latents of the first")
    }
    return Claim(
      statement,
      measured: pairs.map { dense, wide in
        "variance explained higher by \(dense.gain.brief(2)) in \(dense.dimensions) dimensions, by "
          + "\(wide.gain.brief(2)) in \(wide.dimensions), at k = \(dense.active)"
      }.joined(separator: "; "),
      held: pairs.allSatisfy { $0.dense.gain > 0.01 && $0.wide.gain < 0.75 * $0.dense.gain },
      threshold: "ours: less than three quarters", remark: "than the better one of TopK and BatchTopK")
  }
}
