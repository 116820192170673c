"""The debugger's requests, which show variables: the Debug Adapter Protocol over the control channel."""

import time

import pytest
from ipykernel.compiler import murmur2_x86


class Debugger:
    """A front end's side of the protocol, as JupyterLab speaks it."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.seq = 0

    def ask(self, command, seconds=60, **arguments):
        self.seq += 1
        content = {"type": "request", "seq": self.seq, "command": command, "arguments": arguments}
        reply = self.kernel.ask("debug_request", content, "control", seconds)
        assert reply["msg_type"] == "debug_reply"
        answer = reply["content"]
        assert (answer["type"], answer["request_seq"], answer["command"]) == (
            "response", self.seq, command)
        return answer

    def body(self, command, **arguments):
        answer = self.ask(command, **arguments)
        assert answer["success"], answer
        return answer["body"]

    def variables(self):
        return {v["name"]: v for v in self.body("inspectVariables")["variables"]}

    def parts(self, variable):
        reference = variable["variablesReference"]
        return {v["name"]: v for v in self.body("variables", variablesReference=reference)["variables"]}


@pytest.fixture
def debugger(kernel):
    kernel.ok("%reset")
    return Debugger(kernel)


def test_front_ends_know_that_there_is_a_debugger(kernel):
    info = kernel.ask("kernel_info_request", {})["content"]
    assert info["debugger"] is True and "debugger" in info["supported_features"]
    assert kernel.manager.kernel_spec.metadata["debugger"] is True


def test_a_session_starts_and_stops_as_jupyterlab_does_it(kernel, debugger):
    assert debugger.body("debugInfo")["isStarted"] is False
    debugger.body("initialize", clientID="jupyterlab", supportsVariableType=True)
    assert debugger.body("debugInfo")["isStarted"] is True, "JupyterLab asks before it attaches"
    request = kernel.send("debug_request", {
        "type": "request", "seq": 90, "command": "attach", "arguments": {}}, "control")
    kernel.answer(request, "control")
    events = [m["content"] for m in kernel.of(request) if m["msg_type"] == "debug_event"]
    assert [event["event"] for event in events] == ["initialized"]
    debugger.body("configurationDone")
    info = debugger.body("debugInfo")
    assert info["isStarted"] is True and info["richRendering"] is True
    assert info["hashMethod"] == "Murmur2" and info["stoppedThreads"] == []
    assert debugger.body("modules")["modules"] == []
    debugger.body("disconnect", restart=False, terminateDebuggee=False)
    assert debugger.body("debugInfo")["isStarted"] is False


@pytest.mark.parametrize("code", ["", "a", "ab", "abc", "let a = 1\n", "let ä = \"日本\"  "])
def test_the_path_of_a_cell_is_the_one_that_front_ends_make(debugger, code):
    info = debugger.body("debugInfo")
    name = str(murmur2_x86(code, info["hashSeed"]))
    path = info["tmpFilePrefix"] + name + info["tmpFileSuffix"]
    assert debugger.body("dumpCell", code=code)["sourcePath"] == path


VALUES = {
    "count": ("Int", "3"), "share": ("Double", "0.5"), "name": ("String", '"Ada"'),
    "isOn": ("Bool", "true"), "none": ("Optional<Int>", "nil"), "some": ("Optional<Int>", "4"),
    "list": ("Array<Int>", "[1, 2, 3]"), "ages": ("Dictionary<String, Int>", '["Ada": 36]'),
    "pair": ("(Int, String)", '(1, "a")'), "point": ("Point", "Point(x: 1, y: 2)"),
    "points": ("Array<Point>", "[Point(x: 1, y: 2)]"), "side": ("Side", "left(2)"),
    "text": ("String", '"two\\nlines"'), "named": ("Named", "I am named"),
    "shape": ("Square", "Square(side: 2.0)"), "token": ("Token", ""), "empty": ("Empty", "Empty"),
    "node": ("Node", "Node(next: Node(next: nil))"), "range": ("Range<Int>", "0..<3"),
    "closure": ("(Int) -> Int", "(Function)"), "zeros": ("Matrix", None),
}
DECLARATIONS = """
struct Point { var x = 1, y = 2 }
enum Side { case left(Int), right }
struct Empty {}
struct Named: CustomStringConvertible { var n = 1; var description: String { "I am\\nnamed" } }
protocol Shape {}
struct Square: Shape { var side = 2.0 }
struct Token: ~Copyable { var n = 1 }
final class Node { var next: Node?; init(_ next: Node?) { self.next = next } }
let count = 3, share = 0.5, name = "Ada", isOn = true
let none: Int? = nil, some: Int? = 4
var list = [1, 2, 3], ages = ["Ada": 36], pair = (1, "a")
let point = Point(), points = [Point()], side = Side.left(2), text = "two\\nlines", named = Named()
let shape: any Shape = Square()
let token = Token(), empty = Empty()
let node = Node(Node(nil)), range = 0..<3
let closure: (Int) -> Int = { $0 + 1 }
let zeros = Matrix(rows: 3, columns: 4) { _, _ in 0 }
weak var nobody: Node? = node
var computed: Int { count + 1 }
"""


def test_values_of_every_kind_are_listed(kernel, debugger):
    kernel.ok(DECLARATIONS)
    found = debugger.variables()
    for name, (kind, value) in VALUES.items():
        assert found[name]["type"] == kind, name
        assert value is None or found[name]["value"] == value, name
    assert "computed" not in found and "nobody" in found
    assert all(found[name]["variablesReference"] == 0 for name in ("count", "name", "none", "token"))


def test_values_unfold_to_any_depth(kernel, debugger):
    kernel.ok('struct P { var x = 1; var tags = ["a", "b"] }\nlet all = ["k": [P()]]\nlet many = Array(0..<5_000)\n'
              'class Base { let id = 7 }\nfinal class Leaf: Base { let leaf = true }\nlet object = Leaf()\n'
              'let maybe: [Int]? = [5]')
    found = debugger.variables()
    first = debugger.parts(debugger.parts(found["all"])['["k"]'])["[0]"]
    assert first["type"] == "P"
    parts = debugger.parts(first)
    assert parts["x"]["value"] == "1" and debugger.parts(parts["tags"])["[1]"]["value"] == '"b"'
    assert set(debugger.parts(found["object"])) == {"id", "leaf"}
    assert debugger.parts(found["maybe"])["[0]"]["value"] == "5"
    numbers = debugger.parts(found["many"])
    assert len(numbers) == 101 and numbers["[99]"]["value"] == "99"
    assert "4,900 more" in numbers["…"]["value"]


def test_values_are_new_after_each_cell_and_keep_their_references(kernel, debugger):
    kernel.ok("var list = [1]")
    before = debugger.variables()["list"]
    kernel.ok("list.append(2)\nlet later = 1")
    after = debugger.variables()
    assert after["list"]["value"] == "[1, 2]" and "later" in after
    assert after["list"]["variablesReference"] == before["variablesReference"]
    assert set(debugger.parts(after["list"])) == {"[0]", "[1]"}
    kernel.ok('let list = "new"')
    assert debugger.variables()["list"]["value"] == '"new"'


def test_while_a_cell_runs_the_known_values_are_given_at_once(kernel, debugger):
    kernel.ok("var list = [1]\nvar number = 1")
    listed = debugger.variables()
    assert debugger.parts(listed["list"])
    request = kernel.submit('number = 2\nprint("running")\nwhile true {}')
    kernel.await_output(request, "running")
    started = time.monotonic()
    assert debugger.variables()["number"]["value"] == "1"
    assert debugger.parts(listed["list"])["[0]"]["value"] == "1"
    refused = debugger.ask("richInspectVariables", variableName="number")
    assert refused["success"] is False and "runs" in refused["message"]
    assert time.monotonic() - started < 5
    kernel.interrupt()
    kernel.collect(request)
    assert debugger.variables()["number"]["value"] == "2"


def test_a_variable_shows_itself_as_in_the_notebook(kernel, debugger):
    kernel.ok("struct Card2: Displayable {\n  var mimeBundle: MIMEBundle { MIMEBundle(data: [\n"
              "    .plainText: .text(\"plain\"), .html: .text(\"<b>rich</b>\")]) }\n}\nlet card = Card2(), n = 5")
    shown = debugger.body("richInspectVariables", variableName="card")
    assert shown["data"]["text/html"] == "<b>rich</b>" and shown["metadata"] == {}
    assert debugger.body("richInspectVariables", variableName="n")["data"]["text/plain"] == "5"
    refused = debugger.ask("richInspectVariables", variableName="nothing")
    assert refused["success"] is False and "no variable 'nothing'" in refused["message"]


def test_a_description_that_fails_or_never_ends_costs_only_its_own_value(kernel, debugger):
    kernel.ok("protocol Described: CustomStringConvertible {}\n"
              "struct Bad: Described { var n = 1; var description: String { fatalError(\"no words\") } }\n"
              "struct Endless: Described { var n = 1; var description: String { while true {} } }\n"
              "let first = 1, bad = Bad(), endless = Endless(), last = 2")
    deadline = time.monotonic() + 60
    while "takes too long" not in debugger.variables().get("endless", {"value": ""})["value"]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    found = debugger.variables()
    assert (found["first"]["value"], found["last"]["value"]) == ("1", "2")
    assert "no words" in found["bad"]["value"]
    assert kernel.value("first + last") == "3"


@pytest.mark.parametrize(("command", "words"), [
    ("copyToGlobals", "global already"), ("pause", "needs a stopped cell"), ("next", "needs a stopped cell"),
    ("evaluate", "needs a stopped cell"), ("variables", "variablesReference"), ("dumpCell", "'code'"),
    ("richInspectVariables", "'variableName'"), ("nonsense", "does not know"),
])
def test_what_the_debugger_cannot_do_is_refused_with_a_sentence(debugger, command, words):
    answer = debugger.ask(command)
    assert answer["success"] is False and words in answer["message"]


def test_breakpoints_are_taken_but_stop_nothing_and_the_next_cell_says_so(kernel, debugger):
    code = "let a = 1\nlet b = 2"
    path = debugger.body("dumpCell", code=code)["sourcePath"]
    points = debugger.body("setBreakpoints", source={"path": path}, breakpoints=[{"line": 2}])["breakpoints"]
    assert [(p["line"], p["verified"]) for p in points] == [(2, False)]
    assert "do not stop cells" in points[0]["message"]
    assert debugger.body("debugInfo")["breakpoints"] == [{"source": path, "breakpoints": [{"line": 2}]}]
    assert "Breakpoints do not stop cells" in kernel.ok(code).stderr
    assert kernel.ok("a + b").stderr == ""
    debugger.body("setBreakpoints", source={"path": path}, breakpoints=[])
    assert kernel.ok("a").stderr == ""


def test_inspection_of_a_variable_tells_its_value(kernel, debugger):
    """VS Code fills its variables view so."""
    kernel.ok("let weights = [0.5, 0.25]\nfunc twice(_ n: Int) -> Int { 2 * n }")
    ask = {"code": "weights", "cursor_pos": 7, "detail_level": 0}
    text = kernel.ask("inspect_request", ask)["content"]["data"]["text/plain"]
    assert "Value: [0.5, 0.25] (2 elements)" in text and "Double" in text
    other = kernel.ask("inspect_request", {"code": "twice", "cursor_pos": 3, "detail_level": 0})
    assert "Value:" not in other["content"]["data"]["text/plain"]
