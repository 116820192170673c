internal import CToyEngine

/// The parameters of a ``LayerFold``, made from those of its model, and their gradients.
final class FoldedParameters {
  private let fold: LayerFold
  private let products: [FoldedProduct]
  /// As the plan of the folded model lays them out.
  let parameters: AlignedFloats, gradients: AlignedFloats
  private let constants: [AlignedFloats]
  /// Whether products that are not trained have been made.
  private var isStarted = false

  init(_ fold: LayerFold, _ kernels: EngineKernels) {
    self.fold = fold
    products = fold.products.map { FoldedProduct($0, kernels) }
    parameters = AlignedFloats(count: fold.model.plan.count)
    gradients = AlignedFloats(count: fold.model.plan.count)
    constants = fold.model.plan.constants.map { AlignedFloats($0.elements) }
  }

  /// Makes the folded parameters from the model's.
  func fold(_ values: AlignedFloats) {
    for (product, memory) in zip(fold.products, products) where product.isTrained || !isStarted {
      memory.multiply(
        numbers(product.left.weights, values), numbers(product.right.weights, values), isFirst: !isStarted)
    }
    isStarted = true
    for (tensor, source) in zip(fold.model.plan.tensors, fold.sources) {
      (parameters.pointer + tensor.offset).update(from: numbers(.tensor(source), values), count: tensor.count)
    }
  }

  /// Makes the gradients by the model's parameters from those by the folded ones.
  func unfold(into sums: AlignedFloats) {
    sums.pointer.update(repeating: 0, count: sums.count)
    for memory in products { memory.gradient.pointer.update(repeating: 0, count: memory.gradient.count) }
    for (tensor, source) in zip(fold.model.plan.tensors, fold.sources) {
      gradient(.tensor(source), sums)?.update(from: gradients.pointer + tensor.offset, count: tensor.count)
    }
    // A product's factors can be products that were made before it.
    for (product, memory) in zip(fold.products, products).reversed() where product.isTrained {
      memory.addGradients(
        left: product.trainsLeft ? gradient(product.left.weights, sums) : nil,
        right: product.trainsRight ? gradient(product.right.weights, sums) : nil)
    }
  }

  private func numbers(_ weights: LayerPlan.Weights, _ values: AlignedFloats) -> UnsafePointer<Float> {
    switch weights {
    case .constant(let i): UnsafePointer(constants[i].pointer)
    case .tensor(let i) where i < fold.original.count: UnsafePointer(values.pointer + fold.original[i].offset)
    case .tensor(let i): UnsafePointer(products[i - fold.original.count].values.pointer)
    }
  }

  private func gradient(_ weights: LayerPlan.Weights, _ sums: AlignedFloats) -> UnsafeMutablePointer<Float>? {
    switch weights {
    case .constant: nil
    case .tensor(let i) where i < fold.original.count: sums.pointer + fold.original[i].offset
    case .tensor(let i): products[i - fold.original.count].gradient.pointer
    }
  }
}
