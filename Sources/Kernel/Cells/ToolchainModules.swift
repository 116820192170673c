internal import Foundation

/// The modules of the toolchain that a cell may want to import. Many more are on the search path.
public enum ToolchainModules {
  public static let importable =
    searched + [
      "Cxx", "FoundationEssentials", "FoundationInternationalization", "Glibc", "Swift", "_Differentiation",
    ]

  /// Those that an error names if one of them has what is missing; those that are meant most often come first.
  fileprivate static let searched = [
    "Foundation", "FoundationNetworking", "FoundationXML", "Dispatch", "Synchronization", "RegexBuilder",
    "Observation", "Distributed", "Testing", "XCTest",
  ]
}

extension Toolchain {
  /// A module of the toolchain that has a declaration of this name, and that no cell has imported; `nil`
  /// when none has.
  ///
  /// It reads the symbols of libraries, which takes a tenth of a second: for the words of an error.
  public func module(declaring name: String, besides imported: Set<String>) -> String? {
    let found = ToolchainModules.searched.first { module in
      guard !imported.contains(module), let library = library(for: module).first else { return false }
      // A library that cannot be read has nothing to offer.
      let symbols = (try? ImageSymbols(contentsOf: "\(libraries)/lib\(library).so")) ?? .none
      let start = "$s\(Mangling.part(for: module))\(Mangling.part(for: name))"
      // Words that a name shares with its module are abbreviated.
      return symbols.defined.contains { symbol in
        symbol.hasPrefix(start)
          || (symbol.hasSuffix("Mn") && Mangling.demangled(symbol).hasSuffix(" for \(module).\(name)"))
      }
    }
    return found ?? (imported.isDisjoint(with: ["Foundation", "Glibc"]) && isInLibc(name) ? "Foundation" : nil)
  }

  /// The C library is part of this process too.
  private func isInLibc(_ name: String) -> Bool { name.count > 2 && dlsym(nil, name) != nil }
}
