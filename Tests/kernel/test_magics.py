"""The few words that begin with a percent sign."""

import re

import pytest

MAGICS = [
    "%help", "%lsmagic", "%who", "%time", "%%time", "%timeit", "%%timeit", "%%O", "%%Onone",
    "%package", "%include", "%load", "%cd", "%env", "%%sh", "%%bash", "%%writefile", "%stamp",
    "%stale", "%rerun", "%swift", "%restore", "%reset",
]


def test_help_documents_every_magic(kernel):
    result = kernel.ok("%help")
    assert result.types == ["display_data"]
    data = result.of_type("display_data")[0]["data"]
    for magic in MAGICS:
        assert re.search(rf"^{re.escape(magic)}\s+\S", data["text/plain"], re.M), magic
        assert magic in data["text/markdown"]


def test_tab_completes_every_magic(kernel):
    content = kernel.ask("complete_request", {"code": "%", "cursor_pos": 1})["content"]
    assert set(content["matches"]) == set(MAGICS)
    double = kernel.ask("complete_request", {"code": "%%", "cursor_pos": 2})["content"]
    assert set(double["matches"]) == {magic for magic in MAGICS if magic.startswith("%%")}
    assert (double["cursor_start"], double["cursor_end"]) == (0, 2)


def test_magics_are_complete_code(kernel):
    for code in ("%who", "%%time\n1 + 1", "%time 1"):
        assert kernel.ask("is_complete_request", {"code": code})["content"]["status"] == "complete"


def test_who_lists_names_types_and_values(start):
    kernel = start()
    assert "No variables" in kernel.ok("%who").stdout
    kernel.ok('let number = 1\nvar words = ["a"]\nstruct P {}\nlet p = P()')
    kernel.ok("let number = 2.5")
    result = kernel.ok("%who")
    assert result.types == ["display_data"]
    rows = [line.split() for line in
            result.of_type("display_data")[0]["data"]["text/plain"].splitlines()]
    assert rows[0] == ["name", "type", "value", "size"]
    assert sorted(rows[2:]) == sorted(
        [["number", "Double", "2.5"], ["words", "Array<String>", '["a"]', "1", "element"], ["p", "P", "P"]])


def test_who_knows_values_of_any_kind(start):
    kernel = start()
    kernel.ok("struct Token: ~Copyable {}\nlet token = Token()\nlet text = \"abc\"\nlet table = [1: 2, 3: 4]\n"
              "let zeros = Matrix(rows: 3, columns: 4) { _, _ in 0 }\nlet `default` = 1...1_500")
    text = kernel.ok("%who").of_type("display_data")[0]["data"]["text/plain"]
    for words in ("Token", "3 bytes", "2 elements", "3 × 4", "1,500 elements"):
        assert words in text


@pytest.mark.parametrize("code", ["%time 6 * 7", "%%time\n6 * 7"])
def test_time_tells_compilation_and_run_and_shows_the_value(kernel, code):
    result = kernel.ok(code)
    assert result.result_text == "42"
    assert re.fullmatch(r"compiled in [\d.]+ m?s\w*, ran in [\d.]+ m?s\w*\n", result.stdout)


def test_time_keeps_lines_and_columns(kernel):
    failed = kernel.error("%%time\nnowhere")
    assert f"Cell [{failed.count}]:2:1:" in failed.evalue
    failed = kernel.error("%time nowhere")
    assert f"Cell [{failed.count}]:1:7:" in failed.evalue


def test_an_optimised_cell_is_faster_and_shares_the_state(kernel):
    loop = ("func mix{0}(_ n: Int) -> Int {{ var h = 1; for i in 0..<n {{ h = h &* 31 &+ i }}; "
            "return h }}\nlet clock{0} = ContinuousClock()\n"
            "let took{0} = clock{0}.measure {{ _ = mix{0}(20_000_000) }}")
    kernel.ok("%%Onone\n" + loop.format(0))
    kernel.ok("%%O\n" + loop.format(1))
    assert kernel.value("took1 < took0") == "true"
    assert kernel.value("mix0(10) == mix1(10)") == "true"


def test_restore_with_nothing_lost_says_so(start):
    kernel = start()
    assert "nothing to restore" in kernel.ok("%restore").stdout


def test_reset_forgets_everything(start):
    kernel = start()
    kernel.ok("let forgotten = 1")
    host = kernel.host.pid
    kernel.ok("%reset")
    assert kernel.error("forgotten").ename == "CompileError"
    assert kernel.value("let forgotten = 2\nforgotten") == "2"
    assert kernel.host.pid != host
    assert "forgotten" in kernel.ok("%who").of_type("display_data")[0]["data"]["text/plain"]


@pytest.mark.parametrize("code", ["%nonsense", "%%nonsense\n1", "  %nonsense"])
def test_an_unknown_magic_is_an_error_that_names_help(kernel, code):
    failed = kernel.error(code)
    assert failed.ename == "UnknownMagic"
    assert "%help" in failed.evalue


def test_a_percent_sign_in_swift_is_swift(kernel):
    assert kernel.value("let odd = 7\nodd\n  % 2") == "1"
    assert kernel.value('"%who"') == '"%who"'


@pytest.mark.parametrize("code, word", [("print?", "func print"), ("ToyModel?", "ToyModel")])
def test_a_question_mark_shows_the_documentation_in_the_pager(kernel, code, word):
    result = kernel.ok(code)
    payload, = result.content["payload"]
    assert payload["source"] == "page" and payload["start"] == 0
    assert word in payload["data"]["text/plain"]
    assert result.outputs == []


def test_two_question_marks_show_the_source_of_a_cells_function(kernel):
    kernel.ok("/// Says hello.\nfunc greet() -> String { \"hello there\" }")
    payload, = kernel.ok("greet??").content["payload"]
    assert "hello there" in payload["data"]["text/plain"]


def test_a_question_about_nothing_known_is_an_error(kernel):
    assert kernel.error("unheardOf?").ename == "NotFound"


def test_magic_cells_count_like_others(kernel):
    count = kernel.ok("1").count
    assert kernel.ok("%help").count == count + 1
