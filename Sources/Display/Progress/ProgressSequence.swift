internal import Synchronization

/// A sequence that updates a bar as it is iterated; made by ``progress(_:_:)``.
///
/// An element counts as done when the next one is requested.
public struct ProgressSequence<Elements: Sequence>: Sequence {
  private let elements: Elements
  private let title: String
  private let total: Int?
  private let occasion: ProgressOccasion
  private let displays: ProgressDisplays
  private let current = CurrentBar()

  package init(
    _ elements: Elements, title: String, total: Int?, occasion: ProgressOccasion,
    in displays: ProgressDisplays = .shared
  ) {
    self.elements = elements
    self.title = title
    self.total = total
    self.occasion = occasion
    self.displays = displays
  }

  /// Text after the numbers of the running bar, such as `loss 0.012`.
  public var detail: String {
    get { current.bar.withLock { $0?.detail ?? "" } }
    nonmutating set { current.bar.withLock { $0?.detail = newValue } }
  }

  public var underestimatedCount: Int { elements.underestimatedCount }

  public func makeIterator() -> Iterator {
    let bar = ProgressBar(title, total: total, occasion: occasion, in: displays)
    current.bar.withLock { $0 = bar }
    return Iterator(elements.makeIterator(), bar, current)
  }

  /// Ends its bar with the last element, or when it is released earlier.
  public struct Iterator: IteratorProtocol {
    private var elements: Elements.Iterator
    private let run: Run

    init(_ elements: Elements.Iterator, _ bar: ProgressBar, _ current: CurrentBar) {
      self.elements = elements
      run = Run(bar, current)
    }

    public mutating func next() -> Elements.Element? {
      let element = elements.next()
      run.took(isLast: element == nil)
      return element
    }
  }

  /// One pass through the elements. If it ends before the last element, the loop was left early.
  private final class Run {
    private let bar: ProgressBar
    private let current: CurrentBar
    private var hasBegun = false

    init(_ bar: ProgressBar, _ current: CurrentBar) {
      self.bar = bar
      self.current = current
    }

    func took(isLast: Bool) {
      if hasBegun { bar.advance() }
      hasBegun = true
      guard isLast else { return }
      hasBegun = false
      bar.finish()
    }

    deinit {
      bar.end(as: .stopped)
      current.bar.withLock { if $0 === bar { $0 = nil } }
    }
  }
}

/// The bar of the current pass, for ``ProgressSequence/detail``.
final class CurrentBar: Sendable {
  let bar = Mutex<ProgressBar?>(nil)
}
