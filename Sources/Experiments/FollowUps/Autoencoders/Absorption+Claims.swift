internal import SuperposeAutoencoders
internal import ToyLib

extension AbsorptionResult {
  public var claims: Claims { [silent, contained, identity, classified, price] }

  private var ordinary: [(TrainedAutoencoder, DictionaryEvaluation)] { Array(zip(vanilla, vanillaEvaluations)) }
  private var nested: [(TrainedAutoencoder, DictionaryEvaluation)] { Array(zip(matryoshka, matryoshkaEvaluations)) }

  private var silent: Claim {
    let (plain, matryoshka) = (
      mean(vanillaEvaluations.map(absorption)), mean(matryoshkaEvaluations.map(absorption))
    )
    return Claim(
      "an ordinary autoencoder absorbs: the parent's latent is silent when a child is present; a Matryoshka does not",
      measured:
        "silent in \((plain * 100).brief(3)) % of the samples with a child; Matryoshka \((matryoshka * 100).brief(3)) %",
      held: plain > 0.5 && matryoshka < 0.1, threshold: "ours: above 50 %, below 10 %")
  }

  private var contained: Claim {
    let (plain, matryoshka) = (mean(ordinary.map(parentInChild)), mean(nested.map(parentInChild)))
    return Claim(
      "children's latents contain the parent's direction; in a Matryoshka they do not",
      measured: "mean cosine of a child's latent with its parent \(plain.brief(2)); Matryoshka \(matryoshka.brief(2))",
      held: plain > 0.3 && abs(matryoshka) < 0.1,
      threshold: "ours: above 0.3, below 0.1; the sum of both directions has 0.71")
  }

  private var identity: Claim {
    let (plain, matryoshka) = (
      mean(vanillaEvaluations.map(\.meanMatchedCosine)), mean(matryoshkaEvaluations.map(\.meanMatchedCosine))
    )
    return Claim(
      "the Matryoshka's latents are the true features",
      measured: "MCC \(matryoshka.brief(3)); ordinary \(plain.brief(3))",
      held: matryoshka > 0.95 && matryoshka > plain, threshold: "ours: above 0.95")
  }

  private var classified: Claim {
    let (plain, matryoshka) = (
      mean(vanillaEvaluations.map(\.meanF1)), mean(matryoshkaEvaluations.map(\.meanF1))
    )
    return Claim(
      "the Matryoshka's latents classify the features better",
      measured: "F1 \(matryoshka.brief(3)); ordinary \(plain.brief(3))", held: matryoshka > plain + 0.01,
      threshold: "ours: by 0.01")
  }

  private var price: Claim {
    let (plain, matryoshka) = (
      mean(vanillaEvaluations.map(\.varianceExplained)), mean(matryoshkaEvaluations.map(\.varianceExplained))
    )
    let active = (
      mean(vanillaEvaluations.map(\.activeLatents)), mean(matryoshkaEvaluations.map(\.activeLatents))
    )
    return Claim(
      "the ordinary autoencoder reconstructs as well or better with as many active latents",
      measured: "variance explained \(plain.brief(3)) with \(active.0.brief(3)) latents; "
        + "Matryoshka \(matryoshka.brief(3)) with \(active.1.brief(3))",
      held: plain > matryoshka - 0.01 && active.0 < active.1 * 1.05, threshold: "ours: within 0.01 and 5 %")
  }
}
