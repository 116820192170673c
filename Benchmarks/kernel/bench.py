"""Measures the kernel beside ipykernel, and a cell beside the bare compiler.

    python Benchmarks/kernel/bench.py [--quick]

Peers are measured in the same run on the same machine. Prints a table with ratios, appends one
line of JSON to Benchmarks/results/kernel.jsonl and writes docs/benchmarks-kernel.md.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime

import psutil
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 120


class Kernel:
    """A running kernel and a blocking client of it."""

    def __init__(self, name):
        begun = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        self.client.wait_for_ready(timeout=PATIENCE)
        self.ready_seconds = time.perf_counter() - begun
        self.process = psutil.Process(self.manager.provisioner.process.pid)

    def run(self, code, cell=None, **options):
        """Seconds from the request to its reply; the reply and the iopub messages of it.

        `cell` is the front end's name of the cell, as JupyterLab sends it.
        """
        begun = time.perf_counter()
        request = self.request(code, cell) if cell else self.client.execute(code, **options)
        reply = self.reply(request)
        seconds = time.perf_counter() - begun
        messages = self.until_idle(request)
        return seconds, reply, messages

    def request(self, code, cell):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True,
                   "stop_on_error": True}
        message = self.client.session.msg("execute_request", content, metadata={"cellId": cell})
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def ok(self, code, cell=None):
        seconds, reply, messages = self.run(code, cell)
        assert reply["content"]["status"] == "ok", reply["content"]
        return seconds, messages

    def reply(self, request):
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return reply

    def until_idle(self, request):
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return messages

    def ask(self, method, *arguments):
        begun = time.perf_counter()
        self.reply(getattr(self.client, method)(*arguments))
        return time.perf_counter() - begun

    def interrupt_of(self, code, started="started"):
        """Seconds from the interrupt to the reply of the cell that it ends."""
        request = self.client.execute(code)
        self.until_printed(request, started)
        begun = time.perf_counter()
        self.manager.interrupt_kernel()
        reply = self.reply(request)
        seconds = time.perf_counter() - begun
        assert reply["content"]["status"] == "error"
        self.until_idle(request)
        return seconds

    def until_printed(self, request, text):
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream" and text in message["content"]["text"]:
                return

    def memory(self):
        """Resident and proportional MiB of the process tree."""
        tree = [self.process, *self.process.children(recursive=True)]
        rss = sum(p.memory_info().rss for p in tree)
        try:
            pss = sum(p.memory_full_info().pss for p in tree)
        except (psutil.Error, AttributeError):
            pss = float("nan")
        return rss / 2**20, pss / 2**20

    def host_memory(self):
        """Resident MiB of the process that runs cells."""
        hosts = [p for p in self.process.children(recursive=True) if "cell-host" in " ".join(p.cmdline())]
        return sum(p.memory_info().rss for p in hosts) / 2**20

    def shut_down(self):
        """Seconds from the request to the end of the process."""
        begun = time.perf_counter()
        message = self.client.session.msg("shutdown_request", {"restart": False})
        self.client.control_channel.send(message)
        self.manager.provisioner.process.wait(PATIENCE)
        seconds = time.perf_counter() - begun
        self.client.stop_channels()
        self.manager.cleanup_resources()
        return seconds


LANGUAGES = {
    "superpose": {
        "trivial": "let x{0} = {0}",
        "value": "{0} + 1",
        "failing": "let e{0} = [1][5]",
        "loop": 'print("started")\nwhile true {}',
        "sleep": 'import Foundation\nprint("started")\nThread.sleep(forTimeInterval: 600)',
        "complete": ('let s = "text"\ns.is', 19),
        "lines": "for i in 0..<100_000 { print(i) }",
        "last line": "99999\n",
    },
    "python3": {
        "trivial": "x{0} = {0}",
        "value": "{0} + 1",
        "failing": "e{0} = [1][5]",
        "loop": 'print("started", flush=True)\nwhile True: pass',
        "sleep": 'import time\nprint("started", flush=True)\ntime.sleep(600)',
        "complete": ('s = "text"\ns.is', 15),
        "lines": "for i in range(100_000): print(i)",
        "last line": "99999\n",
    },
}


def measure(name, rounds):
    """All numbers of one kernel, in seconds, MiB and counts."""
    words = LANGUAGES[name]
    numbers = {}
    starts, firsts = [], []
    for _ in range(3):
        kernel = Kernel(name)
        starts.append(kernel.ready_seconds)
        firsts.append(kernel.ok(words["trivial"].format(0))[0])
        kernel.shut_down()
    numbers["spawn to ready"] = statistics.median(starts)
    numbers["first cell"] = statistics.median(firsts)

    kernel = Kernel(name)
    kernel.ok(words["trivial"].format(0))
    time.sleep(2)
    numbers["RSS fresh (MiB)"], numbers["PSS fresh (MiB)"] = kernel.memory()
    numbers["RSS of a batch run (MiB)"], numbers["PSS of a batch run (MiB)"] = batch_memory(name, words)
    numbers["trivial cell"] = statistics.median(
        kernel.ok(words["value"].format(i))[0] for i in range(rounds))
    numbers["failing cell"] = statistics.median(
        failing_cell(kernel, words, i) for i in range(rounds // 3))
    kernel.ask("complete", *words["complete"])
    numbers["complete, warm"] = statistics.median(
        kernel.ask("complete", *words["complete"]) for _ in range(10))
    numbers["complete, first after a cell"] = statistics.median(
        first_completion_after_a_cell(kernel, words, i) for i in range(5))
    numbers["interrupt of a loop"] = statistics.median(
        kernel.interrupt_of(words["loop"]) for _ in range(5))
    numbers["interrupt of a sleep"] = statistics.median(
        kernel.interrupt_of(words["sleep"]) for _ in range(3))
    numbers.update(measure_flood(kernel, words))
    numbers["RSS after the flood (MiB)"], _ = kernel.memory()
    numbers["complete, while busy"] = measure_busy_completion(kernel, words)
    numbers["shutdown"] = kernel.shut_down()
    return numbers


def batch_memory(name, words):
    """Memory of a kernel whose client is nbclient's like: it answers no questions."""
    kernel = Kernel(name)
    kernel.run(words["trivial"].format(0), allow_stdin=False)
    time.sleep(2)
    memory = kernel.memory()
    kernel.shut_down()
    return memory


def failing_cell(kernel, words, number):
    """Seconds to the error's reply, from a user who has taken half a second to read the last one."""
    time.sleep(0.5)
    return kernel.run(words["failing"].format(number))[0]


def first_completion_after_a_cell(kernel, words, number):
    """Seconds of a completion that is asked for a second after a cell has run."""
    kernel.ok(words["value"].format(number))
    time.sleep(1)
    return kernel.ask("complete", *words["complete"])


def measure_flood(kernel, words):
    seconds, messages = kernel.ok(words["lines"])
    text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    return {
        "100,000 lines": seconds,
        "100,000 lines: messages": sum(m["msg_type"] == "stream" for m in messages),
        "100,000 lines: lost": 100_000 - text.count("\n"),
    }


def measure_busy_completion(kernel, words):
    """Seconds to an answer while a cell runs; None when none comes within 2 s."""
    request = kernel.client.execute(words["loop"])
    kernel.until_printed(request, "started")
    asked = kernel.client.complete(*words["complete"])
    begun = time.perf_counter()
    answered = None
    while time.perf_counter() - begun < 2 and answered is None:
        try:
            reply = kernel.client.get_shell_msg(timeout=0.5)
        except Exception:
            continue
        if reply["parent_header"].get("msg_id") == asked:
            answered = time.perf_counter() - begun
    kernel.manager.interrupt_kernel()
    if answered is None:
        kernel.reply(asked)
    else:
        kernel.reply(request)
    return answered


def measure_queue(name, count):
    """Median of the first and of the last tenth of a queue, by their replies' arrivals."""
    words = LANGUAGES[name]
    kernel = Kernel(name)
    kernel.ok(words["trivial"].format(999))
    begun = time.perf_counter()
    requests = [kernel.client.execute(words["trivial"].format(i)) for i in range(count)]
    times = []
    for request in requests:
        reply = kernel.reply(request)
        assert reply["content"]["status"] == "ok", reply["content"]
        now = time.perf_counter()
        times.append(now - begun)
        begun = now
    kernel.shut_down()
    tenth = max(1, count // 10)
    return statistics.median(times[:tenth]), statistics.median(times[-tenth:])


class BareCompiler:
    """The frontend and the linker by hand, for the very source and flags of a cell."""

    def __init__(self):
        spec = KernelSpecManager().get_kernel_spec("superpose")
        # What the launcher starts stands before the subcommand.
        self.release = pathlib.Path(spec.argv[spec.argv.index("kernel") - 1]).resolve().parent
        maps = pathlib.Path("/proc/self/maps").exists()
        assert maps, "the toolchain is found through /proc"
        self.toolchain = self.find_toolchain()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="superpose-bench-"))
        home = os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))
        self.cache = f"{home}/superpose/modules"

    def find_toolchain(self):
        """The toolchain whose runtime the kernel's executable uses."""
        listing = subprocess.run(
            ["ldd", self.release / "superpose"], capture_output=True, text=True).stdout
        line = next(line for line in listing.splitlines() if "libswiftCore.so" in line)
        return pathlib.Path(line.split("=>")[1].split()[0]).resolve().parents[3]

    def compile(self, number, code, shows=True):
        """Seconds of the frontend plus the linker, nothing else counted.

        `shows` says whether the last expression is shown, as in a cell.
        """
        name = f"Cell{number}"
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        source = folder / "main.swift"
        source.write_text(
            '@_exported import SuperposeCellSupport\n#sourceLocation(file: "Cell [1]", line: 1)\n'
            f"{code}{' ⏎ __shown' if shows else ''}\n#sourceLocation(file: \"imports\", line: 1)\n"
            "__finished()\n")
        usr = self.toolchain
        libraries = usr / "lib/swift/linux"
        arch = platform.machine()
        target = f"{'x86_64' if arch == 'x86_64' else 'aarch64'}-unknown-linux-gnu"
        frontend = [
            usr / "bin/swift-frontend", "-frontend", "-c", "-primary-file", source,
            "-module-name", name, "-o", folder / f"{name}.o",
            "-emit-module-path", self.folder / f"{name}.swiftmodule",
            "-emit-module-doc-path", self.folder / f"{name}.swiftdoc",
            "-entry-point-function-name", f"{name}_main", "-disable-objc-interop", "-Onone", "-g",
            "-diagnostic-style", "llvm", "-target", target, "-swift-version", "5", "-assert-config", "Debug",
            "-package-name", "notebook", "-enable-testing", "-disable-access-control",
            "-module-cache-path", self.cache, "-plugin-path", usr / "lib/swift/host/plugins",
            "-I", self.folder, "-I", self.release / "Modules"]
        for module in ("CToyEngine", "CToyLAPACK", "CSuperposeRSVG"):
            path = self.release / f"{module}.build/module.modulemap"
            if path.exists():
                frontend += ["-Xcc", f"-fmodule-map-file={path}"]
        linker = [
            usr / "bin/ld.lld", "-shared", folder / f"{name}.o", "-o", folder / f"lib{name}.so",
            "-L", libraries, "-rpath", libraries, "-lswiftSwiftOnoneSupport", "-lswiftCore",
            "-lswift_Concurrency", "-lswift_StringProcessing"]
        begun = time.perf_counter()
        for command in (frontend, linker):
            subprocess.run(list(map(str, command)), check=True, capture_output=True)
        return time.perf_counter() - begun


def measure_against_the_compiler(rounds):
    """Trivial cells and bare compilations in turn, so that both see the same machine."""
    kernel = Kernel("superpose")
    compiler = BareCompiler()
    kernel.ok("1")
    compiler.compile(0, "1 + 1")
    cells, bare = [], []
    for i in range(rounds):
        # A chain of its own length each time would not be the same source.
        cells.append(kernel.ok(f"{i} + 1")[0])
        bare.append(compiler.compile(i + 1, f"{i} + 1"))
    kernel.shut_down()
    return statistics.median(cells), statistics.median(bare)


def measure_large_cells(rounds):
    """Large cells and bare compilations of the same text in turn: medians of both, by what is large.

    Each round's text is new: its names differ, as those of a chain of cells do. Both begin a second after the last
    one, when what the kernel prepares for the user's next key has ended.
    """
    texts = {
        "1,000 variables": lambda i: "\n".join(f"var v{i}_{n} = {n}" for n in range(1000)),
        "2,000 lines": lambda i: "\n".join(
            f"func f{i}_{n}(_ x: Int) -> Int {{\n  let y = x + {n}\n  return y * 2\n}}" for n in range(500)),
    }
    found = {}
    for what, text in texts.items():
        kernel, compiler = Kernel("superpose"), BareCompiler()
        kernel.ok("1")
        compiler.compile(0, "1 + 1")
        cells, bare = [], []
        for i in range(rounds):
            time.sleep(1)
            cells.append(kernel.ok(text(i))[0])
            time.sleep(1)
            bare.append(compiler.compile(i + 1, text(i), shows=False))
        kernel.shut_down()
        found[what] = statistics.median(cells), statistics.median(bare)
    return found


def measure_after_many_cells(rounds, many):
    """Seconds of a cell that declares something, after five and after `many` such cells: medians.

    Two kernels take turns. The user of the measured cells takes half a second to read the last one.
    """
    kernels = {5: Kernel("superpose"), many: Kernel("superpose")}
    for count, kernel in kernels.items():
        for i in range(count):
            kernel.ok(f"let a{i} = {i}; func g{i}() -> Int {{ a{i} }}")
    times = {count: [] for count in kernels}
    for i in range(rounds):
        for count, kernel in kernels.items():
            time.sleep(0.5)
            times[count].append(kernel.ok(f"let b{i} = a1 + g2()")[0])
    for kernel in kernels.values():
        kernel.shut_down()
    return statistics.median(times[many]), statistics.median(times[5])


def measure_large_values():
    """Seconds to show large values, and the kernel's memory after a large cell has run twenty times."""
    numbers = {}
    kernel = Kernel("superpose")
    kernel.ok("let bytes = [UInt8](repeating: 7, count: 500_000_000)")
    kernel.ok("struct Point { var x = 1.5; var name = \"a\" }\nlet points = Array(repeating: Point(), count: 100_000)")
    numbers["a value of 500 MB"] = kernel.ok("bytes")[0]
    numbers["100,000 structs"] = kernel.ok("points")[0]
    kernel.shut_down()
    kernel = Kernel("superpose")
    kernel.ok("\n".join(f"let name{i} = {i}" for i in range(200)))
    kernel.ok("%who")
    numbers["%who of 200 names"] = statistics.median(kernel.ok("%who")[0] for _ in range(5))
    kernel.shut_down()
    kernel = Kernel("superpose")
    for _ in range(20):
        kernel.ok("var big = [UInt8](repeating: 1, count: 200_000_000)\nbig.count", cell="big")
    time.sleep(1)
    numbers["200 MB run 20 times: host (MiB)"] = kernel.host_memory()
    kernel.shut_down()
    return numbers


BARS = {
    "a value of 500 MB": 1, "100,000 structs": 1, "%who of 200 names": 0.3, "200 MB run 20 times: host (MiB)": 450,
    "spawn to ready": 0.6, "first cell": 0.5, "trivial cell": 0.15, "interrupt of a loop": 0.2,
    "interrupt of a sleep": 0.2, "100,000 lines: messages": 50, "100,000 lines: lost": 0,
    "complete, warm": 0.1, "complete, first after a cell": 0.1, "complete, while busy": 0.15,
    "RSS of a batch run (MiB)": 120, "shutdown": 0.5,
}


def text_of(name, value):
    if value is None:
        return "no answer in 2 s"
    if "MiB" in name:
        return f"{value:.0f} MiB"
    if "messages" in name or "lost" in name:
        return f"{value:,}"
    return f"{value * 1000:.0f} ms"


def table(ours, theirs):
    rows = [("measure", "superpose", "ipykernel", "ratio", "bar", "met")]
    for name, value in ours.items():
        other = theirs.get(name)
        ratio = f"{value / other:.2f}" if other and value is not None else ""
        bar = BARS.get(name)
        met = "" if bar is None else "yes" if value is not None and value <= bar else "no"
        rows.append((name, text_of(name, value), text_of(name, other) if name in theirs else "", ratio,
                     "" if bar is None else text_of(name, bar), met))
    return rows


def machine():
    with open("/proc/cpuinfo") as file:
        models = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(),
        "memory_GiB": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": [round(x, 2) for x in os.getloadavg()],
        "commit": subprocess.run(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"],
                                 capture_output=True, text=True).stdout.strip(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def markdown(rows, comparisons, state):
    def line(cells):
        return "| " + " | ".join(cells) + " |"

    load = ", ".join(map(str, state["load"]))
    after = ", ".join(map(str, state["load_after"]))
    parts = [
        "<!-- @generated by Benchmarks/kernel/bench.py -->", "# How fast the kernel is", "",
        f"Measured {state['date']} at commit {state['commit']} on {state['cores']} cores of "
        f"{state['cpu']}, {state['memory_GiB']} GiB, {state['system']}; load average "
        f"{load} before and {after} after. ipykernel was measured in the same run. Times are "
        "medians, from a client's request to the kernel's reply.", "",
        line(rows[0]), line(["---"] * len(rows[0])), *map(line, rows[1:]), "",
        "| against | superpose | other | ratio | bar | met |", "| --- | --- | --- | --- | --- | --- |",
        *map(line, comparisons), "",
        "The bare compiler is `swift-frontend` and `ld.lld` on the source that the kernel generates "
        "for the same cell, with the same flags, in turn with the cells.", "",
        "Measure again: `make bench-kernel`.", ""]
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and no files written")
    quick = parser.parse_args().quick
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="superpose-bench-data-")
    state = machine()
    rounds = 10 if quick else 30
    print(f"load average {state['load']}", flush=True)
    ours = measure("superpose", rounds)
    print("superpose measured", flush=True)
    theirs = measure("python3", rounds)
    print("ipykernel measured", flush=True)
    cell, bare = measure_against_the_compiler(rounds)
    first, last = measure_queue("superpose", 20 if quick else 100)
    large = measure_large_cells(3 if quick else 5)
    most, few = measure_after_many_cells(5 if quick else 15, 50 if quick else 500)
    ours.update(measure_large_values())
    state["load_after"] = [round(x, 2) for x in os.getloadavg()]
    rows = table(ours, theirs)
    comparisons = [
        ("trivial cell and the bare compiler", text_of("", cell), text_of("", bare),
         f"{cell / bare:.2f}", "1.60", "yes" if cell / bare <= 1.6 else "no"),
        ("queue of 100: last and first tenth", text_of("", last), text_of("", first),
         f"{last / first:.2f}", "2.00", "yes" if last / first <= 2 else "no"),
        *[(f"{what} and the bare compiler", text_of("", own), text_of("", other), f"{own / other:.2f}", "1.30",
           "yes" if own / other <= 1.3 else "no") for what, (own, other) in large.items()],
        ("after 500 declaring cells and after 5", text_of("", most), text_of("", few), f"{most / few:.2f}", "1.20",
         "yes" if most / few <= 1.2 else "no")]
    for row in rows:
        print("{:28} {:>12} {:>17} {:>7} {:>10} {:>4}".format(*row))
    for row in comparisons:
        print("{:36} {:>8} {:>8} {:>6} {:>6} {:>4}".format(*row))
    print(f"load average {state['load']} before, {state['load_after']} after")
    if quick:
        return
    results = ROOT / "Benchmarks/results"
    results.mkdir(exist_ok=True)
    record = {**state, "superpose": ours, "ipykernel": theirs,
              "cell_and_compiler": [cell, bare], "queue_first_and_last_tenth": [first, last],
              "large_cells_and_compiler": large, "after_many_and_few_cells": [most, few]}
    with open(results / "kernel.jsonl", "a") as file:
        file.write(json.dumps(record) + "\n")
    (ROOT / "docs/benchmarks-kernel.md").write_text(markdown(rows, comparisons, state))


if __name__ == "__main__":
    main()
