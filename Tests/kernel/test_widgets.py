"""Widgets over the real protocol: state both ways, handlers between cells, and what is refused."""

import time
import uuid

import pytest
from jupyter_client.session import Session


def say(kernel, comm, data, buffers=(), kind="comm_msg", **content):
    """Sends a comm message as a page does."""
    message = kernel.kc.session.msg(kind, {"comm_id": comm, "data": data, **content})
    kernel.kc.session.send(
        kernel.kc.shell_channel.socket, message, buffers=[bytes(b) for b in buffers])
    return message["header"]["msg_id"]


def move(kernel, comm, **state):
    return say(kernel, comm, {"method": "update", "state": state, "buffer_paths": []})


def settled(kernel, request):
    """Waits until a comm message has been dealt with; returns what came with it."""
    kernel.wait(lambda: kernel.idle_of(request))
    return kernel.of(request)


def opened(result, model):
    """The id of the widget of this model that a cell has made."""
    found = [m["comm_id"] for m in result.of_type("comm_open")
             if m["data"]["state"]["_model_name"] == model]
    assert len(found) == 1, found
    return found[0]


def updates(kernel, comm, method="update"):
    """The states that the widget was given since, in order."""
    return [m["content"]["data"]["state"] for m in kernel.received["iopub"]
            if m["msg_type"] == "comm_msg" and m["content"]["comm_id"] == comm
            and m["content"]["data"].get("method") == method]


def shown(kernel, output):
    """What an interaction's output shows now, as plain text."""
    for state in reversed(updates(kernel, output)):
        if "outputs" in state:
            return "".join(
                o.get("text") or o.get("evalue") or o["data"]["text/plain"]
                for o in state["outputs"])
    return None


def interaction(kernel, code, model="IntSliderModel"):
    """Runs a cell with an interaction; returns its slider and its output."""
    result = kernel.ok(code)
    return opened(result, model), opened(result, "OutputModel")


def test_a_widget_is_opened_shown_listed_and_closed(kernel):
    result = kernel.ok('let first = IntSlider(0...10, value: 4, description: "n")\nfirst')
    slider = opened(result, "IntSliderModel")
    open_message = next(m for m in result.messages if m["msg_type"] == "comm_open")
    assert open_message["metadata"]["version"] == "2.1.0"
    assert open_message["content"]["target_name"] == "jupyter.widget"
    data = result.of_type("execute_result")[0]["data"]
    assert data["application/vnd.jupyter.widget-view+json"] == {
        "version_major": 2, "version_minor": 0, "model_id": slider}
    assert data["text/plain"] == "IntSlider(4)"
    comms = kernel.ask("comm_info_request", {"target_name": "jupyter.widget"})["content"]["comms"]
    assert comms[slider] == {"target_name": "jupyter.widget"}
    assert kernel.ask("comm_info_request", {"target_name": "x"})["content"]["comms"] == {}
    kernel.ok("first.close()")
    assert slider not in kernel.ask("comm_info_request", {})["content"]["comms"]


def test_a_page_s_value_is_echoed_between_busy_and_idle(kernel):
    slider = opened(kernel.ok("let second = FloatSlider(0...1)"), "FloatSliderModel")
    request = move(kernel, slider, value=0.25)
    messages = settled(kernel, request)
    assert [m["msg_type"] for m in messages] == ["status", "comm_msg", "status"]
    assert messages[1]["content"] == {"comm_id": slider, "data": {
        "method": "echo_update", "state": {"value": 0.25}, "buffer_paths": []}}
    assert kernel.value("second.value") == "0.25"


def test_the_cell_s_values_reach_pages_before_its_reply(kernel):
    slider = opened(kernel.ok("let third = IntSlider(0...1000)"), "IntSliderModel")
    result = kernel.ok("for i in 0...1000 { third.value = i }")
    sent = [m["data"]["state"]["value"] for m in result.of_type("comm_msg")]
    assert sent[-1] == 1000
    assert sent == sorted(sent)
    assert len(sent) < 100
    assert slider


def test_values_arrive_while_a_cell_runs_and_handlers_wait(kernel):
    result = kernel.ok(
        "import Foundation\nlet fourth = IntSlider(0...10)\nvar handled = 0\n"
        "fourth.onChange { _ in handled += 1 }")
    slider = opened(result, "IntSliderModel")
    request = kernel.submit(
        'print("running")\nwhile fourth.value != 7 { usleep(1000) }\nhandled')
    kernel.await_output(request, "running")
    move(kernel, slider, value=3)
    move(kernel, slider, value=7)
    assert kernel.collect(request, 20).result_text == "0"
    kernel.wait(lambda: kernel.value("handled") == "1", 20)


def test_interact_names_its_controls_by_labels_and_redraws(kernel):
    result = kernel.ok("interact(sparsity: 0...0.99, features: 2...12) { s, n in \"\\(s) \\(n)\" }")
    features = opened(result, "IntSliderModel")
    output = opened(result, "OutputModel")
    names = {m["data"]["state"]["description"] for m in result.of_type("comm_open")
             if m["data"]["state"].get("description")}
    assert names == {"sparsity", "features"}
    move(kernel, features, value=5)
    kernel.wait(lambda: shown(kernel, output) == '"0.0 5"')


def test_interact_takes_any_labels_none_and_a_named_closure(kernel):
    kernel.ok("func describe(_ a: Int, _ b: Bool) -> String { \"\\(a) \\(b)\" }")
    slider, output = interaction(kernel, "interact(größe: 1...3, 0 == 1, draw: describe)")
    move(kernel, slider, value=2)
    kernel.wait(lambda: shown(kernel, output) == '"2 false"')


def test_the_editor_understands_interact(kernel):
    code = "interact(sparsity: 0...0.99) { s in s.roun"
    content = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})["content"]
    assert any(m.startswith("rounded") for m in content["matches"])
    for code in ("interact", "interact(sparsity: 0...0.99) { s in s }"):
        content = kernel.ask("inspect_request", {
            "code": code, "cursor_pos": 4, "detail_level": 0})["content"]
        assert "redrawn whenever" in content["data"]["text/plain"]


def test_interact_needs_no_labels(kernel):
    slider, output = interaction(
        kernel, 'let eleventh = IntSlider(0...9)\ninteract(eleventh, true) { n, on in "\\(n) \\(on)" }')
    move(kernel, slider, value=2)
    kernel.wait(lambda: shown(kernel, output) == '"2 true"')


def test_prints_go_into_the_drawing(kernel):
    slider, output = interaction(
        kernel, 'interact(n: 0...10) { n in print("square:", n * n) }')
    assert shown(kernel, output) == "square: 0\n"
    request = move(kernel, slider, value=4)
    kernel.wait(lambda: shown(kernel, output) == "square: 16\n")
    assert all(m["msg_type"] != "stream" for m in kernel.received["iopub"])
    settled(kernel, request)


def test_a_mistake_in_the_closure_is_told_in_the_users_words(kernel):
    result = kernel.error("interact(n: 0...10) { n in n.foo }")
    assert "Int' has no member 'foo'" in result.traceback
    assert "Source1" not in result.evalue
    result = kernel.error("interact(n: 3.5) { n in n }")
    assert "Adjustable" in result.traceback


def test_a_trap_in_a_closure_costs_nothing_but_itself(kernel):
    kernel.ok("var kept = 41")
    slider, output = interaction(kernel, "interact(n: 0...10) { n in\n  [1, 2, 3][n]\n}")
    move(kernel, slider, value=7)
    kernel.wait(lambda: shown(kernel, output) == "Index out of range")
    error = next(s["outputs"][0] for s in reversed(updates(kernel, output)) if "outputs" in s)
    assert error["ename"] == "FatalError"
    assert any("line 2" in line for line in error["traceback"])
    assert kernel.value("kept + 1") == "42"
    move(kernel, slider, value=2)
    kernel.wait(lambda: shown(kernel, output) == "3")


def test_a_thrown_error_is_shown_with_its_line_and_cleared(kernel):
    kernel.ok("struct TooMany: Error {}")
    slider, output = interaction(
        kernel, "interact(n: 0...10) { n in\n  if n > 5 {\n    throw TooMany()\n  }\n  return n\n}")
    move(kernel, slider, value=6)
    kernel.wait(lambda: any(
        "line 3" in line for s in updates(kernel, output) for o in s.get("outputs", [])
        for line in o.get("traceback", [])))
    move(kernel, slider, value=1)
    kernel.wait(lambda: shown(kernel, output) == "1")


def test_an_interrupt_ends_a_redraw_that_never_would(kernel):
    slider, output = interaction(
        kernel, "interact(n: 0...10) { n in\n  while n == 3 {}\n  return n\n}")
    settled(kernel, move(kernel, slider, value=3))
    time.sleep(0.3)
    asked = kernel.interrupt()
    kernel.wait(lambda: (shown(kernel, output) or "").endswith("was interrupted"), 10)
    assert time.monotonic() - asked < 5
    move(kernel, slider, value=4)
    kernel.wait(lambda: shown(kernel, output) == "4")


def test_an_interrupt_also_ends_the_cell_that_waits_for_a_redraw(kernel):
    slider, output = interaction(
        kernel, "interact(n: 0...10) { n in\n  while n == 3 {}\n  return n\n}")
    settled(kernel, move(kernel, slider, value=3))
    time.sleep(0.3)
    request = kernel.submit("1 + 1")
    time.sleep(0.5)
    kernel.interrupt()
    assert kernel.collect(request, 20).ename == "Interrupted"
    assert kernel.value("2 + 2") == "4"
    move(kernel, slider, value=5)
    kernel.wait(lambda: shown(kernel, output) == "5")


def test_training_for_an_older_value_is_given_up_once_the_newest_rests(kernel):
    slider, output = interaction(kernel, """
        interact(n: 0...10) { n in
          if n == 1 {
            _ = try ReLUOutputModel(hidden: 2).train(
              on: SparseFeatures(count: 5, sparsity: 0.9), steps: 100_000_000)
          }
          return n
        }
        """)
    settled(kernel, move(kernel, slider, value=1))
    time.sleep(0.3)
    begun = time.monotonic()
    move(kernel, slider, value=2)
    kernel.wait(lambda: shown(kernel, output) == "2", 20)
    assert time.monotonic() - begun < 5
    # The next cell trains as if nothing had been.
    kernel.ok("_ = try ReLUOutputModel(hidden: 2).train("
              "on: SparseFeatures(count: 5, sparsity: 0.9), steps: 10)")


def test_a_page_that_is_loaded_gets_every_state_and_every_byte(kernel):
    kernel.ok("let fifth = Image([1, 2, 3])\nlet sixth = IntSlider(0...9, value: 8)")
    control = uuid.uuid4().hex
    say(kernel, control, {}, kind="comm_open", target_name="jupyter.widget.control")
    request = say(kernel, control, {"method": "request_states"})
    messages = settled(kernel, request)
    answer = next(m for m in messages if m["msg_type"] == "comm_msg")
    data = answer["content"]["data"]
    assert data["method"] == "update_states"
    values = [s["state"].get("value") for s in data["states"].values()]
    assert 8 in values
    assert len(data["buffer_paths"]) == len(answer["buffers"])
    assert b"\x01\x02\x03" in [bytes(b) for b in answer["buffers"]]
    say(kernel, control, {}, kind="comm_close")


def test_two_clients_see_each_other_s_values(kernel):
    slider = opened(kernel.ok("let seventh = IntSlider(0...10)"), "IntSliderModel")
    other = kernel.manager.client(session=Session(key=kernel.manager.session.key))
    other.start_channels(hb=False)
    try:
        other.wait_for_ready(timeout=60)
        message = other.session.msg("comm_msg", {"comm_id": slider, "data": {
            "method": "update", "state": {"value": 6}, "buffer_paths": []}})
        other.session.send(other.shell_channel.socket, message)
        kernel.wait(lambda: {"value": 6} in updates(kernel, slider, "echo_update"))
        assert kernel.value("seventh.value") == "6"
    finally:
        other.stop_channels()


def deep(levels):
    value = 0
    for _ in range(levels):
        value = [value]
    return value


MALFORMED = {
    "unknown method": {"method": "explode"},
    "no method": {},
    "method is no text": {"method": 3},
    "no state": {"method": "update"},
    "state is a list": {"method": "update", "state": [1]},
    "wrong type": {"method": "update", "state": {"value": "many"}},
    "fraction": {"method": "update", "state": {"value": 2.5}},
    "too large": {"method": "update", "state": {"value": 11}},
    "beyond integers": {"method": "update", "state": {"value": 1e300}},
    "null": {"method": "update", "state": {"value": None}},
    "unknown trait": {"method": "update", "state": {"value": 5, "unheard": 1}},
    "one of two wrong": {"method": "update", "state": {"value": 5, "disabled": "no"}},
    "buffer path without buffer": {
        "method": "update", "state": {}, "buffer_paths": [["value"]]},
    "deeply nested": {"method": "update", "state": {"value": deep(300)}},
    "custom without event": {"method": "custom", "content": []},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_message_changes_nothing_and_is_logged(kernel, name):
    slider = opened(kernel.ok("let eighth = IntSlider(0...10, value: 4)"), "IntSliderModel")
    before = kernel.log_text.count("changes nothing")
    messages = settled(kernel, say(kernel, slider, MALFORMED[name]))
    assert [m["msg_type"] for m in messages] == ["status", "status"]
    assert kernel.value("eighth.value") == "4"
    kernel.wait(lambda: kernel.log_text.count("changes nothing") == before + 1, 10)


def test_unknown_comms_and_missing_fields_change_nothing(kernel):
    slider = opened(kernel.ok("let ninth = IntSlider(0...10, value: 4)"), "IntSliderModel")
    settled(kernel, move(kernel, "nobody", value=5))
    settled(kernel, say(kernel, "nobody", {}, kind="comm_close"))
    for content in ({}, {"comm_id": 7, "data": {}}, {"comm_id": slider, "data": "x"}):
        request = kernel.send("comm_msg", content)
        kernel.wait(lambda: kernel.idle_of(request))
    request = say(kernel, "mine", {}, kind="comm_open", target_name="nobody.listens")
    assert "comm_close" in [m["msg_type"] for m in settled(kernel, request)]
    assert kernel.value("ninth.value") == "4"


@pytest.mark.parametrize("size", [1 << 20, 100 << 20])
def test_buffers_that_nobody_wants_change_nothing(kernel, size):
    slider = opened(kernel.ok("let tenth = IntSlider(0...10, value: 4)"), "IntSliderModel")
    data = {"method": "update", "state": {}, "buffer_paths": [["value"]]}
    settled(kernel, say(kernel, slider, data, [bytes(size)]))
    settled(kernel, say(kernel, "nobody", data, [bytes(size)]))
    assert kernel.value("tenth.value") == "4"


def test_widgets_are_closed_when_the_process_that_has_them_dies(start):
    kernel = start()
    slider = opened(kernel.ok("let lost = IntSlider(0...10)"), "IntSliderModel")
    kernel.host.kill()
    kernel.wait(lambda: any(
        m["msg_type"] == "comm_close" and m["content"]["comm_id"] == slider
        for m in kernel.received["iopub"]))
    assert kernel.ask("comm_info_request", {})["content"]["comms"] == {}
    settled(kernel, move(kernel, slider, value=3))
    kernel.execute("1")
    assert kernel.value("1 + 1") == "2"


def test_state_is_saved_in_executed_notebooks(kernel):
    from nbclient import NotebookClient
    from nbconvert import HTMLExporter
    from nbformat.v4 import new_code_cell, new_notebook
    notebook = new_notebook(cells=[new_code_cell("Image([1, 2, 3])"), new_code_cell(
        'interact(n: 2...12) { n in MIMEBundle(data: [.plainText: .text("\\(n)"), '
        '.svg: .text("<svg xmlns=\\"http://www.w3.org/2000/svg\\"><title>\\(n)</title></svg>")]) }')])
    NotebookClient(notebook, kernel_name="superpose", timeout=120).execute()
    widgets = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    by_model = {w["model_name"]: w for w in widgets.values()}
    assert by_model["IntSliderModel"]["state"]["value"] == 2
    assert "<title>2</title>" in by_model["HTMLModel"]["state"]["value"]
    assert by_model["ImageModel"]["buffers"][0]["path"] == ["value"]
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert "application/vnd.jupyter.widget-state+json" in page
    assert "application/vnd.jupyter.widget-view+json" in page
