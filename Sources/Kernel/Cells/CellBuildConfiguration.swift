internal import Foundation
internal import SwiftIfConfig
internal import SwiftSyntax

/// What `#if` in a cell is tested against: this machine and the toolchain that compiles cells.
struct CellBuildConfiguration: BuildConfiguration {
  /// The major version of the language mode.
  let languageMode: LanguageMode
  /// The folder with the toolchain's modules; `nil` when no toolchain is at hand.
  private static let modules = try? Toolchain.current().libraries

  init(languageMode: LanguageMode) { self.languageMode = languageMode }

  func isCustomConditionSet(name: String) -> Bool { name.hasPrefix("$") }
  func hasFeature(name: String) -> Bool { true }
  func hasAttribute(name: String) -> Bool { true }

  func canImport(importPath: [(TokenSyntax, String)], version: CanImportVersion) -> Bool {
    guard let module = importPath.first?.1, let modules = Self.modules else { return false }
    return FileManager.default.fileExists(atPath: "\(modules)/\(module).swiftmodule")
      || LibraryModules.visible.contains(module)
  }

  func isActiveTargetOS(name: String) -> Bool { name == "Linux" }

  func isActiveTargetArchitecture(name: String) -> Bool {
    #if arch(x86_64)
      name == "x86_64"
    #else
      name == "arm64"
    #endif
  }

  func isActiveTargetEnvironment(name: String) -> Bool { name == "gnu" }
  func isActiveTargetRuntime(name: String) -> Bool { ["_Native", "_multithreaded"].contains(name) }
  func isActiveTargetPointerAuthentication(name: String) -> Bool { name == "_none" }
  func isActiveTargetObjectFormat(name: String) -> Bool { name == "ELF" }
  var targetPointerBitWidth: Int { 64 }
  var targetAtomicBitWidths: [Int] { [8, 16, 32, 64] }
  var endianness: Endianness { .little }
  var languageVersion: VersionTuple { VersionTuple(languageMode.rawValue) }

  /// The compiler that builds the kernel is the one that compiles cells.
  var compilerVersion: VersionTuple {
    #if compiler(>=6.4)
      VersionTuple(6, 4)
    #else
      VersionTuple(6, 3)
    #endif
  }
}

/// The rules of the language by which cells are compiled.
public enum LanguageMode: Int, Sendable, CaseIterable {
  /// Data races are not diagnosed; nearly every textbook example compiles.
  case swift5 = 5
  /// The compiler proves that there is no data race, and isolates every declaration to the main actor.
  case swift6 = 6
}
