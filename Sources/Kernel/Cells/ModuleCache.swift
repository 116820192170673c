/// Where the compiler and sourcekitd keep the modules that they build of C headers and interfaces.
public enum ModuleCache: Sendable {
  /// A private folder; what is in the shared modules is not built again.
  case own(String, shared: SharedModules?)
  /// A folder that becomes the shared modules of an installation.
  case making(String)

  /// - Parameter added: What the compiler is told besides, because of packages.
  package func arguments(for variant: ModuleVariant, besides added: [String]) -> [String] {
    switch self {
    case .own(let folder, let shared):
      let found = Self.changesModules(added) ? nil : shared?.arguments(for: variant, keepingOthersIn: folder)
      return found ?? ["-module-cache-path", folder]
    case .making(let folder):
      let own = "\(folder)/\(variant.name)"
      // The compiler lists the headers, which say later whether the modules are still right.
      let listing =
        variant.reader == .language ? [] : ["-emit-dependencies-path", own + ".d", "-track-system-dependencies"]
      return ["-module-cache-path", own] + listing
    }
  }

  /// Whether arguments say more to clang than where headers are. Then its modules are others.
  private static func changesModules(_ arguments: [String]) -> Bool {
    zip(arguments, arguments.dropFirst()).contains { option, value in
      option == "-Xcc" && !["-I", "-fmodule-map-file="].contains { value.hasPrefix($0) }
    }
  }
}
