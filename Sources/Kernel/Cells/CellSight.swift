/// What a cell sees of older cells: some whole modules, and single declarations by their names.
///
/// Loading all modules of a long session would take longer than the rest of a cell's compilation. So a cell
/// imports by name what its text mentions. The compiler prefers what is imported by name, so declarations of
/// cells shadow those of libraries. What cannot be imported by name, such as an extension, is imported with its
/// whole module.
public struct CellSight: Sendable, Equatable {
  /// The newest module that is imported whole; it exports those before it.
  public var base: String
  /// What is imported by name.
  public var names: [NamedImport]
  /// All classes of older cells. A cell that hides private members must import base classes too, to see their members.
  public var classes: [NamedImport]
  /// The names of members that classes of older cells keep private.
  public var privateMembers: Set<String>
  /// The types of older cells that the cell extends.
  public var shapes: [String: TypeShape]
  /// Whether an older cell declares ``table`` itself.
  public var redeclaresTable: Bool
  /// The names that the cell mentions whose newest declarations are `async let`s.
  public var childTasks: Set<String>
  /// The library's type whose columns the kernel names.
  public static let table = "Table"

  public init(
    base: String, names: [NamedImport] = [], classes: [NamedImport] = [], privateMembers: Set<String> = [],
    shapes: [String: TypeShape] = [:], redeclaresTable: Bool = false, childTasks: Set<String> = []
  ) {
    self.base = base
    self.names = names
    self.classes = classes
    self.privateMembers = privateMembers
    self.shapes = shapes
    self.redeclaresTable = redeclaresTable
    self.childTasks = childTasks
  }

  /// The imports, one a line.
  ///
  /// - Parameters:
  ///   - isExported: Whether a cell that imports this one whole sees what this one sees. A module that is imported by
  ///     name must not export: the compiler would not find operators that it meets there first.
  ///   - hidesPrivate: Whether members of classes that are private in other cells stay so.
  func text(isExported: Bool, hidesPrivate: Bool) -> String {
    // Without access control, all that cells declare is seen. With it, tests see what is not private.
    let access = hidesPrivate ? "@testable " : ""
    let isCell = base.hasPrefix("Superposecell")
    let seen = hidesPrivate ? names + classes.filter { !names.contains($0) } : names
    return "\(isCell ? access : "")\(isExported ? "@_exported " : "")import \(base)\n"
      + seen.map { "\(access)\($0.text)\n" }.joined()
  }
}

/// An import of a single declaration of an older cell.
public struct NamedImport: Sendable, Equatable {
  public var kind: ImportKind
  public var module: String
  public var name: String
  /// Whether later cells that import the function of this name from the cell see this one too: overloads.
  public var isExported: Bool

  public init(_ kind: ImportKind, _ module: String, _ name: String, isExported: Bool = false) {
    self.kind = kind
    self.module = module
    self.name = name
    self.isExported = isExported
  }

  var text: String { "\(isExported ? "@_exported " : "")import \(kind) \(module).`\(name)`" }
}

/// The word that an import of a single declaration begins with.
public enum ImportKind: String, Sendable, CustomStringConvertible {
  case `class`, `enum`, `func`, `protocol`, `struct`, `typealias`, `var`

  public var description: String { rawValue }
}
