internal import SwiftSyntax

/// Where a cell tells the host how many of its variables are initialised.
///
/// A mark costs the compiler more than most statements do. So there is none between statements that
/// cannot fail, and in a long cell only every tenth: there the line where the cell stopped tells the rest.
struct VariableMarks {
  let insertions: [CellSource.Insertion]

  private static let sparseFrom = 16
  private static let spacing = 10

  /// - Parameters:
  ///   - initialisations: The variables in the order in which they are initialised, with the number of the
  ///     statement that does it.
  ///   - mayBeSparse: Whether lines are exact enough to tell the rest: not in optimised code.
  init(
    items: [CodeBlockItemSyntax], initialisations: [(name: String, item: Int)], mayBeSparse: Bool
  ) {
    var marks: [CellSource.Insertion] = []
    var count = 0
    var pending: CellSource.Insertion?
    for (index, item) in items.enumerated() {
      if let mark = pending, FailurePoints.mayFail(item) {
        marks.append(mark)
        pending = nil
      }
      let before = count
      while count < initialisations.count, initialisations[count].item == index { count += 1 }
      if count > before, let offset = Self.offset(after: item) {
        pending = .init(offset: offset, text: ";__reached(\(count))")
      }
    }
    let isSparse = mayBeSparse && marks.count > Self.sparseFrom
    insertions = marks.enumerated().filter { !isSparse || $0.offset % Self.spacing == 0 }.map(\.element)
  }

  /// Behind a statement; `nil` behind a directive, which ends its line, and behind what does not parse.
  private static func offset(after item: CodeBlockItemSyntax) -> Int? {
    let node = Syntax(item.item)
    let last = node.lastToken(viewMode: .sourceAccurate)
    return node.hasError || last?.tokenKind == .poundEndif ? nil : node.bytes.upperBound
  }
}
