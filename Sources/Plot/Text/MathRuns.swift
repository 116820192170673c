internal import Foundation

/// The names of LaTeX's commands that labels understand.
enum MathNames {
  static let symbols: [Substring: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇", "infty": "∞", "sqrt": "√",
    "cdot": "·", "times": "×", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "neq": "≠", "approx": "≈", "sim": "∼", "propto": "∝", "in": "∈", "to": "→", "ll": "≪", "gg": "≫",
    "top": "ᵀ", "prime": "′", "ell": "ℓ", "ldots": "…", "odot": "⊙", "perp": "⊥", "parallel": "∥",
    "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "quad": "  ", "log": "log", "ln": "ln",
    "exp": "exp", "max": "max", "min": "min",
  ]

  /// Combining marks over the letter that follows.
  static let accents: [Substring: String] = [
    "hat": "\u{302}", "bar": "\u{304}", "tilde": "\u{303}", "dot": "\u{307}", "vec": "\u{20D7}",
  ]
}

/// A formula as runs of text: `\hat W_i`, `\sum_{j \ne i}`, `x^2`.
struct MathRuns {
  private var rest: Substring
  private var runs: [Label.Run] = []

  static func parse(_ formula: Substring) -> [Label.Run] {
    var parser = MathRuns(rest: formula)
    parser.read(level: .base)
    return parser.runs
  }

  private init(rest: Substring) { self.rest = rest }

  private mutating func read(level: Label.Run.Level) {
    while !rest.isEmpty { readOne(level: level) }
  }

  private mutating func readOne(level: Label.Run.Level) {
    let first = rest.removeFirst()
    switch first {
    case "_", "^":
      // There is one level of scripts.
      let script: Label.Run.Level = first == "_" ? .subscripted : .superscripted
      var inner = MathRuns(rest: argument())
      inner.read(level: level == .base ? script : level)
      for run in inner.runs { append(run.text, run.level, isItalic: run.isItalic) }
    case "\\": command(level: level)
    case "{", "}": break
    case "-": append("−", level)
    case "'": append("′", level)
    default: append(String(first), level, isItalic: first.isLetter)
    }
  }

  private mutating func command(level: Label.Run.Level) {
    let name = rest.prefix(while: \.isLetter)
    guard !name.isEmpty else {
      switch rest.popFirst() {
      case "|": append("‖", level)
      case ",", ";", "!": append(" ", level)
      case let escaped?: append(String(escaped), level)
      case nil: break
      }
      return
    }
    rest = rest[name.endIndex...]
    if rest.first == " " { rest.removeFirst() }
    if let accent = MathNames.accents[name] {
      for letter in argument() {
        append((String(letter) + accent).precomposedStringWithCanonicalMapping, level, isItalic: true)
      }
    } else if name == "text" || name == "mathrm" {
      append(String(argument()), level)
    } else {
      append(MathNames.symbols[name] ?? "\\\(name)", level)
    }
  }

  /// What a command or a script applies to: a group in braces, a command, or one character.
  private mutating func argument() -> Substring {
    rest = rest.drop { $0 == " " }
    guard let first = rest.first else { return "" }
    if first == "{" {
      let group = rest.dropFirst()
      var depth = 1
      let end = group.firstIndex { character in
        depth += character == "{" ? 1 : character == "}" ? -1 : 0
        return depth == 0
      }
      rest = end.map { group[group.index(after: $0)...] } ?? ""
      return group[..<(end ?? group.endIndex)]
    }
    let length = first == "\\" ? 1 + rest.dropFirst().prefix(while: \.isLetter).count : 1
    defer { rest = rest.dropFirst(length) }
    return rest.prefix(length)
  }

  private mutating func append(_ text: String, _ level: Label.Run.Level, isItalic: Bool = false) {
    if let last = runs.last, last.level == level, last.isItalic == isItalic {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Label.Run(text: text, level: level, isItalic: isItalic))
    }
  }
}
