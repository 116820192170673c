"""What an attacker, an accident or a limit may not do to a session."""

import json
import os
import shutil
import socket
import stat
import struct
import subprocess
import time

import psutil
import pytest
from jupyter_client.kernelspec import KernelSpecManager

from conftest import KERNEL


def argv(connection_file):
    words = KernelSpecManager().get_kernel_spec(KERNEL).argv
    return [word.replace("{connection_file}", str(connection_file)) for word in words]


def program():
    return next(word for word in argv("") if os.path.basename(word) == "superpose")


def exposed(top):
    """What other users could reach and read below a folder, which they can enter."""
    found = []
    for path in top.iterdir():
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            if mode & 0o077:
                found += [path] + exposed(path)
        elif mode & 0o077:
            found.append(path)
    return found


def alive(kernel, seconds=10):
    return kernel.execute("20 + 22", seconds=seconds).result_text == "42"


# Other users


@pytest.mark.parametrize("mask", [0o000, 0o022])
def test_files_of_a_session_are_private_whatever_the_umask_is(start, tmp_path, mask):
    for name in ("tmp", "data", "cache"):
        (tmp_path / name).mkdir()
    usual = os.umask(mask)
    try:
        kernel = start(env={"TMPDIR": str(tmp_path / "tmp"), "XDG_DATA_HOME": str(tmp_path / "data")})
    finally:
        os.umask(usual)
    kernel.ok('let secret = "password"')
    kernel.wait(lambda: list((tmp_path / "data").rglob("history.sqlite")))
    assert exposed(tmp_path / "tmp") == []
    assert exposed(tmp_path / "data") == []


def test_ipc_sockets_are_private(start):
    kernel = start(transport="ipc")
    sockets = [path for path in os.listdir(kernel.directory) if path.startswith("socket")]
    assert len(sockets) == 5
    for name in sockets:
        assert os.lstat(os.path.join(kernel.directory, name)).st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to make another user's folder")
@pytest.mark.parametrize("name", ["superpose-0", "superpose-0-abcdef"])
def test_a_folder_that_another_user_made_beforehand_is_not_used(start, tmp_path, name):
    os.chmod(tmp_path, 0o1777)
    foreign = tmp_path / name
    foreign.mkdir()
    os.chown(foreign, 65534, 65534)
    kernel = start(env={"TMPDIR": str(tmp_path)})
    kernel.ok("let x = 1")
    assert list(foreign.iterdir()) == []


def test_a_temporary_folder_in_which_others_can_rename_is_refused(start, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    os.chmod(shared, 0o777)
    kernel = start(env={"TMPDIR": str(shared)})
    assert "other users can rename" in kernel.execute("1").evalue


def test_the_connection_file_is_private_from_its_first_moment(tmp_path):
    path = tmp_path / "connection.json"
    path.write_text(json.dumps({
        "shell_port": 0, "iopub_port": 0, "stdin_port": 0, "control_port": 0, "hb_port": 0,
        "ip": "127.0.0.1", "key": "k" * 20, "transport": "tcp", "signature_scheme": "hmac-sha256"}))
    os.chmod(path, 0o644)
    kernel = subprocess.Popen(argv(path), stderr=subprocess.DEVNULL, umask=0)
    try:
        deadline = time.monotonic() + 30
        while json.loads(path.read_text())["shell_port"] == 0 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [p.name for p in tmp_path.iterdir()] == ["connection.json"]
    finally:
        kernel.terminate()
        kernel.wait()


@pytest.mark.parametrize("port", [99999, -1, "8888", 1.5, None])
def test_a_wrong_port_is_refused_with_a_sentence(tmp_path, port):
    path = tmp_path / "connection.json"
    path.write_text(json.dumps({
        "shell_port": port, "iopub_port": 0, "stdin_port": 0, "control_port": 0, "hb_port": 0,
        "ip": "127.0.0.1", "key": "k" * 20, "transport": "tcp", "signature_scheme": "hmac-sha256"}))
    run = subprocess.run(argv(path), stderr=subprocess.PIPE, text=True, timeout=30)
    assert run.returncode != 0
    assert "expected a" in run.stderr and "shell_port" in run.stderr


@pytest.mark.parametrize("name", ["..", ".", "../../../evil", "a/b", ".hidden", ""])
def test_install_refuses_names_that_leave_its_folder(tmp_path, name):
    run = subprocess.run(
        [program(), "install", "--prefix", str(tmp_path), "--name", name], capture_output=True, timeout=30)
    assert run.returncode != 0
    assert list(tmp_path.rglob("kernel.json")) == []


def test_what_is_installed_under_a_prefix_is_readable_for_everyone(tmp_path):
    subprocess.run([program(), "install", "--prefix", str(tmp_path)], check=True, umask=0o077, timeout=120)
    files = [path for path in (tmp_path / "share").rglob("*")]
    assert {path.name for path in files} >= {"kernel.json", "launch.sh"}
    for path in files:
        assert path.stat().st_mode & 0o004, path


# Two kernels and one temporary folder


def test_a_kernel_in_another_pid_namespace_leaves_a_session_alone(start, tmp_path):
    if subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", "true"], capture_output=True).returncode:
        pytest.skip("unshare is not permitted here")
    kernel = start(env={"TMPDIR": str(tmp_path)})
    kernel.ok("let keep = 41")
    code = (
        "from jupyter_client.manager import start_new_kernel\n"
        f"km, kc = start_new_kernel(kernel_name={KERNEL!r})\n"
        "kc.execute_interactive('1', timeout=60)\nkm.shutdown_kernel(now=True)\n")
    subprocess.run(
        ["unshare", "--pid", "--fork", "--mount-proc", shutil.which("python"), "-c", code], check=True,
        env={**os.environ, "TMPDIR": str(tmp_path)}, timeout=120)
    kernel.ok("let more = keep")
    assert kernel.value("more + 1") == "42"


@pytest.mark.parametrize("space", [0, 8, 24, 32])
def test_a_full_disk_is_told_and_nothing_is_lost(start, tmp_path, space):
    """`space`: kB that are left. What does not fit is the source, the module, its documentation or the object."""
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", tmp_path]).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        kernel = start(env={"TMPDIR": str(tmp_path)})
        kernel.ok("let keep = 41")
        fill(tmp_path / "fill", space)
        for code in ("let more = keep", "func f() -> Int { keep }\nf()"):
            error = kernel.error(code)
            assert error.ename == "DiskFull" and str(tmp_path) in error.evalue
            assert "All values are kept" in error.traceback
        (tmp_path / "fill").unlink()
        kernel.ok("let more = keep")
        assert kernel.value("more + 1") == "42"
    finally:
        subprocess.run(["umount", "-l", tmp_path], check=True)


def fill(path, space):
    """Fills the disk but for some kB. Unbuffered: the system takes the last bytes that fit."""
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            file.truncate(path.stat().st_size - 1024 * space)


def test_a_folder_that_vanished_is_told_and_mended(start, tmp_path):
    kernel = start(env={"TMPDIR": str(tmp_path)})
    kernel.ok("func twice(_ n: Int) -> Int { 2 * n }")
    kernel.ok("let n = twice(20)")
    folder, = tmp_path.glob("superpose-*")
    shutil.rmtree(folder)
    failure = kernel.error("n + 1")
    assert failure.ename == "SessionFolder" and "%restore" in failure.traceback
    kernel.ok("%restore")
    assert kernel.value("n + 2") == "42"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# Text of any shape

SHAPES = {
    "26 open brackets": "[" * 26,
    "a literal of 25 nested arrays": "let a = " + "[" * 25 + "1" + "]" * 25,
    "2,000 nested brackets": "[" * 2000 + "]" * 2000,
    "brackets and parentheses": "([" * 40 + "])" * 40,
    "an if … else chain of 4,000": "let i = 3\n" + "if i == 0 { } else " * 4000 + "{ }",
    "500,000 words": "try " * 500_000,
    "a chain of 100,000 calls": "a" + ".b()" * 100_000,
    "10 MB": "let x = 1\n" * 1_000_000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_text_of_any_shape_is_answered(kernel, shape):
    source = SHAPES[shape]
    for kind in ("is_complete_request", "complete_request", "inspect_request"):
        content = {"code": source, "cursor_pos": len(source), "detail_level": 0}
        kernel.ask(kind, content, seconds=20)
    result = kernel.execute(source, seconds=60)
    if shape != "an if … else chain of 4,000":
        assert result.status == "error"
    assert alive(kernel)


@pytest.mark.parametrize("content", [
    {"comm_id": "x", "data": [0.5] * 500_000},
    {"comm_id": "x", "data": {"text": "é" * 2_000_000}},
])
def test_a_large_message_does_not_delay_control(kernel, content):
    kernel.ok("1")
    kernel.send("comm_msg", content)
    kernel.ask("kernel_info_request", {}, "control", seconds=5)


@pytest.mark.parametrize("opening", [{"a": None}, [None]], ids=["objects", "arrays"])
def test_a_message_that_nests_too_deeply_is_refused(kernel, opening):
    value = 1
    for _ in range(900):
        value = {"a": value} if isinstance(opening, dict) else [value]
    kernel.send("comm_msg", {"comm_id": "x", "data": {"a": value}})
    kernel.ask("kernel_info_request", {}, "control", seconds=5)
    assert alive(kernel)


# The wire without the key


def test_a_giant_topic_is_not_kept(start):
    kernel = start()
    kernel.ok("1")
    before = psutil.Process(kernel.pid).memory_info().rss
    connection = socket.create_connection(("127.0.0.1", kernel.manager.iopub_port))
    connection.sendall(b"\xff" + bytes(7) + b"\x01\x7f\x03\x00NULL" + bytes(16) + b"\0" + bytes(31))
    ready = b"\x05READY\x0bSocket-Type\0\0\0\x03SUB"
    connection.sendall(b"\x04" + bytes([len(ready)]) + ready)
    time.sleep(0.5)
    topic = os.urandom(3_000_000)
    try:
        connection.sendall(b"\x02" + struct.pack(">Q", len(topic) + 1) + b"\x01" + topic)
    except OSError:
        pass  # The kernel has closed the connection.
    time.sleep(1)
    connection.close()
    assert psutil.Process(kernel.pid).memory_info().rss - before < 50 << 20
    assert alive(kernel)


def test_junk_without_the_key_delays_nobody_and_fills_no_log(start):
    import zmq
    kernel = start()
    kernel.ok("1")
    context = zmq.Context()
    stranger = context.socket(zmq.DEALER)
    stranger.linger = 0
    stranger.connect(f"tcp://127.0.0.1:{kernel.manager.shell_port}")
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            stranger.send_multipart([b"<IDS|MSG>", b"f" * 64, b"{}", b"{}", b"{}", b"x" * 1000], zmq.DONTWAIT)
        except zmq.Again:
            time.sleep(0.001)
    kernel.ask("kernel_info_request", {}, "control", seconds=5)
    stranger.close()
    context.term()
    assert alive(kernel, 30)
    assert len(kernel.log_text) < 100_000
    assert psutil.Process(kernel.pid).memory_info().rss < 600 << 20


# A host that does not answer


def interrupted(kernel, source, after=1.0):
    request = kernel.submit(source)
    time.sleep(after)
    kernel.interrupt()
    return kernel.collect(request, 15)


def test_a_stopped_host_is_replaced(kernel):
    kernel.ok("import Foundation")
    assert interrupted(kernel, "raise(SIGSTOP)").ename == "Interrupted"
    assert alive(kernel)


def test_garbage_on_the_link_costs_the_host_at_most(kernel):
    kernel.ok("import Foundation")
    kernel.execute('for d in Int32(3)..<400 { _ = "hello, this is no message".withCString { write(d, $0, 25) } }')
    assert alive(kernel)


@pytest.mark.parametrize("action", ["SIG_IGN", "{ _ in }"])
def test_interrupts_survive_handlers_of_the_usual_signals(kernel, action):
    source = (
        "import Foundation\n"
        "for number in [SIGINT, SIGUSR1, SIGUSR2, SIGALRM, SIGPIPE] { signal(number, %s) }" % action)
    kernel.ok(source)
    kernel.ok("let kept = 42")
    assert interrupted(kernel, "while true {}").ename == "Interrupted"
    assert kernel.value("kept") == "42"


@pytest.mark.parametrize("source", ["Thread.exit()", "pthread_exit(nil)"])
def test_a_cell_that_ends_its_thread_fails_and_keeps_the_session(kernel, source):
    kernel.ok("import Foundation\nlet before = 42")
    assert "thread" in kernel.error(source).evalue
    assert kernel.value("before") == "42"


def test_memory_near_its_limit(start):
    kernel = start(env={"SUPERPOSE_MEMORY_LIMIT": "600M"})
    kernel.ok("var blocks: [UnsafeMutableRawPointer] = []")
    kernel.ok("import Foundation\nwhile true { let block = mmap(nil, 1 << 20, PROT_READ | PROT_WRITE, "
              "MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!; if block == MAP_FAILED { break }; blocks.append(block) }")
    kernel.ok("for block in blocks { munmap(block, 1 << 20) }\nblocks = []")
    assert alive(kernel)


def test_a_limit_that_is_too_small_is_told(start):
    kernel = start(env={"SUPERPOSE_MEMORY_LIMIT": "64M"})
    assert "too small" in kernel.execute("1 + 1").evalue


def test_all_descriptors_used(kernel):
    kernel.ok("import Foundation\nvar limit = rlimit(rlim_cur: 256, rlim_max: 4096)\n"
              "setrlimit(__rlimit_resource_t(7), &limit)\nvar opened: [Int32] = []")
    kernel.ok('while true { let f = open("/dev/null", O_RDONLY); if f < 0 { break }; opened.append(f) }')
    assert kernel.value("for f in opened { close(f) }\nopened.count > 10") == "true"


def test_closed_standard_output_is_told_and_costs_nothing(kernel):
    kernel.ok("import Foundation\nclose(1); close(2)")
    process = psutil.Process(kernel.pid)
    before = sum(process.cpu_times()[:2])
    time.sleep(1)
    assert sum(process.cpu_times()[:2]) - before < 0.3
    kernel.ok("%reset")
    assert kernel.ok('print("heard")').stdout == "heard\n"


def test_a_result_of_100_MB_is_cut(kernel):
    result = kernel.ok('String(repeating: "x", count: 100_000_000)')
    assert len(result.result_text) < 2_000_000


# Lazy initialisers


@pytest.mark.parametrize("initial", ["[Int]()[9]", "try! { () throws -> Int in throw CancellationError() }()"])
def test_an_initialiser_that_failed_is_tried_again(kernel, initial):
    kernel.ok("struct Late { static let value: Int = %s }" % initial)
    for _ in range(3):
        assert kernel.error("Late.value").ename == "FatalError"


def test_an_initialiser_that_was_interrupted_is_tried_again(kernel):
    kernel.ok("nonisolated(unsafe) var isSlow = true\n"
              "enum Slow { static let value: Int = { while isSlow {}; return 42 }() }")
    assert interrupted(kernel, "Slow.value").ename == "Interrupted"
    kernel.ok("isSlow = false")
    assert kernel.value("Slow.value") == "42"


def test_an_initialiser_that_needs_itself_is_an_error(kernel):
    kernel.ok("enum Loop { static let a: Int = b + 1; static let b: Int = a + 1 }")
    assert "needs that variable" in kernel.error("Loop.a").evalue


def test_an_initialiser_runs_once_on_many_threads(kernel):
    kernel.ok("import Foundation\nimport Synchronization\nlet runs = Atomic(0)\n"
              "enum Once { static let value: Int = { usleep(50_000); runs.add(1, ordering: .relaxed); return 7 }() }")
    kernel.ok("DispatchQueue.concurrentPerform(iterations: 20) { _ in _ = Once.value }")
    assert kernel.value("runs.load(ordering: .relaxed)") == "1"


# Processes and threads


def sleeping(seconds):
    return [p for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == ["sleep", str(seconds)]]


def wait_until_gone(seconds):
    deadline = time.monotonic() + 5
    while sleeping(seconds) and time.monotonic() < deadline:
        time.sleep(0.1)
    return sleeping(seconds) == []


RUN = ('import Foundation\nlet job = Process(); job.executableURL = URL(filePath: "/bin/sh")\n'
       'job.arguments = ["-c", "%s"]; try job.run(); job.waitUntilExit()')


def test_writing_to_a_process_that_has_ended_is_an_error(kernel):
    kernel.ok("let important = 42")
    kernel.ok('import Foundation\nlet p = Process(); p.executableURL = URL(filePath: "/bin/true"); let i = Pipe()\n'
              "p.standardInput = i; try p.run(); p.waitUntilExit()\ntry? i.fileHandleForReading.close()")
    kernel.error("try i.fileHandleForWriting.write(contentsOf: Data(repeating: 65, count: 200_000))")
    assert kernel.value("important") == "42"


@pytest.mark.parametrize("end", ["reset", "shut down", "kill"])
def test_background_jobs_end_with_their_host(start, end):
    kernel = start()
    kernel.ok(RUN % "sleep 4331 &")
    assert sleeping(4331)
    if end == "reset":
        kernel.ok("%reset")
    elif end == "shut down":
        kernel.send("shutdown_request", {"restart": False}, "control")
        kernel.wait_for_exit(10)
    else:
        os.kill(kernel.pid, 9)
        kernel.wait_for_exit(10)
    assert wait_until_gone(4331)


@pytest.mark.parametrize("source", [RUN % "sleep 4332", 'import Foundation\nsystem("sleep 4332")'])
def test_an_interrupt_ends_the_children_that_the_cell_waits_for(kernel, source):
    kernel.ok("let alsoKept = 42")
    assert interrupted(kernel, source, 2).ename == "Interrupted"
    assert wait_until_gone(4332)
    assert kernel.value("alsoKept") == "42"


@pytest.mark.parametrize("beginning", ["Thread.detachNewThread {", "DispatchQueue.global().async {"])
def test_what_a_thread_prints_belongs_to_its_cell(kernel, beginning):
    first = kernel.submit("import Foundation\n" + beginning + ' usleep(1_500_000); print("from the first") }')
    kernel.collect(first)
    second = kernel.ok("import Foundation\nusleep(2_500_000)")
    assert second.stdout == ""
    kernel.await_output(first, "from the first", 5)


def test_interrupts_within_libdispatch_are_told_as_such(kernel):
    kernel.ok("import Dispatch")
    # Optimised, the loop would be left out: nothing uses what it computes.
    source = ("%%Onone\nDispatchQueue.concurrentPerform(iterations: 1_000_000) { i in "
              "var x = 0; for j in 0..<100_000 { x &+= j }; _ = x }")
    for _ in range(3):
        assert interrupted(kernel, source, 0.5).ename == "Interrupted"


def test_a_mutex_that_an_interrupted_cell_holds_is_explained(kernel):
    kernel.ok("import Synchronization\nlet held = Mutex(0)")
    interrupted(kernel, "held.withLock { _ in while true {} }")
    assert "interrupted" in kernel.error("held.withLock { $0 }").evalue


# HTML and the terminal


@pytest.mark.parametrize("source", [
    'Table([["name"], ["\\u{0600}<img src=x onerror=alert(1) \\u{0600}>"]])',
    'for i in progress(0..<1, "\\u{0600}<img src=x onerror=alert(1) \\u{0600}>") '
    '{ _ = i; try await Task.sleep(for: .milliseconds(400)) }',
])
def test_text_in_HTML_is_escaped_by_scalar(kernel, source):
    result = kernel.ok(source)
    html = "".join(m["content"]["data"].get("text/html", "") for m in result.outputs if "data" in m["content"])
    assert "&lt;img" in html and "<img" not in html


def test_provenance_prints_no_control_characters(tmp_path):
    path = tmp_path / "figure.svg"
    text = json.dumps({"experiment": "x\x1b]0;owned\x07\x9b31m\u202e", "parameters": {"a": "b\rc"}})
    path.write_text(f"<svg><metadata>{text}</metadata></svg>")
    run = subprocess.run([program(), "provenance", path], capture_output=True, check=True, timeout=30)
    shown = run.stdout.decode()
    assert not any(ord(c) < 32 and c != "\n" or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in shown)
    assert "\\u{1B}" in shown


def test_provenance_of_a_large_file_is_bounded(tmp_path):
    path = tmp_path / "figure.svg"
    path.write_text("<svg><metadata>" + "&amp;" * 5_000_000 + "</metadata></svg>")
    run = subprocess.run([program(), "provenance", path], capture_output=True, text=True, timeout=60)
    assert run.returncode != 0 and "at most" in run.stderr
