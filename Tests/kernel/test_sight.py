"""A cell sees older cells by the names that it mentions: nothing is lost, and nothing is loaded that it does not."""

import pytest


@pytest.mark.parametrize("cells, shown", [
    (["struct Box { var v = 7 }", "func make() -> Box { Box() }", "make().v"], "7"),
    (["let x: Int? = 5", "if let x { print(x) }\nx.map { $0 + 1 } ?? 0"], "6"),
    (["let x = 5", "let next = { [x] in x + 1 }\nnext()"], "6"),
    (["struct V { var x = 1; static func + (a: V, b: V) -> V { V(x: a.x + b.x) } }", "let v = V(x: 2)",
      "(v + v).x"], "4"),
    (["infix operator <+>\nfunc <+> (a: Int, b: Int) -> Int { a * b }", "let six = 2 <+> 3", "six <+> 2"], "12"),
      (["typealias Pair = (Int, Int)", "func swap(_ p: Pair) -> Pair { (p.1, p.0) }", "swap((1, 2)).0"], "2"),
    (["protocol Named { var name: String { get } }", "extension Int: Named { var name: String { \"int\" } }",
      "func tell(_ x: some Named) -> String { x.name }", "tell(3)"], '"int"'),
    (["func f(_ x: Int) -> Int { 1 }", "func f(_ x: String) -> Int { 2 }", "func f(_ x: Bool) -> Int { 3 }",
      'f(1) + 10 * f("") + 100 * f(true)'], "321"),
    (["func f(_ x: Int) -> Int { 1 }", "func f(_ x: String) -> Int { 2 }", "func f(_ x: Int) -> Int { 5 }",
      'f(1) + 10 * f("")'], "25"),
    (["let y = 1, z = 2", "let y = 10", "let z = 20", "y + z"], "30"),
    (["let y = 1, z = 2", "let y = 10", "extension Int { var twice: Int { self * 2 } }\nlet z = 20",
      "(y + z).twice"], "60"),
    (["import Foundation\nlet sinOld = sin(0.0)", "func sin(_ x: Double) -> Double { 42 }", "sin(1.0) + cos(0.0)"],
      "43.0"),
    (["struct Figure { var mine = 3 }", "let figure: Figure? = Figure()", "figure!.mine"], "3"),
    (["struct Figure { var mine = 3 }", "extension Figure { var twice: Int { mine * 2 } }", "Figure().twice"], "6"),
    (["class Node { var next: Node? }", "final class Leaf: Node {}", "let leaf = Leaf(); leaf.next = Node()",
      "leaf.next!.next == nil"],
     "true"),
    (["actor Counter { var n = 0; func up() -> Int { n += 1; return n } }", "let c = Counter()", "await c.up()"], "1"),
    (["enum Shape { case round(Double) }", "let s = Shape.round(2)",
      "if case .round(let r) = s { print(r) }\nr(s)"], None),
    (["var count = 3", "struct S { var count = 1 }", "[S().count, count]"], "[1, 3]"),
    (["@resultBuilder enum Add { static func buildBlock(_ x: Int...) -> Int { x.reduce(0, +) } }",
      "@Add func three() -> Int { 1; 2 }", "three()"], "3"),
    (["let `default` = 8", "`default` + 1"], "9"),
    (["let a = 1\nlet b = [Int]()[3]", "a", "let b = 5", "a + b"], "6"),
])
def test_what_older_cells_declare_is_seen(start, cells, shown):
    kernel = start()
    for code in cells[:-1]:
        kernel.execute(code)
    if shown:
        assert kernel.value(cells[-1]) == shown
    else:
        assert "cannot find 'r'" in kernel.error(cells[-1]).evalue


@pytest.mark.parametrize("module", [
    "ArgumentParser", "Logging", "GRDB", "SuperposeWire", "SuperposeCellRuntime", "SuperposeNotebook", "CToyEngine",
])
def test_internal_modules_are_refused_in_words(kernel, module):
    error = kernel.error(f"let one = 1\nimport {module}")
    assert error.evalue.endswith(f":2:1: {module} is an internal part of Superpose, which cells cannot import")


def test_the_libraries_are_importable_and_others_are_not_there(kernel):
    modules = ["ToyLib", "ToyFigures", "SuperposePlot", "SuperposeDisplay", "SuperposeWidgets", "SuperposeExperiments",
               "SuperposeAutoencoders", "SuperposeDecomposition", "SuperposeJSON"]
    kernel.ok("\n".join(f"import {module}" for module in modules))
    kernel.ok("#if canImport(SuperposeWire) || canImport(ArgumentParser)\n#error(\"seen\")\n#endif")


def test_a_module_without_its_beginning_is_named(kernel):
    assert "SuperposePlot" in kernel.error("import Plot").traceback
    kernel.ok("struct Figure {}")
    assert "SuperposePlot.Figure" in kernel.error("Plot.Figure.self").traceback
