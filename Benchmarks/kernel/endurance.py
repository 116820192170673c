"""Long sessions: thousands of cells, failures, interrupts at random moments, lost hosts and restarts.

Says of each part how long it took, what memory, descriptors, threads and files it left, and ends with what is left when
the kernel has ended. Exit status 1 if an answer was missing or wrong, or something is left.

Usage: endurance.py [--share SHARE]     SHARE of the counts, 1 by default
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client.manager import KernelManager

PATIENCE = 60

# Work that an interrupt can meet anywhere: reading, compiling, computing, waiting, printing, a child.
INTERRUPTIBLE = [
    "var n{i} = 0\nwhile true {{ n{i} &+= 1 }}",
    "import Foundation\nThread.sleep(forTimeInterval: 30)",
    "try await Task.sleep(for: .seconds(30))",
    "var s{i} = [Int]()\nwhile true {{ s{i}.append(s{i}.count); if s{i}.count > 100_000 {{ s{i} = [] }} }}",
    "while true {{ print(\"line {i}\") }}",
    "!sleep 30",
    "let d{i} = Dictionary(uniqueKeysWithValues: (0..<2_000_000).map {{ ($0, \"\\($0)\") }})\nd{i}.count",
    "let m{i} = try Network(features: 20, hidden: 5)\n"
    ".trained(on: SparseFeatures(count: 20, sparsity: 0.9), steps: 10_000_000)",
    "struct T{i}: Codable {{ var a = [1, 2], b = \"x\" }}\nfunc f{i}(_ t: T{i}) -> Int {{ t.a.count }}\nf{i}(T{i}())",
    "let _ = readLine()",
]
FAILING = [
    "[1, 2][{i} + 2]", "let v{i}: Int? = nil\nv{i}!", "func r{i}(_ n: Int) -> Int {{ r{i}(n + 1) + 1 }}\nr{i}(0)",
    "let t{i}: Int = \"text\"", "struct E{i}: Error {{}}\nthrow E{i}()", "fatalError(\"number {i}\")", "let q{i} = ",
]
LOSING = ["import Foundation\nabort()", "import Foundation\nkill(getpid(), SIGKILL)", "import Foundation\n_exit(3)"]


class Session:
    """A kernel with a temporary folder of its own, and what was found wrong."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="superpose-endurance-")
        self.manager = KernelManager(kernel_name="superpose")
        # What the kernel says when it cannot start, such as that another program has taken its port.
        self.log = tempfile.TemporaryFile()
        self.manager.start_kernel(env=os.environ | {"TMPDIR": self.folder}, stdout=self.log, stderr=self.log)
        self.wrong = []
        self.seen = {}
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def submit(self, code):
        return self.client.execute(code, allow_stdin=False, stop_on_error=False)

    def answer(self, request, code):
        """The reply to a request; notes that it did not come."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                message = self.client.get_shell_msg(timeout=deadline - time.monotonic())
            except Exception:
                break
            if message["parent_header"].get("msg_id") == request:
                return message["content"]
        self.wrong.append(f"no answer within {PATIENCE} s to {code!r}")
        return {"status": "missing"}

    def run(self, code, wanted):
        content = self.answer(self.submit(code), code)
        if content["status"] != wanted:
            self.wrong.append(f"{content['status']} instead of {wanted}: {code!r} {content.get('evalue', '')}")
        return content

    def interrupt(self):
        self.client.control_channel.send(self.client.session.msg("interrupt_request", {}))

    def drain(self):
        """Reads what the kernel published, as a front end does."""
        for channel in (self.client.iopub_channel, self.client.control_channel):
            while channel.msg_ready():
                channel.get_msg(timeout=1)

    def state(self):
        """Memory in MB, descriptors, threads and files: of the kernel, and of all its processes."""
        kernel = psutil.Process(self.pid)
        family = [kernel, *kernel.children(recursive=True)]
        host = [p for p in family if "cell-host" in " ".join(p.cmdline()[:1])]
        return {
            "kernel MB": kernel.memory_info().rss >> 20,
            "host MB": sum(p.memory_info().rss for p in host) >> 20,
            "descriptors": kernel.num_fds(),
            "threads": kernel.num_threads(),
            "processes": len(family),
            "files": sum(len(files) for _, _, files in os.walk(self.folder)),
        }

    def end(self):
        family = psutil.Process(self.pid).children(recursive=True)
        self.client.stop_channels()
        self.manager.shutdown_kernel()
        _, alive = psutil.wait_procs(family, timeout=10)
        left = [p.name() for p in alive] + [str(p) for p in Path(self.folder).rglob("*") if p.is_file()]
        if left:
            self.wrong.append(f"left behind: {left[:10]}")


def part(session, name, count, step):
    """Runs `step` so many times, and says what that took and left."""
    started = time.monotonic()
    before = session.state()
    for i in range(count):
        step(session, i)
        session.drain()
    if session.run("1 + 1", "ok")["status"] != "ok":
        session.wrong.append(f"the kernel does not work after {name}")
    after = session.state()
    changes = ", ".join(f"{key} {before[key]} → {after[key]}" for key in after)
    print(f"{count:5} {name:18} {time.monotonic() - started:6.0f} s   {changes}", flush=True)


def plain(session, i):
    session.run(f"let a{i} = {i}\nfunc b{i}() -> Int {{ a{i} + {i} }}\nb{i}()", "ok")


def failing(session, i):
    session.run(random.choice(FAILING).format(i=f"9{i}"), "error")


def interrupted(session, i):
    code = INTERRUPTIBLE[i % 4].format(i=f"8{i}")
    request = session.submit(code)
    time.sleep(0.4)
    session.interrupt()
    if session.answer(request, code)["status"] != "error":
        session.wrong.append(f"not interrupted: {code!r}")


def interrupted_anywhere(session, i):
    """At a random moment, once or twice; the cell may have ended before."""
    code = random.choice(INTERRUPTIBLE).format(i=f"7{i}")
    request = session.submit(code)
    time.sleep(random.expovariate(4))
    session.interrupt()
    if random.random() < 0.2:
        session.interrupt()
    deadline = time.monotonic() + 1
    while not session.client.shell_channel.msg_ready():
        # An interrupt that arrives before its cell ends nothing.
        if time.monotonic() > deadline:
            session.interrupt()
            deadline = time.monotonic() + 5
        time.sleep(0.01)
    session.answer(request, code)


def lost(session, i):
    session.run(LOSING[i % len(LOSING)], "error")
    session.run("1 + 1", "ok")


def restarted(session, i):
    session.client.stop_channels()
    session.manager.restart_kernel(now=i % 2 == 0)
    try:
        session.connect()
    except RuntimeError as error:
        session.log.seek(0)
        session.wrong.append(f"restart {i}: {error} {session.log.read()[-500:]}")
        session.manager.restart_kernel(now=True, newports=True)
        session.connect()
    session.run("1 + 1", "ok")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--share", type=float, default=1)
    share = parser.parse_args().share
    random.seed(1)
    session = Session()
    session.run("1 + 1", "ok")
    parts = [("cells", 2000, plain), ("failing cells", 200, failing), ("interrupted cells", 200, interrupted),
             ("random interrupts", 1000, interrupted_anywhere), ("lost hosts", 50, lost), ("restarts", 50, restarted)]
    for name, count, step in parts:
        part(session, name, max(1, round(count * share)), step)
    session.end()
    print(*session.wrong, sep="\n")
    print(f"{len(session.wrong)} wrong")
    return 1 if session.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
