import SuperposeEvaluation

/// The numbers by which a debugger asks for the parts of values. A value that is in the same place keeps its number,
/// so that what a user has unfolded stays so.
struct ValueReferences {
  private var paths: [Variable.Path] = []
  private var numbers: [Variable.Path: Int] = [:]

  /// From 1: 0 stands for no parts.
  mutating func number(of path: Variable.Path) -> Int {
    if let number = numbers[path] { return number }
    paths.append(path)
    numbers[path] = paths.count
    return paths.count
  }

  subscript(number: Int) -> Variable.Path? { paths.indices.contains(number - 1) ? paths[number - 1] : nil }
}
