"""Displays that authors know from IPython: each has its own type, and text for consoles."""

import re
import time
from pathlib import Path

import pytest

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

DISPLAYS = {
    'Markdown("**bold**")': ("text/markdown", "**bold**"),
    'HTML("<b>bold</b>")': ("text/html", "<b>bold</b>"),
    'Latex("$x^2$")': ("text/latex", "$x^2$"),
    f'SVG(#"{SVG}"#)': ("image/svg+xml", "<svg"),
    'try JSON(["a": [1, 2]])': ("application/json", None),
    'VegaLite(["mark": "bar"])': ("application/vnd.vegalite.v5+json", None),
    'GeoJSON(["type": "Point", "coordinates": [1, 2]])': ("application/geo+json", None),
    "Audio([0, 0.5, -0.5, 0])": ("text/html", "<audio"),
    'IFrame("https://example.org")': ("text/html", "<iframe"),
}


@pytest.mark.parametrize("code", DISPLAYS)
def test_a_display_has_its_type_and_plain_text(kernel, code):
    kind, part = DISPLAYS[code]
    result = kernel.ok(code)
    # A picture's stamp follows in an update.
    [data, *stamped] = [m["content"]["data"] for m in result.outputs if "data" in m["content"]]
    assert stamped in ([], [data])
    assert data["text/plain"]
    assert kind in data, sorted(data)
    assert part is None or part in "".join(data[kind])


def test_text_cannot_leave_the_attribute_it_stands_in(kernel):
    result = kernel.ok('IFrame("https://example.org/\\"><script>alert(1)</script>")')
    [data] = [m["content"]["data"] for m in result.outputs if "data" in m["content"]]
    assert "<script>" not in data["text/html"]


@pytest.mark.parametrize("code", [
    'try Image(contentsOf: "/none.png")', 'try Audio(contentsOf: "/none.wav")', 'try Video(contentsOf: "/none.mp4")',
    'try SVG(contentsOf: "/none.svg")', 'FileLink("/none.csv")', 'try VegaLite(text: "{")',
])
def test_what_cannot_be_shown_is_named(kernel, code):
    result = kernel.execute(code)
    assert result.status == "error"
    assert "/none" in result.evalue or "JSON" in result.evalue


def test_files_are_shown(kernel, tmp_path):
    (tmp_path / "a b.csv").write_text("x\n1\n")
    (tmp_path / "a.svg").write_text(SVG)
    result = kernel.ok(f'FileLink("{tmp_path}/a b.csv")')
    [data] = [m["content"]["data"] for m in result.outputs if "data" in m["content"]]
    assert "a%20b.csv" in data["text/html"]
    assert kernel.ok(f'try SVG(contentsOf: "{tmp_path}/a.svg")').status == "ok"


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.webp", "a.svg"])
def test_a_file_that_is_no_picture_is_refused(kernel, tmp_path, name):
    (tmp_path / name).write_text("no picture")
    result = kernel.execute(f'try Image(contentsOf: "{tmp_path}/{name}")')
    assert result.status == "error"
    assert f"{tmp_path}/{name}: this is not a picture" in result.evalue


def test_a_long_text_that_is_no_picture_is_refused_at_once(kernel, tmp_path):
    (tmp_path / "blank.svg").write_text(" \n" * 500_000)
    started = time.monotonic()
    assert kernel.execute(f'try Image(contentsOf: "{tmp_path}/blank.svg")').status == "error"
    assert time.monotonic() - started < 10


def test_addresses_are_read_as_files_are(kernel, tmp_path, address):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfhidden,loss\n2,0.5\n")
    (tmp_path / "a.tsv").write_text("hidden\tloss\n3\t0.25\n")
    # Its name does not say that it is SVG.
    (tmp_path / "picture").write_text(SVG)
    kernel.ok("import ToyLib")
    assert kernel.ok(f'print(try Table(contentsOf: "{address}/a.csv").numbers("hidden"))').stdout == "[2.0]\n"
    assert kernel.ok(f'print(try Table(contentsOf: "{address}/a.tsv").numbers("loss"))').stdout == "[0.25]\n"
    result = kernel.ok(f'try Image(contentsOf: "{address}/picture")')
    assert any("image/svg+xml" in m["content"].get("data", {}) for m in result.outputs)
    for wrong in [f"{address}/none.csv", "http://127.0.0.1:1/a.csv", "http://nowhere.invalid/a.csv", "https://"]:
        result = kernel.execute(f'try Table(contentsOf: "{wrong}")')
        assert result.status == "error"
        assert result.evalue.startswith(f"{wrong}: "), result.evalue


def test_the_guides_own_type_shows_itself(kernel):
    page = (Path(__file__).parents[2] / "docs/open-notebooks.md").read_text()
    (block,) = re.findall(r"```swift\n(struct Run: Displayable.*?)```", page, re.S)
    (shown,) = kernel.ok(block).of_type("execute_result")
    assert shown["data"]["text/plain"] == "run 7: loss 0.125"
    html = shown["data"]["text/html"]
    assert "superpose-card" in html and "0.25" in html and len(html) < 30_000


FOUNDATION = {
    "AsyncStream<Int> { $0.finish() }": "AsyncStream<Int>",
    "JSONDecoder()": "JSONDecoder",
    "FileManager.default": "FileManager",
    "zip([1, 2], [Lamp(), Lamp()])": "[(1, Lamp(watts: 40)), (2, Lamp(watts: 40))]",
    "stride(from: 0, to: 1, by: 0.25)": "stride(from: 0.0, to: 1.0, by: 0.25)",
    "(1..<4).reversed()": "[3, 2, 1]",
    "Dog()": 'Dog(name: "Rex", age: 3)',
    "Watched()": "Watched(count: 1)",
    "Measurement(value: 3.5, unit: UnitLength.kilometers)": "3.5 km",
}


def test_values_of_swifts_libraries_show_what_they_are(kernel):
    kernel.ok("import Foundation\nimport Observation\nstruct Lamp { var watts = 40 }\n"
              'class Animal { var name = "Rex" }\nclass Dog: Animal { var age = 3 }\n'
              "@Observable final class Watched { var count = 1 }")
    for code, text in FOUNDATION.items():
        [data] = [m["content"]["data"] for m in kernel.ok(code).outputs if "data" in m["content"]]
        assert data["text/plain"] == text


def test_a_paper_gets_pdf_and_latex(start):
    kernel = start(env={"SUPERPOSE_PAPER": "1"})
    kernel.ok("struct Row { var name: String; var loss: Double }\nlet rows = [Row(name: \"a_1\\nb\", loss: 0.5)]")
    table = kernel.ok("Table(rows, [\"name\": \\.name, \"loss\": \\.loss])").of_type("execute_result")[0]["data"]
    assert "a\\_1 b & 0.5 \\\\" in table["text/latex"] and "<table" in table["text/html"]
    long = kernel.ok("Table(Array(0..<500), [\"n\": \\.self])").of_type("execute_result")[0]["data"]
    assert "text/latex" not in long and "500 rows" in long["text/html"]
    figure = kernel.ok("Plot { Dot(x: [1], y: [2]) }").of_type("execute_result")[0]["data"]
    assert "application/pdf" in figure and "image/svg+xml" in figure


def test_columns_of_a_table_have_the_names_of_their_paths(kernel):
    kernel.ok("struct Run { var seed = 7; var loss: Double { 0.25 }; var weights = [1.5] }\nlet runs = [Run(), Run()]")
    for call in ["Table(runs, \\.seed, \\.loss, \\.weights.count)",
                 "Table(runs.prefix(1), \\Run.seed, \\.loss, \\.weights.count, digits: 2)",
                 "let t = Table(runs, \\.seed, \\.loss, \\.weights.count)\nt"]:
        assert kernel.ok(call).result_text.split("\n")[0].split() == ["seed", "loss", "count"]
    wrong = kernel.error("Table(runs, \\.seed, \\.lost)")
    assert "no member 'lost'" in wrong.evalue and "1:21" in wrong.evalue
    kernel.ok("struct Table { init(_ a: [Run], _ path: KeyPath<Run, Double>) { print(a[0][keyPath: path]) } }\n"
              "_ = Table(runs, \\.loss)")


def test_a_table_type_of_another_cell_is_the_users(start):
    kernel = start()
    kernel.ok("struct Table { init(_ a: [Double], _ path: KeyPath<[Double], Int>) { print(a[keyPath: path]) } }")
    assert kernel.ok("_ = Table([1, 2], \\.count)").stdout == "2\n"
    assert kernel.ok("func f() { _ = Table([1], \\[Double].count) }\nf()").stdout == "1\n"
