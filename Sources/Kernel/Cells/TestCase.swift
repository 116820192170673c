internal import SwiftSyntax

/// A class with methods that are tests if the class is an `XCTestCase`.
///
/// Without Objective-C, XCTest cannot find the methods itself.
struct TestCase: Sendable, Equatable {
  struct Method: Sendable, Equatable {
    let name: String
    let isAsynchronous: Bool
  }

  let name: String
  var methods: [Method]

  /// The statement that runs the tests.
  ///
  /// Whether the class inherits from `XCTestCase` is asked when the cell runs: its base class may be another cell's.
  var statement: String {
    let tests = methods.map { method in
      let call = "($0 as Any as! \(name)).\(method.name)()"
      let body =
        method.isAsynchronous
        ? "{ try asyncTest { (test: XCTestCase) in { try await \(call.replacing("$0", with: "test")) } }($0)() }"
        : "{ try \(call) }"
      return "(\"\(method.name)\", \(body))"
    }
    return """
      if let type = \(name).self as Any as? XCTestCase.Type { \
      let tests: [(String, (XCTestCase) throws -> Void)] = [\(tests.joined(separator: ", "))]; \
      let suite = XCTestSuite(name: "\(name)"); \
      for (name, body) in tests { suite.addTest(type.init(name: name, testClosure: body)) }; \
      type.setUp(); suite.run(); type.tearDown(); \
      __noteTestRun(executed: suite.testRun?.executionCount ?? 0, skipped: suite.testRun?.skipCount ?? 0, \
      failures: suite.testRun?.totalFailureCount ?? 0) }
      """
  }

  /// The classes that inherit from something and have methods that look like tests, their own or those of a base
  /// class in the same cell.
  static func all(in items: [CodeBlockItemSyntax]) -> [TestCase] {
    let declarations = items.compactMap { item in
      if case .decl(let declaration) = item.item { declaration } else { nil }
    }
    let found = nested(in: declarations, prefix: "")
    let methods = Dictionary(found.map { ($0.path, tests(in: $0.group.memberBlock)) }, uniquingKeysWith: +)
    let classes = found.compactMap { path, group in group.as(ClassDeclSyntax.self).map { (path, $0) } }
    let bases = classes.reduce(into: [String: String]()) { bases, item in
      bases[item.0] = item.1.inheritanceClause?.inheritedTypes.first?.type.trimmedDescription
    }
    return classes.compactMap { path, item in
      guard item.genericParameterClause == nil, bases[path] != nil else { return nil }
      var seen: Set<String> = []
      let tests = lineage(of: path, bases).flatMap { methods[$0] ?? [] }.filter { seen.insert($0.name).inserted }
      return tests.isEmpty ? nil : TestCase(name: path, methods: tests)
    }
  }

  /// Types and extensions, and those inside them, with their full names.
  private static func nested(
    in declarations: [DeclSyntax], prefix: String
  ) -> [(path: String, group: any DeclGroupSyntax)] {
    declarations.flatMap { declaration -> [(path: String, group: any DeclGroupSyntax)] in
      guard let group = declaration.asProtocol((any DeclGroupSyntax).self) else { return [] }
      let name =
        declaration.as(ExtensionDeclSyntax.self)?.extendedType.trimmedDescription
        ?? declaration.asProtocol((any NamedDeclSyntax).self)?.name.text ?? ""
      let members = group.memberBlock.members.map(\.decl)
      return [(prefix + name, group)] + nested(in: members, prefix: "\(prefix)\(name).")
    }
  }

  /// A class and its base classes in the same cell, the oldest first.
  private static func lineage(of name: String, _ bases: [String: String]) -> [String] {
    var lineage = [name]
    while let base = bases[lineage[0]], !lineage.contains(base) { lineage.insert(base, at: 0) }
    return lineage
  }

  private static func tests(in block: MemberBlockSyntax) -> [Method] {
    block.members.compactMap { member in
      guard let function = member.decl.as(FunctionDeclSyntax.self), function.name.text.hasPrefix("test"),
        function.signature.parameterClause.parameters.isEmpty, function.signature.returnClause == nil,
        function.genericParameterClause == nil,
        !function.modifiers.contains(where: { ["class", "private", "static"].contains($0.name.text) })
      else { return nil }
      return Method(
        name: function.name.text, isAsynchronous: function.signature.effectSpecifiers?.asyncSpecifier != nil)
    }
  }
}
