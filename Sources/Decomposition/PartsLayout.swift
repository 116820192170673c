/// Where the parameters of all parts are in one array: for each matrix U, V, and then for each part its
/// gate's w, c, v (`gateWidth` numbers each) and d.
package struct PartsLayout: Sendable, Hashable {
  /// The inputs of each matrix, then the outputs of the last one.
  package let widths: [Int]
  /// Parts of each matrix.
  package let parts: Int
  /// Neurons of a gate.
  package let gateWidth: Int
  private let starts: [Int]

  init(widths: [Int], parts: Int, gateWidth: Int) {
    self.widths = widths
    self.parts = parts
    self.gateWidth = gateWidth
    var starts = [0]
    for layer in 0..<widths.count - 1 {
      let size = parts * (widths[layer] + widths[layer + 1] + 3 * gateWidth + 1)
      starts.append(starts[layer] + size)
    }
    self.starts = starts
  }

  package var layers: Int { widths.count - 1 }
  package var count: Int { starts[layers] }

  /// U [outputs, parts].
  package func left(_ layer: Int) -> Range<Int> {
    let start = starts[layer]
    return start..<start + widths[layer + 1] * parts
  }

  /// V [parts, inputs].
  package func right(_ layer: Int) -> Range<Int> {
    let start = left(layer).upperBound
    return start..<start + parts * widths[layer]
  }

  /// w, c, v and d of a part's gate: its logit is d + Σ v GELU(w h + c).
  package func gate(_ layer: Int, _ part: Int) -> Range<Int> {
    let size = 3 * gateWidth + 1
    let start = right(layer).upperBound + part * size
    return start..<start + size
  }
}
