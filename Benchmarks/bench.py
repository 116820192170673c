"""ToyLib against PyTorch and JAX: the same runs, in turns, the best of several rounds each.

    python3 -m venv .venv-bench && .venv-bench/bin/pip install -r Benchmarks/requirements.txt
    swift build -c release --product toylib-bench && .venv-bench/bin/python Benchmarks/bench.py

`--rounds N --seconds S --only NAME`. Writes toylib-UNITS.md and toylib-UNITS.jsonl to
Benchmarks/results, for the vector units (avx512, avx2 or portable) of the machine it runs on.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BENCH = ROOT / ".build/release/toylib-bench"
RESULTS = ROOT / "Benchmarks/results"
NOTE = (
    "ToyLib and its peers in turns, the best of each. A load average above the number of processes "
    "measured (one or two) means that other work shared the cores: then single ratios move by a "
    "third from one measurement to the next."
)
WANTED = {
    "opening": 100, "n-dimensional": 25, "geometry": 25, "uniform": 15, "absolute value": 15,
    "hidden ReLU": 50, "fourth power": 5, "fourth power, 8,192": 5, "residual": 5, "compressed": 5,
    "all ANDs": 5, "scaling": 5, "two layers": 5, "own functions": 2, "BatchTopK": 5, "decomposition": 5,
}
SHAPES = {
    "opening": "10 x 5 -> 2", "n-dimensional": "20 x 100 -> 20", "geometry": "20 x 200 -> 20",
    "uniform": "1 x 400 -> 30, density 0.1", "absolute value": "7 x 100 -> 40",
    "hidden ReLU": "7 x 10 -> 5", "fourth power": "1 x 100 -> 50 -> 100, density 0.02",
    "fourth power, 8,192": "the same, batch 8,192",
    "residual": "1 x 100 -> 1,000 + 50 neurons -> 100, batch 2,048, density 0.01",
    "compressed": "1 x 100 -> 50 -> 100, target Mx + ReLU(x), batch 2,048, density 0.01",
    "all ANDs": "1 x 24 -> 48 -> 276, density 0.1",
    "scaling": "1 x 1,000 -> 25 -> 1,000 tied, one feature present on average",
    "two layers": "1 x 100 + 25 neurons + 25 neurons, batch 2,048, density 0.01",
    "own functions": "1 x 100 -> 50 -> 100, own activation, target and loss, density 0.02",
    "BatchTopK": "22 x autoencoders 20 -> 5 -> 20 of correlated features",
    "decomposition": "2 x 5 -> 2 -> 5 in 20 parts for each matrix",
}


def toylib(*arguments):
    command = [BENCH, *map(str, arguments)]
    output = subprocess.run(command, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in output.stdout.splitlines()]


def peer(kind, name, seconds, threads):
    environment = dict(
        os.environ, OMP_WAIT_POLICY="PASSIVE", OMP_NUM_THREADS=str(threads), JAX_PLATFORMS="cpu"
    )
    output = subprocess.run(
        [sys.executable, ROOT / "Benchmarks/peers.py", kind, name, str(seconds), str(threads)],
        check=True, capture_output=True, text=True, env=environment,
    )
    return float(output.stdout)


def compare(name, rounds, seconds):
    """Rounds in turns, so that whatever else the machine does falls on all alike."""
    best = {}
    def note(key, rate):
        best[key] = max(best.get(key, 0), rate)
    facts = {}
    for _ in range(rounds):
        for line in toylib("run", name, seconds):
            note(f"ToyLib, {line['threads']} threads", line["steps_per_s"])
            facts[line["threads"]] = line
        for threads in (1, 2):
            note(f"PyTorch, {threads} threads", peer("torch", name, seconds, threads))
        note("JAX", peer("jax", name, seconds, 2))
    ours = max((rate, key) for key, rate in best.items() if key.startswith("ToyLib"))
    theirs = max((rate, key) for key, rate in best.items() if not key.startswith("ToyLib"))
    any_line = next(iter(facts.values()))
    per_step = any_line["gflops"] / any_line["steps_per_s"]
    threads = 2 if "2" in ours[1] else 1
    return {
        "name": name, "shape": SHAPES[name], "steps_per_s": ours[0], "threads": threads,
        "peer": theirs[1], "peer_steps_per_s": theirs[0], "ratio": ours[0] / theirs[0],
        "wanted_ratio": WANTED[name], "dense_gflops": per_step * ours[0],
        "memory_mb": max(line["memory_mb"] for line in facts.values()), "all": best, "rounds": rounds,
    }


def machine():
    cpu = next(
        (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
        "?"
    )
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "cpu": cpu, "cores": os.cpu_count(), "system": platform.platform(),
        "load_average": os.getloadavg(), "python": platform.python_version(),
        "versions": versions(),
    }


def versions():
    import importlib.metadata as metadata
    return {name: metadata.version(name) for name in ("torch", "jax", "numpy")}


def multiply_adds():
    """How many fused multiply-adds of each register width are in the binary."""
    code = subprocess.run(["objdump", "-d", BENCH], capture_output=True, text=True).stdout
    lines = [line for line in code.splitlines() if "vfmadd" in line]
    return {
        "512 bit": sum("zmm" in line for line in lines), "256 bit": sum("ymm" in line for line in lines),
    }


def markdown(facts, results, scaling):
    lines = [
        "# ToyLib measured", "", NOTE, "",
        f"{facts['cpu']}, {facts['cores']} cores, {facts['system']}, {facts['date']}. "
        f"Versions: {facts['versions']}. Load average when it began and ended: "
        f"{[round(load, 1) for load in facts['load_average']]}, "
        f"{[round(load, 1) for load in facts['load_average_end']]} (1, 5, 15 minutes).", "",
        f"Peak of one core: {facts['peak']['gflops_one_core']:.0f} billion operations a second "
        f"({facts['peak']['units']}). Fused multiply-adds in the binary: {facts['multiply_adds']}.",
        "", "Steps of all instances a second, batch 1,024 unless said otherwise, the best of "
        f"{results[0]['rounds']} rounds in turns, each of four windows:", "",
        "| run | instances x features -> hidden | ToyLib | fastest peer | ratio | wanted | peak |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in results:
        lines.append(
            f"| {r['name']} | {r['shape']} | {r['steps_per_s']:,.0f} "
            f"| {r['peer_steps_per_s']:,.1f} ({r['peer']}) | **{r['ratio']:.0f}x** "
            f"| {r['wanted_ratio']}x | {100 * r['fraction_of_peak']:.0f}% |"
        )
    lines += [
        "", "*Peak*: operations as if nothing were left out (ten for each sample, feature and "
        "hidden unit; four to six for each sample and weight of layered models), as a "
        "fraction of the peak of the cores used; what sparsity spares counts as done.",
        "", "## How a step's time grows", "",
        "2 instances of 200 features in 20 dimensions, batch 1,024, density 0.1, one thread, "
        "unless said otherwise.", "", "| what | value | microseconds a step |", "|---|---|---|",
    ]
    for s in scaling:
        if "scaling" in s:
            lines.append(f"| {s['scaling']} | {s['value']} | {s['microseconds_per_step']:,.0f} |")
    lines += [
        "", "Layered models: one residual layer of 50 neurons on 100 features, batch 1,024, density 0.1, one thread, "
        "unless said otherwise; two layers of 200 neurons for the threads. *Peak* as above.", "",
        "| what | value | microseconds a step | peak |", "|---|---|---|---|",
    ]
    for s in scaling:
        if "layered" in s:
            share = 100 * s["gflops_per_thread"] / facts["peak"]["gflops_one_core"]
            lines.append(f"| {s['layered']} | {s['value']} | {s['microseconds_per_step']:,.0f} | {share:.0f}% |")
    memory = max(r["memory_mb"] for r in results)
    lines += ["", f"Memory of the whole process, at most: {memory:.0f} MB."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--only")
    options = parser.parse_args()
    facts = machine()
    facts["multiply_adds"] = multiply_adds()
    if facts["cpu"] and platform.machine() == "x86_64" and not any(facts["multiply_adds"].values()):
        sys.exit("no fused multiply-adds in the binary: the build is wrong")
    facts["peak"] = max((toylib("peak")[0] for _ in range(3)), key=lambda p: p["gflops_one_core"])
    results = []
    for name in WANTED:
        if options.only in (None, name):
            result = compare(name, options.rounds, options.seconds)
            peak = facts["peak"]["gflops_one_core"] * result["threads"]
            result["fraction_of_peak"] = result["dense_gflops"] / peak
            results.append(result)
            print(f"{name}: {result['ratio']:.1f}x ({result['all']})", flush=True)
    if options.only:
        return
    scaling = toylib("scaling")
    facts["load_average_end"] = os.getloadavg()
    RESULTS.mkdir(exist_ok=True)
    name = f"toylib-{facts['peak']['units']}"
    (RESULTS / f"{name}.md").write_text(markdown(facts, results, scaling))
    with open(RESULTS / f"{name}.jsonl", "w") as file:
        for line in [facts, *results, *scaling]:
            file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
