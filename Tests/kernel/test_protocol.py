"""What the kernel says, to whom, and in which order."""

import json
import socket
import time
import uuid

import psutil
import pytest
import zmq
from jupyter_client.session import Session

REQUESTS = {
    "kernel_info_request": {},
    "complete_request": {"code": "pri", "cursor_pos": 3},
    "inspect_request": {"code": "print", "cursor_pos": 3, "detail_level": 0},
    "is_complete_request": {"code": "1 +"},
    "history_request": {"hist_access_type": "tail", "n": 3, "output": False, "raw": True},
    "comm_info_request": {},
    "connect_request": {},
    "usage_request": {},
}


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("kind", REQUESTS)
def test_busy_and_idle_frame_every_request_on_shell_and_control(kernel, kind, channel):
    reply = kernel.ask(kind, REQUESTS[kind], channel)
    assert reply["msg_type"] == kind.replace("request", "reply")
    if kind != "is_complete_request":
        assert reply["content"].get("status", "ok") == "ok"


@pytest.mark.parametrize("kind", REQUESTS)
def test_questions_are_answered_while_a_cell_runs(kernel, kind):
    kernel.value("1")
    request = kernel.submit('print("running")\nwhile true {}')
    kernel.await_output(request, "running")
    reply = kernel.ask(kind, REQUESTS[kind], seconds=30)
    assert reply["msg_type"] == kind.replace("request", "reply")
    assert kernel.reply_to(request) is None
    kernel.interrupt()
    kernel.collect(request)


def test_usage_is_of_the_kernel_with_all_that_it_has_started(kernel):
    kernel.ok("let block = [UInt8](repeating: 1, count: 50_000_000)")
    usage = kernel.ask("usage_request", {}, "control")["content"]
    root = psutil.Process(kernel.pid)
    tree = [root, *root.children(recursive=True)]
    assert len(tree) >= 2
    assert usage["pid"] == kernel.pid
    assert usage["kernel_memory"] == pytest.approx(
        sum(process.memory_full_info().pss for process in tree), rel=0.1)
    assert usage["kernel_memory"] > 50_000_000
    memory = psutil.virtual_memory()
    assert usage["host_virtual_memory"]["total"] == memory.total
    assert usage["host_virtual_memory"]["percent"] == pytest.approx(memory.percent, abs=10)
    assert usage["cpu_count"] == psutil.cpu_count()
    assert usage["hostname"] == socket.gethostname()
    # jupyter-resource-usage shows these numbers by psutil's names.
    assert set(usage["host_virtual_memory"]) <= set(memory._fields)


def test_usage_shows_a_busy_loop(kernel):
    kernel.ok("1")
    request = kernel.submit('print("running")\nwhile true {}')
    kernel.await_output(request, "running")
    kernel.ask("usage_request", {}, "control")
    time.sleep(1)
    usage = kernel.ask("usage_request", {}, "control")["content"]
    again = kernel.ask("usage_request", {}, "control")["content"]
    kernel.interrupt()
    kernel.collect(request)
    assert 10 < usage["kernel_cpu"] <= 100 * usage["cpu_count"] * 1.1
    assert 10 < usage["host_cpu_percent"] <= 100
    # Who asks at once is told the same, not the noise of a moment.
    assert again["kernel_cpu"] == usage["kernel_cpu"]


def test_kernel_info_says_who_the_kernel_is(kernel):
    content = kernel.ask("kernel_info_request", {})["content"]
    assert content["status"] == "ok"
    assert content["protocol_version"] == "5.5"
    assert content["implementation"] == "superpose"
    assert content["implementation_version"]
    assert content["banner"]
    info = content["language_info"]
    assert info["name"] == "swift"
    assert info["file_extension"] == ".swift"
    assert info["mimetype"] == "text/x-swift"
    assert info["version"]
    for key in ("pygments_lexer", "codemirror_mode", "nbconvert_exporter"):
        assert info.get(key, "missing") != ""


def test_the_session_is_the_kernels_own_and_one_for_all_messages(kernel):
    kernel.ok("1")
    sessions = {m["header"]["session"] for name in ("shell", "iopub")
                for m in kernel.received[name]}
    assert len(sessions) == 1
    assert sessions != {kernel.kc.session.session}


def test_the_parent_is_the_requests_header_to_the_letter(kernel):
    request = kernel.send("kernel_info_request", {}, header={
        "msg_id": str(uuid.uuid4()), "msg_type": "kernel_info_request", "session": "abc",
        "username": "Ünï", "version": "5.4", "date": "2026-01-02T03:04:05.678901Z",
        "subshell_id": None, "extra": {"kept": [1]}})
    kernel.answer(request)
    parent = kernel.of(request)[0]["parent_header"]
    assert parent["extra"] == {"kept": [1]}
    assert parent["username"] == "Ünï"
    assert parent["version"] == "5.4"


def test_execute_publishes_busy_input_outputs_reply_and_idle(kernel):
    result = kernel.ok('print("a")\n1')
    assert [m["msg_type"] for m in result.messages] == [
        "status", "execute_input", "stream", "execute_result", "status"]
    assert result.content == {
        "status": "ok", "execution_count": result.count, "payload": [], "user_expressions": {}}


def test_starting_is_said_exactly_once(start):
    kernel = start()
    kernel.ok("1")
    starting = [m for m in kernel.received["iopub"]
                if m["content"].get("execution_state") == "starting"]
    # The client may subscribe too late to see it; more than one is wrong, and so is a parent.
    assert len(starting) <= 1
    assert all(m["parent_header"] == {} for m in starting)


# Completion, inspection, completeness

def complete(kernel, code, cursor=None):
    cursor = len(code) if cursor is None else cursor
    return kernel.ask("complete_request", {"code": code, "cursor_pos": cursor})["content"]


def test_what_is_private_in_the_libraries_is_not_offered(kernel):
    kernel.ok("""
        private func hideout() {}
        let toy = try ReLUOutputModel(hidden: 1).network(weights: [[1], [0]])
        """)
    assert "coherence()" in complete(kernel, "toy.co")["matches"]
    assert complete(kernel, "toy.checkOrient")["matches"] == []
    assert complete(kernel, "hideo")["matches"] == ["hideout()"], "cells see what is private in others"


def test_completion_knows_what_cells_declared(kernel):
    kernel.ok("struct Lighthouse { var height = 3; func shine() {} }\nlet lighthouse = Lighthouse()")
    content = complete(kernel, "lightho")
    assert content["matches"] == ["lighthouse"]
    assert (content["cursor_start"], content["cursor_end"]) == (0, 7)
    members = complete(kernel, "lighthouse.")
    assert "height" in members["matches"]
    assert any(m.startswith("shine") for m in members["matches"])
    types = {t["text"]: t["type"] for t in members["metadata"]["_jupyter_types_experimental"]}
    assert set(types) == set(members["matches"])


def test_completion_counts_code_points(kernel):
    kernel.ok("let zebra1 = 1")
    content = complete(kernel, 'let s = "😀é́"; zebr')
    assert content["matches"] == ["zebra1"]
    assert (content["cursor_start"], content["cursor_end"]) == (15, 19)


@pytest.mark.parametrize("cursor", [-5, 0, 3, 1000])
def test_completion_survives_any_position(kernel, cursor):
    assert complete(kernel, "pri", cursor)["status"] == "ok"


@pytest.mark.parametrize("code", ["", "\"", "😀", "(((", "let = ", "\u0000", "#if", "a.b.c.d.", "%", "\\("])
def test_completion_and_inspection_survive_any_text(kernel, code):
    assert complete(kernel, code)["status"] == "ok"
    inspected = kernel.ask("inspect_request", {
        "code": code, "cursor_pos": len(code), "detail_level": 1})["content"]
    assert inspected["status"] == "ok"
    judged = kernel.ask("is_complete_request", {"code": code})["content"]
    assert judged["status"] in ("complete", "incomplete", "invalid", "unknown")


def test_completions_name_nothing_generated(kernel):
    kernel.ok("let visible = 1")
    for prefix in ("", "__", "Cell", "Next"):
        for match in complete(kernel, prefix)["matches"]:
            assert not match.startswith(("__shown", "__reached", "__finished", "__cellObserver"))
            assert not match.startswith(("NextCell", "SuperposeCellSupport"))
            assert match not in ("Cell1", "Cell2")


def test_inspection_shows_declaration_and_documentation(kernel):
    kernel.ok("/// Doubles a number.\nfunc doubled(_ n: Int) -> Int { n * 2 }")
    content = kernel.ask("inspect_request", {
        "code": "doubled(3)", "cursor_pos": 4, "detail_level": 0})["content"]
    assert content["found"] is True
    text = content["data"]["text/plain"]
    assert "func doubled(_ n: Int) -> Int" in text
    assert "Doubles a number." in text
    deep = kernel.ask("inspect_request", {
        "code": "doubled(3)", "cursor_pos": 4, "detail_level": 1})["content"]
    assert "n * 2" in deep["data"]["text/plain"]


def test_inspection_of_nothing_finds_nothing(kernel):
    content = kernel.ask("inspect_request", {
        "code": "unheardOf", "cursor_pos": 3, "detail_level": 0})["content"]
    assert (content["status"], content["found"], content["data"]) == ("ok", False, {})


@pytest.mark.parametrize("code, status", [
    ("", "complete"), ("1", "complete"), ("func f() {}", "complete"), ("%who", "complete"),
    ("// a comment", "complete"), ("1 +", "incomplete"), ("[1,", "incomplete"),
    ('"""\n', "incomplete"), ("}", "invalid"), ("let = 1", "invalid")])
def test_is_complete_judges(kernel, code, status):
    assert kernel.ask("is_complete_request", {"code": code})["content"]["status"] == status


def test_is_complete_tells_how_far_to_indent(kernel):
    content = kernel.ask("is_complete_request", {"code": "func f() {\n  if true {"})["content"]
    assert content["status"] == "incomplete"
    assert content["indent"].strip() == "" and len(content["indent"]) >= 2


# Queues

def test_an_error_aborts_what_waits_and_nothing_that_comes_later(kernel):
    kernel.ok("import Foundation\nvar ran = 0")
    first = kernel.submit('Thread.sleep(forTimeInterval: 0.3)\nfatalError("stop")')
    queued = [kernel.submit("ran += 1") for _ in range(3)]
    question = kernel.send("kernel_info_request", {})
    assert kernel.collect(first).ename == "FatalError"
    for request in queued:
        aborted = kernel.collect(request)
        assert aborted.status == "aborted"
        assert [m["msg_type"] for m in aborted.messages] == ["status", "status"]
    assert kernel.answer(question)["content"]["status"] == "ok"
    assert kernel.value("ran") == "0"


def test_stop_on_error_false_lets_the_queue_run(kernel):
    kernel.ok("import Foundation\nvar ran2 = 0")
    first = kernel.submit('Thread.sleep(forTimeInterval: 0.3)\nfatalError("go on")',
                          stop_on_error=False)
    queued = [kernel.submit("ran2 += 1") for _ in range(3)]
    assert kernel.collect(first).status == "error"
    assert [kernel.collect(request).status for request in queued] == ["ok"] * 3
    assert kernel.value("ran2") == "3"


def test_a_compile_error_aborts_the_queue_too(kernel):
    kernel.ok("var ran3 = 0")
    first = kernel.submit("nowhere()")
    second = kernel.submit("ran3 += 1")
    assert kernel.collect(first).status == "error"
    assert kernel.collect(second).status == "aborted"
    assert kernel.value("ran3") == "0"


def test_cells_run_in_the_order_in_which_they_were_sent(kernel):
    kernel.ok("var order: [Int] = []")
    requests = [kernel.submit(f"order.append({i})") for i in range(10)]
    counts = [kernel.collect(request).count for request in requests]
    assert counts == list(range(counts[0], counts[0] + 10))
    assert kernel.value("order") == str(list(range(10)))


# Comms

def test_a_comm_for_an_unknown_target_is_closed_at_once(kernel):
    comm = uuid.uuid4().hex
    request = kernel.send("comm_open", {"comm_id": comm, "target_name": "nobody", "data": {}})
    kernel.wait(lambda: kernel.idle_of(request))
    closed = kernel.wait(lambda: [m for m in kernel.received["iopub"]
                                  if m["msg_type"] == "comm_close"])
    assert [m["content"]["comm_id"] for m in closed] == [comm]
    assert kernel.ask("comm_info_request", {})["content"]["comms"] == {}


FIGURE = "Plot {{ Line(x: [1.0, 2], y: [1.0, 4]) }}.size({}, 300)"


@pytest.mark.parametrize("options, width, is_for_paper", [
    ({"fig_width": 4, "fig_height": 3, "fig_format": "retina", "fig_dpi": 96}, 384, False),
    ({"fig_width": 5.5, "fig_format": "pdf"}, 528, True),
    ({"fig_width": None, "fig_format": None}, 700, False), ({"fig_width": "wide"}, 700, False),
    ({"fig_width": -1, "params": {}}, 700, False),
])
def test_figures_follow_what_quarto_says_before_the_first_cell(start, options, width, is_for_paper):
    """Source: https://quarto.org/docs/advanced/jupyter/kernel-execution.html"""
    kernel = start()
    comm = uuid.uuid4().hex
    request = kernel.send("comm_open", {"comm_id": comm, "target_name": "quarto_kernel_setup",
                                        "data": {"options": options}})
    kernel.wait(lambda: kernel.idle_of(request))
    assert "changes nothing" not in kernel.log_text
    result = kernel.ok(FIGURE.format(672)).of_type("execute_result")[0]
    assert result["metadata"]["image/png"]["width"] == width
    assert ("application/pdf" in result["data"]) == is_for_paper
    # A smaller figure keeps its size.
    small = kernel.ok(FIGURE.format(200)).of_type("execute_result")[0]
    assert small["metadata"]["image/png"]["width"] == 228
    assert kernel.ok("", user_expressions={"v": "1 + 1"}).content["user_expressions"]["v"]["data"]["text/plain"] == "2"


@pytest.mark.parametrize("kind", ["comm_msg", "comm_close"])
def test_messages_for_unknown_comms_are_ignored(kernel, kind):
    request = kernel.send(kind, {"comm_id": "nobody", "data": {}})
    kernel.wait(lambda: kernel.idle_of(request))
    assert kernel.states_of(request) == ["busy", "idle"]
    assert kernel.value("1") == "1"


# Bytes that are not to be trusted

def frames_of(kernel, kind, content, key=None):
    session = kernel.kc.session
    message = session.msg(kind, content)
    return message["header"]["msg_id"], session.serialize(message)


def assert_alive(kernel):
    assert kernel.ask("kernel_info_request", {})["content"]["status"] == "ok"
    assert kernel.ask("kernel_info_request", {}, "control")["content"]["status"] == "ok"


def test_the_same_message_twice_is_answered_once(kernel):
    request, frames = frames_of(kernel, "execute_request", {
        "code": 'print("once")', "silent": False, "store_history": True, "user_expressions": {},
        "allow_stdin": False, "stop_on_error": True})
    for _ in range(3):
        kernel.kc.shell_channel.socket.send_multipart(frames)
    kernel.wait(lambda: kernel.idle_of(request))
    assert_alive(kernel)
    assert kernel.value("1") == "1"
    assert len(kernel.of(request, "shell")) == 1
    assert kernel.states_of(request) == ["busy", "idle"]


def signed(session, parts):
    return [b"<IDS|MSG>", session.sign(parts)] + parts


def test_a_bad_signature_is_ignored(kernel):
    for signature in (b"", b"0" * 64, b"\xff\xfe", "ü".encode()):
        request, frames = frames_of(kernel, "kernel_info_request", {})
        place = frames.index(b"<IDS|MSG>") + 1
        frames[place] = signature
        kernel.kc.shell_channel.socket.send_multipart(frames)
        kernel.kc.control_channel.socket.send_multipart(frames)
        assert_alive(kernel)
        assert kernel.of(request) == []
        assert kernel.of(request, "shell") == []


def malformed(session):
    header = json.dumps({
        "msg_id": str(uuid.uuid4()), "msg_type": "execute_request", "session": "s",
        "username": "u", "version": "5.3", "date": "2026-01-01T00:00:00Z"}).encode()

    def typed(kind, content):
        h = json.loads(header)
        h.update(msg_type=kind, msg_id=str(uuid.uuid4()))
        return signed(session, [json.dumps(h).encode(), b"{}", b"{}", content])

    yield "nothing", [b""]
    yield "the delimiter only", [b"<IDS|MSG>"]
    yield "no delimiter", [b"a", b"b", b"c", b"d", b"e", b"f"]
    yield "three frames", [b"<IDS|MSG>", b"x", b"{}"]
    yield "three signed parts", signed(session, [header, b"{}", b"{}"])
    yield "header that is no JSON", signed(session, [b"not json", b"{}", b"{}", b"{}"])
    yield "content that is no JSON", signed(session, [header, b"{}", b"{}", b"{oops"])
    yield "invalid UTF-8", signed(session, [header, b"{}", b"{}", b'{"code": "\xff\xfe"}'])
    yield "header that is a list", signed(session, [b"[]", b"{}", b"{}", b"{}"])
    yield "empty header", signed(session, [b"{}", b"{}", b"{}", b"{}"])
    yield "header without id", signed(session, [b'{"msg_type": "execute_request"}', b"{}", b"{}", b"{}"])
    yield "content null", signed(session, [header, b"{}", b"{}", b"null"])
    yield "content list", signed(session, [header, b"{}", b"{}", b"[1]"])
    yield "parent null", signed(session, [header, b"null", b"null", b'{"code": "1"}'])
    yield "deep nesting", signed(session, [header, b"{}", b"{}", b'{"a":' + b"[" * 20000 + b"]" * 20000 + b"}"])
    yield "no code", typed("execute_request", b"{}")
    yield "wrong types", typed("execute_request", b'{"code": 5, "silent": "yes", "user_expressions": []}')
    yield "complete without code", typed("complete_request", b'{"cursor_pos": 1}')
    yield "complete with a huge position", typed(
        "complete_request", b'{"code": "a", "cursor_pos": 99999999999999999999}')
    yield "history of nonsense", typed("history_request", b'{"hist_access_type": "nonsense"}')
    yield "history with a negative count", typed(
        "history_request", b'{"hist_access_type": "tail", "n": -7, "output": false, "raw": true}')
    yield "interrupt on shell", typed("interrupt_request", b"{}")
    yield "comm without id", typed("comm_open", b"{}")
    yield "unknown type", typed("make_coffee_request", b'{"sugar": 2}')
    yield "input reply unasked", typed("input_reply", b'{"value": "x"}')


@pytest.mark.parametrize("name", [
    "nothing", "the delimiter only", "no delimiter", "three frames", "three signed parts",
    "header that is no JSON", "content that is no JSON", "invalid UTF-8", "header that is a list",
    "empty header", "header without id", "content null", "content list", "parent null",
    "deep nesting", "no code", "wrong types", "complete without code",
    "complete with a huge position", "history of nonsense", "history with a negative count",
    "interrupt on shell", "comm without id", "unknown type", "input reply unasked"])
def test_malformed_frames_are_survived(kernel, name):
    frames = dict(malformed(kernel.kc.session))[name]
    pid = kernel.pid
    for channel in ("shell", "control", "stdin"):
        kernel.channels[channel].socket.send_multipart(frames)
    assert_alive(kernel)
    assert kernel.value("1 + 1") == "2"
    assert (kernel.pid, kernel.alive) == (pid, True)


def test_an_unknown_request_gets_busy_and_idle_and_no_reply(kernel):
    request = kernel.send("make_coffee_request", {"sugar": 2})
    kernel.wait(lambda: kernel.idle_of(request))
    assert_alive(kernel)
    assert kernel.states_of(request) == ["busy", "idle"]
    assert kernel.of(request, "shell") == []


def test_a_request_of_the_wrong_shape_is_refused_with_an_error_reply(kernel):
    request = kernel.send("execute_request", {"code": 5})
    reply = kernel.answer(request)
    assert reply["content"]["status"] == "error"
    assert set(reply["content"]) >= {"ename", "evalue", "traceback"}


# Subscribers

def another_client(kernel):
    """A client with a session of its own, or both would have the same address on the sockets, and
    the kernel would answer whichever connected last: stop_channels() alone connects them all."""
    client = kernel.manager.client()
    client.session = Session(key=kernel.kc.session.key)
    return client


def test_a_second_subscriber_is_welcomed_and_hears_everything(kernel):
    second = another_client(kernel)
    second.start_channels(shell=False, stdin=False, hb=False, control=False)
    try:
        welcome = second.iopub_channel.get_msg(timeout=10)
        assert welcome["msg_type"] == "iopub_welcome"
        assert welcome["content"] == {"subscription": ""}
        assert welcome["parent_header"] == {}
        kernel.ok('print("to all")')
        texts = []
        while True:
            message = second.iopub_channel.get_msg(timeout=10)
            if message["msg_type"] == "stream":
                texts.append(message["content"]["text"])
            if message["content"].get("execution_state") == "idle":
                break
        assert texts == ["to all\n"]
    finally:
        second.stop_channels()


def test_a_subscriber_that_never_reads_stalls_nobody(kernel):
    deaf = another_client(kernel)
    deaf.start_channels(shell=False, stdin=False, hb=False, control=False)
    try:
        result = kernel.ok("for i in 0..<100_000 { print(i) }")
        assert result.stdout.endswith("99999\n")
        assert kernel.value("1") == "1"
    finally:
        deaf.stop_channels()


def test_two_clients_get_their_own_replies(kernel):
    other = another_client(kernel)
    other.start_channels(hb=False)
    try:
        mine = kernel.submit("let mine = 1\nmine")
        theirs = other.execute("2")
        assert kernel.collect(mine).result_text == "1"
        while True:
            reply = other.shell_channel.get_msg(timeout=60)
            if reply["parent_header"]["msg_id"] == theirs:
                break
        assert reply["content"]["status"] == "ok"
        assert kernel.of(theirs, "shell") == []
    finally:
        other.stop_channels()


def test_the_heartbeat_echoes_while_a_cell_runs(kernel):
    request = kernel.submit('print("running")\nwhile true {}')
    kernel.await_output(request, "running")
    context = zmq.Context.instance()
    with context.socket(zmq.REQ) as socket:
        socket.linger = 0
        socket.connect(f"tcp://{kernel.manager.ip}:{kernel.manager.hb_port}")
        socket.send(b"ping \x00\xff")
        assert socket.poll(10_000)
        assert socket.recv() == b"ping \x00\xff"
    kernel.interrupt()
    kernel.collect(request)


def test_a_cell_with_a_megabyte_of_text_is_taken(kernel):
    text = "a" * 1_000_000
    assert kernel.value(f'"{text}".count') == "1000000"


# History

def history(kernel, **content):
    content = {"output": False, "raw": True, **content}
    return kernel.ask("history_request", content)["content"]["history"]


def test_history_is_kept_across_kernels(start, tmp_path):
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    first = start(env=environment)
    first.ok("let hist = 1")
    first.execute("nowhere // failed, and still remembered")
    first.ok("2", store_history=False)
    first.shut_down()
    second = start(env=environment)
    second.ok("let hist = 3")
    tail = history(second, hist_access_type="tail", n=10)
    assert [entry[2] for entry in tail] == [
        "let hist = 1", "nowhere // failed, and still remembered", "let hist = 3"]
    assert tail[0][0] == tail[1][0] == tail[2][0] - 1
    assert [entry[1] for entry in tail] == [1, 2, 1]
    previous = history(second, hist_access_type="range", session=-1, start=1, stop=2)
    assert [entry[2] for entry in previous] == ["let hist = 1"]
    own = history(second, hist_access_type="range", session=0, start=1, stop=None)
    assert [entry[2] for entry in own] == ["let hist = 3"]
    found = history(second, hist_access_type="search", pattern="let*", n=1)
    assert [entry[2] for entry in found] == ["let hist = 3"]


def test_history_search_takes_question_marks_brackets_and_unique(start, tmp_path):
    kernel = start(env={"XDG_DATA_HOME": str(tmp_path)})
    for code in ("[1]", "[2]", "[1]", "12"):
        kernel.ok(code)
    assert [e[2] for e in history(kernel, hist_access_type="search", pattern="[?]")] \
        == ["[1]", "[2]", "[1]"]
    assert [e[2] for e in history(kernel, hist_access_type="search", pattern="[*", unique=True)] \
        == ["[2]", "[1]"]
    assert history(kernel, hist_access_type="search", pattern="nothing*") == []
    with_output = history(kernel, hist_access_type="tail", n=1, output=True)
    assert with_output[0][2][0] == "12" and len(with_output[0][2]) == 2


def test_a_history_that_cannot_be_written_does_not_matter(start, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    kernel = start(env={"XDG_DATA_HOME": str(blocked)})
    assert kernel.value("1 + 1") == "2"
    assert [e[2] for e in history(kernel, hist_access_type="tail", n=5)] == ["1 + 1"]


def test_subscribers_that_come_and_go_never_stall_the_kernel(start):
    kernel = start()
    for _ in range(40):
        passer_by = another_client(kernel)
        passer_by.start_channels(shell=False, stdin=False, hb=False, control=False)
        try:
            assert kernel.ask("kernel_info_request", {}, seconds=20)["content"]["status"] == "ok"
        finally:
            passer_by.stop_channels()
