/// How an instance of a layered model makes gradients.
struct GradientWay {
  let kind: Kind
  /// If gradients are made with another model.
  let fold: LayerFold?
  /// The model that makes them: the instance's, or the folded one.
  let model: LayeredModel
  /// For each tensor of `model`, whether it needs a gradient.
  let trained: [Bool]

  enum Kind {
    case layers
    /// By the Gram matrix.
    case tied(TiedShape, GramSamples)
    /// The last layer's by moments.
    case readOut(ReadOutShape)
  }

  init(_ instance: LayerInstance) {
    let (features, plan, batch) = (instance.features, instance.plan, instance.batch)
    let own = instance.updates.trained
    let shape = TiedShape(instance.model)
    fold =
      shape == nil
      ? LayerFold(instance.model, trained: own, work: LayerWork(features, plan, batch: batch)) : nil
    model = fold?.model ?? instance.model
    trained = fold?.trained ?? own
    if let shape, GramSamples.areWorthwhile(features, hidden: shape.hidden, batch: batch) {
      kind = .tied(shape, GramSamples(features))
    } else if let shape = ReadOutShape(model, density: plan.density) {
      kind = .readOut(shape)
    } else {
      kind = .layers
    }
  }
}
