/// The positions of a network's parameters in one array: W, then V unless tied, then b, then zeros
/// up to a multiple of 16.
struct ParameterLayout: Sendable, Hashable {
  let features: Int, hidden: Int
  let tied: Bool

  var weightCount: Int { features * hidden }
  var outputOffset: Int { tied ? 0 : weightCount }
  var biasOffset: Int { tied ? weightCount : 2 * weightCount }
  var used: Int { biasOffset + features }
  var count: Int { (used + 15) / 16 * 16 }

  func pack(_ network: Network) -> [Float] {
    var values = network.weights.elements
    if !tied { values += network.outputWeights.elements }
    values += network.bias
    return values + Array(repeating: 0, count: count - values.count)
  }

  func unpack(_ values: some RandomAccessCollection<Float>, _ architecture: Architecture) -> Network {
    let values = Array(values)
    func matrix(_ offset: Int) -> Matrix {
      Matrix(
        rows: features, columns: hidden, elements: Array(values[offset..<offset + weightCount]))
    }
    return Network(
      architecture, unchecked: matrix(0), tied ? nil : matrix(outputOffset),
      Array(values[biasOffset..<used]))
  }
}
