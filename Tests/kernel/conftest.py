"""A client that speaks the real protocol to the real kernel, message by message.

The kernel is found by name, `superpose`, in the environment of the Python that runs the tests.
"""

import dataclasses
import functools
import http.server
import os
import re
import shutil
import signal
import tempfile
import threading
import time

import psutil
import pytest
import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_kernel_test.msgspec_v5 import validate_message

KERNEL = "superpose"
# Generous: a loaded machine must not fail a test. Nothing waits this long when all is well.
PATIENCE = float(os.environ.get("KERNEL_TEST_PATIENCE", 90))  # seconds

# Everything that the user never wrote: none of it may stand in an error.
GENERATED = re.compile(
    r"Superposecell\d+_|⏎|__shown|__reached|__finished|__Shown|main\.swift|_main\b|CellSupport|NextCell"
    r"|\bAside\d|_shadow_|/superpose-|\$s\d|\$S\d"
)
# Takes the type checker about a minute.
SLOW_TO_COMPILE = "\n".join(
    f"let slow{k}: Double = "
    + " + ".join(f"(-{i} + [1.0, 2].reduce(0, +) * {i})" for i in range(30))
    for k in range(50))
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def plain(text):
    """The text without its colours."""
    return ANSI.sub("", text)


def check_clean(text):
    """Nothing that the kernel generated is in the text."""
    found = GENERATED.search(plain(text))
    assert found is None, f"{found.group()!r} was generated, but the user sees: {text}"


@dataclasses.dataclass
class Result:
    """All that one execute request brought: its messages on iopub in order, and its reply."""

    messages: list
    reply: dict

    @property
    def content(self):
        return self.reply["content"]

    @property
    def status(self):
        return self.content["status"]

    @property
    def count(self):
        return self.content["execution_count"]

    def of_type(self, kind):
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    @property
    def types(self):
        """Message types on iopub without the frame of busy, execute_input and idle."""
        return [m["msg_type"] for m in self.messages
                if m["msg_type"] not in ("status", "execute_input")]

    @property
    def outputs(self):
        return [m for m in self.messages if m["msg_type"] not in ("status", "execute_input")]

    def stream(self, name):
        return "".join(c["text"] for c in self.of_type("stream") if c["name"] == name)

    @property
    def stdout(self):
        return self.stream("stdout")

    @property
    def stderr(self):
        return self.stream("stderr")

    @property
    def result_text(self):
        """What the last expression showed, or None."""
        results = self.of_type("execute_result")
        assert len(results) <= 1
        return results[0]["data"]["text/plain"] if results else None

    @property
    def ename(self):
        return self.content.get("ename")

    @property
    def evalue(self):
        return self.content.get("evalue")

    @property
    def traceback(self):
        """The traceback as the user reads it."""
        return plain("\n".join(self.content.get("traceback", [])))

    @property
    def coloured_traceback(self):
        return "\n".join(self.content.get("traceback", []))

    @property
    def seconds(self):
        """From the request to its reply."""
        return self.reply["arrived"] - self.sent

    sent: float = 0.0


class Client:
    """One running kernel and a client of it."""

    def __init__(self, name=KERNEL, env=None, spec_dirs=None, cwd=None, transport=None,
                 configure=None, unset=()):
        self.directory = tempfile.mkdtemp(prefix="superpose-client-")
        specs = KernelSpecManager()
        if spec_dirs:
            specs.kernel_dirs = list(spec_dirs) + specs.kernel_dirs
        self.manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
        if transport == "ipc":
            self.manager.transport = "ipc"
            self.manager.ip = os.path.join(self.directory, "socket")
        if configure:
            configure(self.manager)
        environment = {**os.environ, **(env or {})}
        for key in unset:
            environment.pop(key, None)
        self.log_path = os.path.join(self.directory, "kernel.log")
        self.log = open(self.log_path, "wb")
        self.started = time.monotonic()
        self.manager.start_kernel(
            env=environment, cwd=cwd, stdout=self.log, stderr=self.log)
        self.pid = self.manager.provisioner.process.pid
        try:
            self.connect()
        except BaseException:
            # Sockets left open would hold the interpreter's end forever.
            self.kill()
            raise

    def connect(self):
        self.kc = self.manager.client()
        self.kc.start_channels(hb=False)
        self.received = {"shell": [], "iopub": [], "control": [], "stdin": []}
        self.channels = {
            "shell": self.kc.shell_channel, "iopub": self.kc.iopub_channel,
            "control": self.kc.control_channel, "stdin": self.kc.stdin_channel,
        }
        self.poller = zmq.Poller()
        for channel in self.channels.values():
            self.poller.register(channel.socket, zmq.POLLIN)
        self.pending = set()
        self.wait_for_ready()

    def wait_for_ready(self):
        deadline = time.monotonic() + PATIENCE
        while True:
            request = self.send("kernel_info_request", {})
            try:
                self.wait(lambda: self.reply_to(request) and self.idle_of(request), 5)
                break
            except TimeoutError:
                if time.monotonic() > deadline or not self.alive:
                    raise RuntimeError(f"the kernel is not ready: {self.log_text}") from None
        self.ready_seconds = time.monotonic() - self.started

    @property
    def log_text(self):
        with open(self.log_path, errors="replace") as file:
            return file.read()

    @property
    def alive(self):
        return self.manager.provisioner.process.poll() is None

    # Messages

    def pump(self, seconds):
        """Takes in what arrives; returns when something did or the time is over."""
        for socket, _ in self.poller.poll(max(0, seconds) * 1000):
            for name, channel in self.channels.items():
                if channel.socket is not socket:
                    continue
                while socket.get(zmq.EVENTS) & zmq.POLLIN:
                    message = channel.get_msg(timeout=0)
                    message["arrived"] = time.monotonic()
                    self.check(message)
                    self.received[name].append(message)

    def check(self, message):
        kind = message["msg_type"]
        assert isinstance(message["parent_header"], dict)
        assert isinstance(message["metadata"], dict)
        assert message["header"]["date"].tzinfo is not None
        # The schema takes the password flag for a number, against the specification.
        if kind in ("iopub_welcome", "input_request") \
                or message["content"].get("status") == "aborted":
            return
        try:
            validate_message(message, kind)
        except KeyError:
            pass  # The schema does not know every type.

    def wait(self, condition, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = condition()
            except psutil.NoSuchProcess:
                # One of the processes that the condition looks at has ended meanwhile.
                found = None
            if found:
                return found
            left = deadline - time.monotonic()
            if not self.alive:
                self.pump(0.5)
                if found := condition():
                    return found
                raise RuntimeError(f"the kernel has ended: {self.log_text[-2000:]}")
            if left <= 0:
                last = [f"{name}: {[m['msg_type'] for m in messages[-6:]]}"
                        for name, messages in self.received.items()]
                raise TimeoutError(
                    f"waited {seconds} s; received last {last}; log: {self.log_text[-2000:]}")
            # Not longer, as the condition may be about more than messages.
            self.pump(min(left, 0.1))

    def send(self, kind, content, channel="shell", metadata=None, header=None):
        message = self.kc.session.msg(kind, content, metadata=metadata, header=header)
        self.channels[channel].send(message)
        return message["header"]["msg_id"]

    def of(self, request, channel="iopub"):
        return [m for m in self.received[channel] if m["parent_header"].get("msg_id") == request]

    def reply_to(self, request, channel="shell"):
        replies = self.of(request, channel)
        return replies[0] if replies else None

    def states_of(self, request):
        return [m["content"]["execution_state"] for m in self.of(request)
                if m["msg_type"] == "status"]

    def idle_of(self, request):
        return "idle" in self.states_of(request)

    def ask(self, kind, content, channel="shell", seconds=PATIENCE):
        """Sends a request that needs no cell and returns its reply, with busy and idle checked."""
        request = self.send(kind, content, channel)
        return self.answer(request, channel, seconds)

    def answer(self, request, channel="shell", seconds=PATIENCE):
        self.wait(lambda: self.reply_to(request, channel) and self.idle_of(request), seconds)
        assert self.states_of(request) == ["busy", "idle"]
        replies = self.of(request, channel)
        assert len(replies) == 1
        return replies[0]

    # Cells

    def submit(self, code, silent=False, store_history=True, stop_on_error=True,
               allow_stdin=False, user_expressions=None, metadata=None):
        """Sends a cell and does not wait for it."""
        request = self.send("execute_request", {
            "code": code, "silent": silent, "store_history": store_history,
            "stop_on_error": stop_on_error, "allow_stdin": allow_stdin,
            "user_expressions": user_expressions or {}}, metadata=metadata)
        self.pending.add(request)
        self.sent_at = getattr(self, "sent_at", {})
        self.sent_at[request] = time.monotonic()
        return request

    def collect(self, request, seconds=PATIENCE):
        """Waits for the cell's end and checks what holds for every cell."""
        self.wait(lambda: self.reply_to(request) and self.idle_of(request), seconds)
        self.pending.discard(request)
        messages = self.of(request)
        result = Result(messages, self.reply_to(request), self.sent_at[request])
        assert len(self.of(request, "shell")) == 1
        assert self.states_of(request) == ["busy", "idle"]
        assert messages[0]["content"] == {"execution_state": "busy"}
        assert messages[-1]["content"] == {"execution_state": "idle"}
        if result.status == "error":
            self.check_error(result)
        return result

    def check_error(self, result):
        content = result.content
        assert set(content) >= {"status", "execution_count", "ename", "evalue", "traceback"}
        assert content["traceback"], "clients read an empty traceback as one switched off"
        errors = result.of_type("error")
        assert len(errors) <= 1
        if errors:
            for key in ("ename", "evalue", "traceback"):
                assert errors[0][key] == content[key]
            assert result.types[-1] == "error"
        check_clean(content["ename"])
        check_clean(content["evalue"])
        check_clean(result.traceback)

    def execute(self, code, seconds=PATIENCE, **options):
        return self.collect(self.submit(code, **options), seconds)

    def ok(self, code, **options):
        """Runs a cell that has to end well, and returns its result."""
        result = self.execute(code, **options)
        assert result.status == "ok", result.traceback
        return result

    def value(self, code):
        """What the cell's last expression shows."""
        return self.ok(code).result_text

    def error(self, code, **options):
        """Runs a cell that has to fail with one error output and no other."""
        result = self.execute(code, **options)
        assert result.status == "error", f"the cell ended well: {result.messages}"
        assert result.types == ["error"], result.outputs
        return result

    def await_output(self, request, text, seconds=PATIENCE):
        """Waits until the cell has printed the text."""
        self.wait(lambda: text in "".join(
            m["content"]["text"] for m in self.of(request) if m["msg_type"] == "stream"), seconds)

    def interrupt(self):
        """Interrupts as front ends do, and returns the time at which it was asked."""
        asked = time.monotonic()
        reply = self.ask("interrupt_request", {}, "control")
        assert reply["content"] == {"status": "ok"}
        return asked

    # Processes

    def processes(self):
        """The kernel's children, and theirs."""
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def process(self, name):
        found = [p for p in self.processes() if name in " ".join(p.cmdline()[:1])]
        assert len(found) == 1, f"{name}: {found}"
        return found[0]

    @property
    def compilers(self):
        """Those at work: one that waits for a cell has done nothing but load itself."""
        found = []
        for process in self.processes():
            try:
                is_compiler = "swift-frontend" in " ".join(process.cmdline()[:1])
                if is_compiler and sum(process.cpu_times()[:2]) > 0.25:
                    found.append(process)
            except psutil.NoSuchProcess:
                pass
        return found

    @property
    def host(self):
        return self.process("superpose-cell-host")

    def wait_for_exit(self, seconds=PATIENCE):
        self.manager.provisioner.process.wait(seconds)

    def shut_down(self):
        """Asks for the end, and makes sure of it."""
        try:
            if self.alive:
                self.send("shutdown_request", {"restart": False}, "control")
                self.wait_for_exit(10)
        except Exception:
            pass
        finally:
            self.kill()

    def kill(self):
        if self.alive:
            os.kill(self.pid, signal.SIGKILL)
            self.wait_for_exit()
        self.kc.stop_channels()
        self.manager.cleanup_resources()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)


def pytest_configure(config):
    # The user's own history and user-wide kernelspecs are none of the tests' business.
    config.superpose_data = tempfile.mkdtemp(prefix="superpose-tests-")
    os.environ["XDG_DATA_HOME"] = config.superpose_data
    for name in list(os.environ):
        if name.startswith("SUPERPOSE_") and name != "SUPERPOSE_TEST_RUN":
            del os.environ[name]


def pytest_unconfigure(config):
    shutil.rmtree(config.superpose_data, ignore_errors=True)


class _Shared:
    client = None


@pytest.fixture(scope="module")
def _shared():
    holder = _Shared()
    yield holder
    if holder.client:
        holder.client.shut_down()


@pytest.fixture
def kernel(_shared):
    """The module's kernel; a new one after a test that left it dead or busy."""
    client = _shared.client
    if client is not None and (not client.alive or client.pending):
        client.kill()
        client = None
    if client is None:
        client = _shared.client = Client()
    for messages in client.received.values():
        messages.clear()
    return client


@pytest.fixture
def start():
    """Starts kernels of the test's own, which end with it."""
    clients = []

    def start(*arguments, **options):
        client = Client(*arguments, **options)
        clients.append(client)
        return client

    yield start
    for client in clients:
        client.shut_down()


@pytest.fixture
def address(tmp_path):
    """The address of a folder that a server gives."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def gone():
    """Waits for processes to end."""

    def gone(processes, seconds=5):
        _, left = psutil.wait_procs(processes, timeout=seconds)
        return [p for p in left if p.status() != psutil.STATUS_ZOMBIE]

    return gone


@pytest.fixture(scope="session")
def timings():
    """Times that are recorded, not judged; printed at the end."""
    return _TIMINGS


_TIMINGS = []


def pytest_terminal_summary(terminalreporter):
    if not _TIMINGS:
        return
    terminalreporter.section("interrupt to reply")
    for name, seconds in _TIMINGS:
        terminalreporter.write_line(f"{seconds * 1000:8.0f} ms  {name}")
    terminalreporter.write_line(f"load {os.getloadavg()[0]:.1f}")
