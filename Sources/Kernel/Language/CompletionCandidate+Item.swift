import SuperposeEvaluation

extension CompletionCandidate {
  /// The candidate in the format of front ends; for an optional chain, the part after `?.`.
  ///
  /// `nil` for candidates that are useless in a notebook: operators, empty literals, internal names
  /// of macros, and candidates that would replace more than the typed name.
  func item(beforeParenthesis: Bool) -> Completions.Item? {
    guard bytesToErase ?? 0 == 0 || isOptionalChain, isRecommended, !isEmptyLiteral,
      !description.contains("$s")
    else { return nil }
    let text = beforeParenthesis ? baseName : insertedText
    guard let first = text.unicodeScalars.first, first.isPartOfName || first == "`" else {
      return nil
    }
    // The initialisers of a type are offered behind its parenthesis as the labels of their arguments.
    let isLabel = text.hasSuffix(": ") && !text.contains("(")
    return Completions.Item(text: text, type: isLabel ? "param" : type, signature: signature)
  }

  /// A member of the value inside an optional, for which `?.` has to replace the dot.
  var isOptionalChain: Bool { bytesToErase == 1 && sourceText.hasPrefix("?.") }

  /// A module that is already imported may be imported again.
  private var isRecommended: Bool {
    isNotRecommended ?? 0 == 0 || kind == "source.lang.swift.decl.module"
  }

  /// The inserted text: everything up to the first placeholder.
  ///
  /// Jupyter front ends do not support placeholders, so the user must be able to continue typing
  /// after the text: `shuffle()`, `moved(by: `, `x: ` for the label of an argument. An opening
  /// parenthesis at the end is not inserted, because the user's editor closes it, and the user may
  /// prefer a trailing closure: `map`, `print`.
  private var insertedText: String {
    var text = memberText.upToPlaceholder
    if text != memberText && text.hasSuffix("(") { text.removeLast() }
    return text
  }

  private var isEmptyLiteral: Bool {
    kind.contains(".literal.") && !["true", "false", "nil"].contains(sourceText)
  }

  /// The declaration in one line, after the name.
  var signature: String {
    let type = typeName ?? ""
    if isCallable {
      let parameters = description.drop { $0 != "(" && $0 != "<" && $0 != "[" }
      return type.isEmpty ? String(parameters) : "\(parameters) -> \(type)"
    }
    if kind.contains(".decl.var") || kind.hasSuffix(".enumelement") || kind.hasSuffix("pattern") {
      return type.isEmpty ? "" : ": \(type)"
    }
    return ""
  }

  private var isCallable: Bool {
    kind.contains(".function.") || kind.contains(".macro")
      || kind.hasSuffix(".enumelement") && description.contains("(")
  }

  /// The kind in JupyterLab's terms, which have icons and colours.
  private var type: String {
    let kind = kind.replacing("source.lang.swift.", with: "")
    return switch kind {
    case "keyword": "keyword"
    case "pattern": "param"
    case "decl.module": "module"
    case "decl.struct", "decl.class", "decl.actor": "class"
    case "decl.enum": "enum"
    case "decl.protocol": "interface"
    case "decl.enumelement": "enum"
    case "decl.typealias", "decl.associatedtype", "decl.generic_type_param": "type"
    case "decl.var.instance", "decl.var.static", "decl.var.class": "property"
    case "decl.function.constructor": "class"
    default:
      kind.hasPrefix("decl.function") || kind.contains("macro")
        ? "function" : kind.hasPrefix("decl.var") ? "instance" : "keyword"
    }
  }
}

extension String {
  fileprivate var upToPlaceholder: String {
    guard let placeholder = firstRange(of: "<#") else { return self }
    return String(self[..<placeholder.lowerBound])
  }
}
