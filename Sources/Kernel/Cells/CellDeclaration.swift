/// One name that a cell declares at its top level.
public struct CellDeclaration: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// A variable with storage; `isPlain` when nothing but `let` or `var` declares it: no attribute
    /// such as a property wrapper, no modifier such as `lazy`.
    case variable(isPlain: Bool)
    case computedVariable
    case function(FunctionSignature)
    /// A struct, a class, an enum, an actor or a protocol.
    case type
    /// An extension of the named type, with the protocols that it makes the type conform to.
    case `extension`(conformances: [String])
    /// A type alias, an operator, a precedence group or a macro.
    case other
  }

  public let kind: Kind
  public let name: String
  /// The declaration's bytes in the cell's text.
  public let range: Range<Int>
  /// Names that it mentions and does not declare itself.
  public let uses: Set<String>
  /// Those of them that are mentioned without being called. A function among them may be part of its value.
  public let uncalled: Set<String>
  /// Whether it holds code that runs later: a function, a type, an extension, a closure.
  public let holdsCode: Bool
  /// Those of the names that it uses in code which may run after it has returned: in its closures, local functions
  /// and local types.
  public let deferred: Set<String>
  /// The members of an extension.
  public let members: ExtensionMembers
  /// How it is imported by its name; `nil` when it can only be imported with its whole module.
  public let importKind: ImportKind?
  /// The type of a variable, as far as its declaration names it: `Token` in `let a: Token` and `let a = Token()`.
  public let namedType: String?
  /// What members of structs and enums are written from: by the names of the type and of those in it, such as
  /// `Outer.Inner`.
  public let shapes: [String: TypeShape]
  /// Where the first member of an extension may stand, in bytes.
  let bodyStart: Int?
  /// What the declaration is called in a sentence: `t`, `extension Point`.
  public var title: String {
    if case .extension = kind { "extension \(name)" } else { name }
  }
}

extension CellDeclaration {
  /// Whether its name is its own, and not that of a type that it extends.
  public var hasOwnName: Bool { if case .extension = kind { false } else { !name.isEmpty } }

  /// Whether later declarations and values may rest on it, so that it stays when its cell is edited.
  public var outlivesEdits: Bool {
    switch kind {
    case .type, .other: true
    case .variable, .computedVariable, .function, .extension: false
    }
  }

  /// Whether it is a variable with storage.
  public var isStored: Bool { if case .variable = kind { true } else { false } }

  /// Whether it is a variable, with storage or without.
  public var isVariable: Bool { isStored || kind == .computedVariable }

  /// Whether it is code that runs only when it is called, or read, by its name: a function without attributes that is
  /// no operator, or a computed variable.
  public var isCallable: Bool {
    switch kind {
    case .function(let signature): !signature.hasAttributes && importKind == .func
    case .computedVariable: true
    case .variable, .type, .extension, .other: false
    }
  }

  public var function: FunctionSignature? {
    if case .function(let signature) = kind { signature } else { nil }
  }

  /// Whether both are extensions that make a type conform to the same protocol.
  public func sharesConformance(with other: CellDeclaration) -> Bool {
    guard case .extension(let own) = kind, case .extension(let others) = other.kind else { return false }
    return !Set(own.map(\.withoutAttributes)).isDisjoint(with: others.map(\.withoutAttributes))
  }

  /// Whether both extend the same type, and `newer` declares all members again, some with opaque results.
  public func isRepeated(by newer: CellDeclaration) -> Bool {
    guard case .extension = kind, case .extension = newer.kind, name == newer.name else { return false }
    return members.areRepeated(by: newer.members)
  }
}

extension String {
  /// `@retroactive Error` as `Error`.
  fileprivate var withoutAttributes: String { split(separator: " ").last.map(String.init) ?? self }
}
