"""Packages in cells, with the package manager and repositories of this machine."""

import os
import re
import subprocess
import time

import pytest

from conftest import Client

KIT = "public func answer() -> Int {{ {} }}\npublic struct Box {{ public var n = {}; public init() {{}} }}\n"


def write_package(folder, name, source, c_source=None):
    sources = folder / "Sources" / name
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "Kit.swift").write_text(source)
    targets = f'.target(name: "{name}")'
    if c_source:
        include = folder / "Sources" / f"C{name}" / "include"
        include.mkdir(parents=True)
        (include / f"C{name}.h").write_text("int c_answer(int);\n")
        (include.parent / "c.c").write_text(c_source)
        targets = f'.target(name: "C{name}"), .target(name: "{name}", dependencies: ["C{name}"])'
    (folder / "Package.swift").write_text(
        "// swift-tools-version: 5.9\nimport PackageDescription\n"
        f'let package = Package(name: "{name}", products: [.library(name: "{name}", targets: ["{name}"])],\n'
        f"  targets: [{targets}])\n")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """One cache for all tests of this file."""
    return {"XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture(scope="module")
def lasting(cache):
    """One kernel for tests that lose nothing."""
    client = Client(env=cache)
    yield client
    client.shut_down()


@pytest.fixture
def kit(tmp_path):
    folder = tmp_path / "Kit"
    write_package(folder, "Kit", KIT.format(1, 1))
    return folder


def shown(result):
    """The last text of each display."""
    texts = {}
    for message in result.messages:
        if message["msg_type"] in ("display_data", "update_display_data"):
            key = message["content"].get("transient", {}).get("display_id") or len(texts)
            texts[key] = message["content"]["data"]["text/plain"]
    return "\n".join(texts.values())


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A repository on this machine with version 1.1.0 of a package."""
    folder = tmp_path_factory.mktemp("repositories") / "Versions"
    write_package(folder, "Versions", "public let n = 1\n")
    git = ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"], ["tag", "1.1.0"]):
        subprocess.run([*git, *command], check=True)
    return f"file://{folder}"


def reaches(url):
    try:
        return subprocess.run(["git", "ls-remote", "-q", url, "HEAD"], timeout=15, capture_output=True,
                              check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def fetched(kernel, code):
    """The result of a cell with packages of GitHub, which may be out of reach in the middle of a build too."""
    try:
        return kernel.ok(code, seconds=140)
    except TimeoutError:
        pytest.skip("GitHub does not answer in time")


def test_repositories_with_c_targets_are_built_once_and_shared(start, cache):
    if not all(map(reaches, ("https://github.com/apple/swift-numerics", "https://github.com/apple/swift-algorithms"))):
        pytest.skip("GitHub cannot be reached from here")
    line = "%package https://github.com/apple/swift-numerics from: 1.1.0 Numerics"
    kernel = start(env=cache)
    result = fetched(kernel, line + "\nimport Numerics\nComplex(3.0, 4.0).length")
    assert result.result_text == "5.0"
    assert re.search(r"swift-numerics 1\.\d+\.\d+, built in", shown(result))
    # Also in later cells, with Tab and Shift-Tab.
    assert kernel.value("Double.gamma(5.0)") == "24.0"
    question = {"code": "Complex(1.0, 2.0).len", "cursor_pos": 21}
    # The first answer may come too late on a busy machine, and is empty then.
    kernel.wait(lambda: "length" in kernel.ask("complete_request", question)["content"]["matches"], 60)
    found = kernel.ask("inspect_request", {"code": "Complex<Double>", "cursor_pos": 3, "detail_level": 0})
    assert found["content"]["found"]
    # Another package adds to what is loaded: the types of the first stay the same.
    kernel.ok("let z = Complex(0.0, 1.0)")
    result = fetched(kernel, "%package https://github.com/apple/swift-algorithms from: 1.2.0 Algorithms\n"
                             "import Algorithms\n[1, 2, 3].adjacentPairs().count")
    assert result.result_text == "2"
    assert kernel.value("(z * z).real") == "-1.0"

    other = start(env=cache)
    began = time.monotonic()
    result = other.ok(line)
    assert time.monotonic() - began < 1
    assert "built in" not in shown(result)
    assert other.value("import Numerics\nComplex(0.0, 2.0).length") == "2.0"
    listing = other.ok("%package --list").stdout
    assert "swift-numerics 1." in listing and "Numerics" in listing
    # A set in use stays.
    other.ok("%package --prune")
    assert "swift-numerics" in other.ok("%package --list").stdout


def test_a_package_survives_a_crash_and_restore(start, cache, kit):
    kernel = start(env=cache)
    kernel.ok(f'%package path: "{kit}" Kit', seconds=300)
    kernel.ok("import Kit\nlet box = Box()")
    assert kernel.execute("import Foundation\nkill(getpid(), SIGKILL)").status == "error"
    kernel.ok("%restore")
    assert kernel.value("box.n + answer()") == "2"
    kernel.ok("%reset")
    assert "no such module" in kernel.error("import Kit").evalue


def test_a_local_package_is_built_again_when_it_changes(start, cache, kit):
    kernel = start(env=cache, cwd=str(kit.parent))
    assert kernel.ok("%package path: Kit Kit\nimport Kit\nanswer()", seconds=300).result_text == "1"
    # Its modules are offered as the libraries' are, and suggested.
    offered = kernel.ask("complete_request", {"code": "import K", "cursor_pos": 8})["content"]["matches"]
    assert "Kit" in offered
    assert "did you mean 'Kit'?" in kernel.error("import Kti").evalue
    kernel.ok("let kept = 5")
    time.sleep(1.1)
    write_package(kit, "Kit", KIT.format(2, 2))
    result = kernel.ok("%package path: Kit Kit", seconds=300)
    assert "kit has changed" in shown(result) and "%restore" in shown(result)
    assert kernel.value("import Kit\nanswer()") == "2"
    kernel.ok("%restore")
    assert kernel.value("kept + Box().n") == "7"


def test_c_targets_of_a_local_package(start, cache, tmp_path):
    folder = tmp_path / "Mixed"
    write_package(folder, "Mixed", "import CMixed\npublic func doubled(_ n: Int32) -> Int32 { c_answer(n) }\n",
                  "int c_answer(int n) { return 2 * n; }\n")
    kernel = start(env=cache)
    assert kernel.ok(f"%package path: {folder} Mixed\nimport Mixed\ndoubled(21)", seconds=300).result_text == "42"


@pytest.mark.parametrize(("line", "words"), [
    ("%package", "which package?"),
    ("%package URL Versions", "which version"),
    ("%package URL from: 99.0.0 Versions", "99.0.0"),
    ("%package URL from: 1.1.0 Nothing", "has no library product Nothing; it has Versions"),
    ("%package https://127.0.0.1:1/a/b from: 1.0.0 B", "https://127.0.0.1:1/a/b cannot be fetched"),
    ("%package URL/does-not-exist from: 1.1.0 Versions", "does-not-exist"),
    ("%package path: /nowhere/at/all Kit", "there is no package at /nowhere/at/all"),
])
def test_what_is_wrong_is_said_and_nothing_is_lost(lasting, repository, line, words):
    lasting.ok("let kept = 1")
    failed = lasting.execute(line.replace("URL", repository), seconds=100)
    assert failed.status == "error" and failed.ename == "PackageError"
    assert words in failed.evalue + failed.traceback
    assert lasting.value("kept") == "1"


def test_a_version_of_a_repository_is_used(start, cache, repository):
    result = start(env=cache).ok(f"%package {repository} from: 1.0.0 Versions\nimport Versions\nn", seconds=100)
    assert result.result_text == "1" and "versions 1.1.0" in shown(result).lower()


def test_errors_of_the_package_are_the_cells(start, cache, tmp_path):
    folder = tmp_path / "Broken"
    write_package(folder, "Broken", "public let n: Int = missing\n")
    failed = start(env=cache).execute(f"%package path: {folder} Broken", seconds=300)
    assert failed.ename == "PackageError" and "cannot find 'missing' in scope" in failed.evalue
    assert "Kit.swift:1" in failed.traceback


def test_a_name_that_cells_have_already_is_refused(start, cache, tmp_path):
    folder = tmp_path / "ToyLib"
    write_package(folder, "ToyLib", "public let n = 1\n")
    kernel = start(env=cache)
    failed = kernel.execute(f"%package path: {folder} ToyLib", seconds=300)
    assert failed.ename == "PackageError" and "module ToyLib" in failed.evalue
    kernel.ok("ReLUOutputModel(hidden: 2)")


def test_an_interrupt_ends_a_build(start, cache, tmp_path):
    folder = tmp_path / "Slow"
    lines = "\n".join(
        f"public let slow{k}: Double = " + " + ".join(f"(-{i} + [1.0, 2].reduce(0, +) * {i})" for i in range(25))
        for k in range(60))
    write_package(folder, "Slow", lines)
    kernel = start(env=cache)
    kernel.ok("let kept = 1")
    request = kernel.submit(f"%package path: {folder} Slow")
    kernel.wait(lambda: any("swift-build" in " ".join(p.cmdline()[:1]) for p in kernel.processes()))
    time.sleep(1)
    kernel.interrupt()
    result = kernel.collect(request, 20)
    assert result.ename == "Interrupted"
    kernel.wait(lambda: not any("swift-build" in " ".join(p.cmdline()[:1]) for p in kernel.processes()), 10)
    assert kernel.value("kept") == "1"


def test_a_notebook_with_a_package_runs_without_a_front_end(cache, kit, tmp_path):
    import nbformat
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell(f"%package path: {kit} Kit\nimport Kit"), new_code_cell("answer()")])
    os.environ.update(cache)
    try:
        NotebookClient(notebook, kernel_name="superpose", timeout=300).execute(cwd=str(tmp_path))
    finally:
        for name in cache:
            del os.environ[name]
    nbformat.validate(notebook)
    assert notebook.cells[1].outputs[0]["data"]["text/plain"] == "1"
    assert not [o for o in notebook.cells[0].outputs if o.get("name") == "stderr"]


def test_packages_may_have_the_kernels_own_dependencies(start, cache, tmp_path):
    """The kernel is built of swift-log and others, whose modules cells do not see; a package's they do."""
    folder = tmp_path / "Logging"
    write_package(folder, "Logging", "public func level() -> Int { 3 }\n")
    kernel = start(env=cache)
    assert "internal part" in kernel.error("import Logging").evalue
    assert kernel.ok(f"%package path: {folder} Logging\nimport Logging\nlevel()", seconds=200).result_text == "3"


def test_a_module_with_the_name_of_a_type_is_told(start, cache, tmp_path):
    folder = tmp_path / "Plot"
    write_package(folder, "Plot", "public let n = 5\npublic struct Table { public init() {} }\n")
    kernel = start(env=cache)
    result = kernel.ok(f"%package path: {folder} Plot\nimport Plot\nPlot::n", seconds=200)
    assert result.result_text == "5"
    assert "Plot is also a type of SuperposePlot. Write Plot::x" in shown(result)
    assert "write Plot::n" in kernel.error("Plot.n").traceback
    assert "Module::Table" in kernel.error("let table: Table? = nil").traceback
    kernel.ok("let table: SuperposeDisplay::Table? = nil")


def test_two_packages_with_one_module_are_refused(start, cache, tmp_path):
    lines = []
    for name in ("One", "Two"):
        folder = tmp_path / name
        write_package(folder, name, "import Common\n")
        (folder / "Sources" / "Common").mkdir()
        (folder / "Sources" / "Common" / "a.swift").write_text("public let n = 1\n")
        manifest = (folder / "Package.swift").read_text()
        (folder / "Package.swift").write_text(manifest.replace(
            f'.target(name: "{name}")', f'.target(name: "Common"), .target(name: "{name}", dependencies: ["Common"])'))
        lines.append(f"%package path: {folder} {name}")
    kernel = start(env=cache)
    kernel.ok("let kept = 1")
    failed = kernel.execute("\n".join(lines), seconds=100)
    assert failed.ename == "PackageError"
    assert "'one', 'two'" in failed.evalue and "Common" in failed.evalue
    assert kernel.value("kept") == "1"


# A macro of its own, without swift-syntax, which takes minutes to compile: the compiler's messages are eight
# bytes of length and JSON.
MACRO = """
import Foundation
let (input, output) = (FileHandle.standardInput, FileHandle.standardOutput)
func send(_ answer: [String: Any]) throws {
  let data = try JSONSerialization.data(withJSONObject: answer)
  output.write(withUnsafeBytes(of: UInt64(data.count).littleEndian) { Data($0) } + data)
}
while let head = try input.read(upToCount: 8), head.count == 8 {
  let count = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
  let data = try input.read(upToCount: count) ?? Data()
  let message = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
  if let syntax = message?["expandFreestandingMacro"]?["syntax"] as? [String: Any],
    let source = syntax["source"] as? String
  {
    let text = "\\(source.drop { $0 != "(" }) * factor"
    try send(["expandMacroResult": ["expandedSource": text, "diagnostics": [] as [Any]]])
  } else {
    try send(["getCapabilityResult": ["capability": ["protocolVersion": 7]]])
  }
}
"""
PLUGIN = """
import PackagePlugin
@main struct Plugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let file = context.pluginWorkDirectoryURL.appending(path: "Generated.swift")
    return [.buildCommand(
      displayName: "generate", executable: try context.tool(named: "Generator").url, arguments: [file.path],
      outputFiles: [file])]
  }
}
"""
GENERATOR = """
import Foundation
try "public let factor = 3\\n".write(toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
"""
TOOLS = """// swift-tools-version: 6.0
import CompilerPluginSupport
import PackageDescription
let package = Package(
  name: "Tools", platforms: [.macOS(.v13)], products: [.library(name: "Tools", targets: ["Tools"])],
  targets: [
    .macro(name: "ToolsMacros"), .executableTarget(name: "Generator"),
    .plugin(name: "GeneratorPlugin", capability: .buildTool(), dependencies: ["Generator"]),
    .target(name: "Tools", dependencies: ["ToolsMacros"], plugins: ["GeneratorPlugin"]),
  ])
"""
TOOLS_SOURCE = """
@freestanding(expression) public macro times(_ n: Int) -> Int =
  #externalMacro(module: "ToolsMacros", type: "Times")
public func six() -> Int { #times(2) }
"""


def test_a_package_with_a_macro_and_a_build_plug_in(start, cache, tmp_path):
    for path, text in {
            "Package.swift": TOOLS, "Sources/Tools/a.swift": TOOLS_SOURCE, "Sources/ToolsMacros/main.swift": MACRO,
            "Sources/Generator/main.swift": GENERATOR, "Plugins/GeneratorPlugin/plugin.swift": PLUGIN}.items():
        (tmp_path / "Tools" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "Tools" / path).write_text(text)
    kernel = start(env=cache)
    result = kernel.ok(f"%package path: {tmp_path}/Tools Tools\nimport Tools\nsix()", seconds=300)
    assert result.result_text == "6"
    # The macro expands in cells, too.
    assert kernel.value("#times(3 + 4)") == "21"


def test_two_kernels_that_build_the_same_package(start, cache, kit):
    kernels = [start(env=cache), start(env=cache)]
    code = f"%package path: {kit} Kit\nimport Kit\nanswer()"
    requests = [kernel.submit(code, allow_stdin=True) for kernel in kernels]
    results = [kernel.collect(request, 200) for kernel, request in zip(kernels, requests, strict=True)]
    assert [result.result_text for result in results] == ["1", "1"]
    # One of them has built it, and the other waited.
    assert sum("built in" in shown(result) for result in results) == 1
