"""Sweeps with the tools that run them: the command line, GNU parallel, Snakemake and a real Slurm."""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import start_new_kernel
from slurm_here import SlurmHere

ROOT = Path(__file__).resolve().parents[2]
SUPERPOSE = ROOT / ".build/release/superpose"
SWEEP = {
    "experiment": "model",
    "parameters": {"recipe.steps": 100, "restarts": 1},
    "axes": [{"name": "sparsity", "values": [0, 0.9]}, {"name": "hidden", "from": 2, "to": 3}],
    "seeds": {"from": 1, "to": 3},
}
SCRIPT = """
    import Foundation
    let sweep = try Sweep("mine", over: ["x": 1...6]) { point in
      let x = try point.number("x")
      if x == 4, !FileManager.default.fileExists(atPath: "mended") { fatalError("four") }
      return ["square": x * x]
    }
    print("before")
    let results = try sweep.run(in: "mine-results")
    print(results)
    """


def superpose(*words, folder, **options):
    return subprocess.run(
        [SUPERPOSE, "sweep", *map(str, words)], cwd=folder, text=True, capture_output=True, timeout=120, **options
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pairs.json").write_text(json.dumps(SWEEP))
    return tmp_path


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """The table of the sweep, run here on one core."""
    folder = tmp_path_factory.mktemp("sweep")
    (folder / "pairs.json").write_text(json.dumps(SWEEP))
    assert superpose("run", "pairs.json", "--jobs", 1, folder=folder).returncode == 0
    return table(folder)


def table(folder, source="pairs.json", *words):
    answer = superpose("collect", source, *words, folder=folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_the_table_has_a_row_for_each_point(expected):
    rows = list(csv.DictReader(io.StringIO(expected)))
    assert [row["point"] for row in rows] == [str(number) for number in range(12)]
    assert {row["hidden"] for row in rows} == {"2", "3"}
    assert len({row["fingerprint"] for row in rows}) == 12


def test_shares_in_any_order_give_the_same_bits(folder, expected):
    for share in ("2/3", "0/3", "1/3"):
        assert superpose("run", "pairs.json", "--points", share, folder=folder).returncode == 0
    assert table(folder) == expected


def test_missing_points_are_an_error_unless_asked_for(folder):
    assert superpose("run", "pairs.json", "--points", "0-2", folder=folder).returncode == 0
    refused = superpose("collect", "pairs.json", folder=folder)
    assert refused.returncode != 0 and "9 of 12 points have no result" in refused.stderr
    assert len(table(folder, "pairs.json", "--partial").splitlines()) == 4
    assert "3 of 12 points done, 9 waiting" in superpose("status", "pairs.json", folder=folder).stdout


def start(folder, *words):
    return subprocess.Popen(
        [SUPERPOSE, "sweep", "run", *words], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


@pytest.mark.parametrize("how, status", [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_an_interrupted_or_killed_run_goes_on(folder, how, status):
    slow = SWEEP | {"parameters": {"recipe.steps": 4000, "restarts": 2}}
    (folder / "pairs.json").write_text(json.dumps(slow))
    run = start(folder, "pairs.json")
    first = run.stdout.readline()
    assert first.startswith("point "), first
    run.send_signal(how)
    rest, _ = run.communicate(timeout=60)
    assert run.returncode == status, rest
    assert ("interrupted" in rest) == (how == signal.SIGINT)
    kept = len(list((folder / "pairs-results/points").glob("*.json")))
    assert 1 <= kept < 12
    again = superpose("run", "pairs.json", folder=folder)
    assert again.returncode == 0 and again.stdout.count("point ") == 12 - kept
    assert len(table(folder).splitlines()) == 13
    assert not list((folder / "pairs-results/started").iterdir())


def test_a_point_that_fails_does_not_stop_the_others(folder):
    broken = SWEEP | {"axes": [{"name": "sparsity", "values": [0, 2, 0.9]}]}
    (folder / "pairs.json").write_text(json.dumps(broken))
    answer = superpose("run", "pairs.json", folder=folder)
    assert answer.returncode == 1
    assert "6 of 9 points done, 3 failed" in answer.stdout
    status = superpose("status", "pairs.json", folder=folder).stdout
    assert status.count("failed: point") == 3 and "sparsity" in status


def test_two_collectors_at_once_write_whole_tables(folder, expected):
    run = start(folder, "pairs.json")
    collectors = [
        subprocess.Popen([SUPERPOSE, "sweep", "collect", "pairs.json", "--partial", "--table", "all.csv"], cwd=folder)
        for _ in range(6)
    ]
    assert [collector.wait(timeout=60) for collector in collectors] == [0] * 6
    assert run.wait(timeout=60) == 0
    run.stdout.close()
    kept = (folder / "all.csv").read_text().splitlines()
    assert not kept or set(kept) <= set(expected.splitlines()) or "fingerprint" not in kept[0]
    assert table(folder) == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_loses_no_result(folder, expected):
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this container cannot mount a tmpfs")
    try:
        assert superpose("run", "pairs.json", "--out", "disk/out", "--points", "0-1", folder=folder).returncode == 0
        filler = disk / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)) == 4096:
                    pass
            except OSError:
                pass
        full = superpose("run", "pairs.json", "--out", "disk/out", folder=folder)
        assert full.returncode != 0 and "space" in full.stderr, full.stderr
        assert len(list((disk / "out/points").glob("*"))) == 2
        filler.unlink()
        assert superpose("run", "pairs.json", "--out", "disk/out", folder=folder).returncode == 0
        assert table(folder, "pairs.json", "--out", "disk/out") == expected
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_script_with_a_function_of_its_own(folder):
    (folder / "mine.swift").write_text(SCRIPT)
    listed = superpose("list", "mine.swift", folder=folder)
    assert listed.stdout.count("\n") == 6 and "x 6, seed 1" in listed.stdout, listed.stderr
    # The point that traps ends the process; the others of its share run in the next one.
    assert superpose("run", "mine.swift", "--points", "0-2,4-5", folder=folder).returncode == 0
    assert superpose("run", "mine.swift", folder=folder).returncode != 0
    assert "5 of 6 points done" in superpose("status", "mine.swift", folder=folder).stdout
    (folder / "mended").touch()
    assert superpose("run", "mine.swift", folder=folder).returncode == 0
    rows = list(csv.DictReader(io.StringIO(table(folder, "mine.swift"))))
    assert [row["square"] for row in rows] == ["1", "4", "9", "16", "25", "36"]
    # The script itself finds the same results.
    whole = subprocess.run(
        [SUPERPOSE, "run", "mine.swift"], cwd=folder, text=True, capture_output=True, timeout=120)
    assert "before" in whole.stdout and "mine: 6 of 6 points" in whole.stdout, whole.stderr


def test_figures_of_results(folder):
    assert superpose("run", "pairs.json", folder=folder).returncode == 0
    lines = ["--figure", "lines.svg", "--x", "sparsity", "--y", "loss", "--by", "hidden"]
    diagram = ["--figure", "diagram.svg", "--x", "sparsity", "--y", "hidden", "--color", "loss"]
    for words in (lines, diagram):
        assert superpose("collect", "pairs.json", *words, folder=folder).returncode == 0
        assert "loss" in (folder / words[1]).read_text()
    wrong = superpose("collect", "pairs.json", "--figure", "a.svg", "--x", "sparsity", "--y", "los", folder=folder)
    assert wrong.returncode != 0 and "There is no column los. The columns are:" in wrong.stderr


@pytest.mark.skipif(not shutil.which("parallel"), reason="GNU parallel is not installed")
def test_gnu_parallel(folder, expected):
    command = superpose("parallel", "pairs.json", folder=folder).stdout.strip()
    home = os.environ | {"HOME": str(folder)}
    run = subprocess.run(
        command, shell=True, cwd=folder, env=home, text=True, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert table(folder) == expected


def test_snakemake(folder, expected):
    pytest.importorskip("snakemake", reason="Snakemake is not installed")
    (folder / "Snakefile").write_text(superpose("snakefile", "pairs.json", folder=folder).stdout)
    run = subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "2", "--quiet"], cwd=folder,
        env=os.environ | {"HOME": str(folder)}, text=True, capture_output=True, timeout=240)
    assert run.returncode == 0, run.stderr
    assert (folder / "pairs-results/results.csv").read_text() == expected


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    with SlurmHere(tmp_path_factory.mktemp("slurm")) as slurm:
        yield slurm


def wait_for_jobs(folder, environment, seconds=90):
    for _ in range(seconds * 2):
        status = superpose("status", "pairs.json", folder=folder, env=environment).stdout
        if "jobs:" not in status:
            return status
        time.sleep(0.5)
    pytest.fail(f"the jobs did not end: {status}")


def test_slurm_runs_a_sweep(folder, expected, slurm):
    shown = superpose("run", "pairs.json", "--slurm", "--dry-run", "--tasks", 3, folder=folder, env=slurm.environment)
    assert "#SBATCH --array=0-2\n" in shown.stdout and not (folder / "pairs-results").exists()
    submitted = superpose("run", "pairs.json", "--slurm", "--tasks", 3, folder=folder, env=slurm.environment)
    assert submitted.returncode == 0 and "job " in submitted.stdout, submitted.stderr
    assert "12 of 12 points done" in wait_for_jobs(folder, slurm.environment)
    assert table(folder) == expected
    nothing = superpose("run", "pairs.json", "--slurm", folder=folder, env=slurm.environment)
    assert "every point is done" in nothing.stdout
    # A job without points would be the array 0-0.
    dry = superpose("run", "pairs.json", "--slurm", "--dry-run", folder=folder, env=slurm.environment)
    assert dry.returncode == 0 and dry.stdout == nothing.stdout and "nothing is left to do" in dry.stdout


def test_a_task_of_slurm_whose_process_is_killed_goes_on(folder, slurm):
    slow = SWEEP | {"parameters": {"recipe.steps": 4000, "restarts": 2}}
    (folder / "pairs.json").write_text(json.dumps(slow))
    superpose("run", "pairs.json", "--slurm", "--tasks", 2, folder=folder, env=slurm.environment)
    wait_for_a_file(folder / "pairs-results/points")
    workers = [
        process for process in psutil.process_iter(["cmdline"])
        if str(folder / "pairs.json") in (process.info["cmdline"] or []) and "--points" in process.info["cmdline"]
    ]
    assert workers
    for process in workers:
        process.kill()
    assert "12 of 12 points done" in wait_for_jobs(folder, slurm.environment)
    assert superpose("run", "pairs.json", "--out", "here", folder=folder).returncode == 0
    assert table(folder) == table(folder, "pairs.json", "--out", "here")


def test_snakemake_with_slurm_goes_on_when_the_node_fails(folder, slurm):
    slow = SWEEP | {"parameters": {"recipe.steps": 4000, "restarts": 2}, "seeds": {"from": 1, "to": 1}}
    (folder / "pairs.json").write_text(json.dumps(slow))
    (folder / "Snakefile").write_text(superpose("snakefile", "pairs.json", folder=folder).stdout)
    command = [
        sys.executable, "-m", "snakemake", "--executor", "slurm", "--jobs", "2", "--default-resources",
        "slurm_partition=batch", "mem_mb=500", "--slurm-no-account", "--slurm-status-command", "squeue",
        "--slurm-init-seconds-before-status-checks", "2", "--seconds-between-status-checks", "2", "--retries", "3"]
    path = f"{with_settings(folder, slurm)}:{os.environ['PATH']}"
    environment = slurm.environment | {"HOME": str(folder), "PATH": path}
    with open(folder / "snakemake.log", "wb") as log:
        run = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            wait_for_a_file(folder / "pairs-results/points", seconds=120)
            slurm.restart_node()
            status = run.wait(timeout=300)
        finally:
            run.kill()
    assert status == 0, (folder / "snakemake.log").read_text()[-3000:]
    assert superpose("run", "pairs.json", "--out", "here", folder=folder).returncode == 0
    assert (folder / "pairs-results/results.csv").read_text() == table(folder, "pairs.json", "--out", "here")


def with_settings(folder, slurm):
    """A folder with Slurm's srun and scontrol that know this Slurm: the executor hides SLURM_CONF from its jobs."""
    programs = folder / "programs"
    programs.mkdir()
    for name in ("srun", "scontrol"):
        script = f'#!/bin/sh\nSLURM_CONF={slurm.environment["SLURM_CONF"]} exec {shutil.which(name)} "$@"\n'
        (programs / name).write_text(script)
        (programs / name).chmod(0o755)
    return programs


def test_slurm_keeps_what_a_cancelled_job_has_done(folder, slurm):
    slow = SWEEP | {"parameters": {"recipe.steps": 4000, "restarts": 2}}
    (folder / "pairs.json").write_text(json.dumps(slow))
    superpose("run", "pairs.json", "--slurm", "--tasks", 2, folder=folder, env=slurm.environment)
    points = folder / "pairs-results/points"
    wait_for_a_file(points)
    job = next((folder / "pairs-results/jobs").iterdir()).name
    subprocess.run(["scancel", "--signal=KILL", "--full", job], env=slurm.environment, check=True)
    subprocess.run(["scancel", job], env=slurm.environment, check=True)
    wait_for_jobs(folder, slurm.environment)
    kept = len(list(points.glob("*.json")))
    assert 1 <= kept < 12
    (folder / "pairs.json").write_text(json.dumps(slow))
    superpose("run", "pairs.json", "--slurm", "--tasks", 2, folder=folder, env=slurm.environment)
    assert "12 of 12 points done" in wait_for_jobs(folder, slurm.environment)


@contextlib.contextmanager
def notebook(folder, environment):
    manager, client = start_new_kernel(kernel_name="superpose", cwd=str(folder), env=environment)
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def execute(client, code):
    """A cell's reply and its texts."""
    texts = []

    def keep(message):
        content = message["content"]
        texts.append(content.get("text") or content.get("data", {}).get("text/plain", ""))

    reply = client.execute_interactive(code, timeout=100, allow_stdin=False, output_hook=keep)["content"]
    return reply, "".join(texts)


def test_the_page_runs_as_written_in_a_notebook(folder, slurm):
    codes = re.findall(r"```swift\n(.*?)```", (ROOT / "docs/sweeps.md").read_text(), re.DOTALL)
    assert len(codes) == 5
    with notebook(folder, slurm.environment) as (_, client):
        for code in codes:
            reply, text = execute(client, code)
            assert reply["status"] == "ok", "\n".join(reply["traceback"])
    assert "8 of 8" in text


def test_a_notebook_keeps_what_an_interrupted_sweep_has_done(folder):
    sweep = """
        import Foundation
        let sweep = try Sweep("slow", over: ["x": 0...39]) { point in
          Thread.sleep(forTimeInterval: 0.1)
          return ["x": try point.number("x")]
        }
        """
    run = 'let results = try sweep.run(in: "slow-results")'
    points = folder / "slow-results/points"
    with notebook(folder, os.environ) as (manager, client):
        assert execute(client, sweep)[0]["status"] == "ok"
        request = client.execute(run, allow_stdin=False)
        wait_for_a_file(points)
        manager.interrupt_kernel()
        reply = client.get_shell_msg(timeout=30)
        assert reply["parent_header"]["msg_id"] == request and reply["content"]["status"] == "error"
        kept = len(list(points.glob("*.json")))
        assert 1 <= kept < 40
        assert execute(client, run)[0]["status"] == "ok"
        assert execute(client, "results.missing.count")[1] == "0"


def wait_for_a_file(points, seconds=24):
    for _ in range(seconds * 10):
        if points.exists() and list(points.glob("*.json")):
            return
        time.sleep(0.1)
    pytest.fail("no point was done")


@pytest.mark.parametrize("words, problem", [
    (["--partition", "batch"], "need --slurm"), (["--dry-run"], "need --slurm"), (["--tasks", "4"], "need --slurm"),
    (["--slurm", "--dry-run", "--tasks", "0"], "the number of tasks must be at least 1, and is 0"),
    (["--slurm", "--jobs", "2"], "--jobs and --points are for this machine"), (["--jobs", "0"], "must be at least 1"),
    (["--points", "3-1"], "are not numbers of points"), (["--points", "12"], "There is no point 12"),
])
def test_options_that_do_not_fit_are_refused_and_nothing_runs(folder, words, problem):
    answer = superpose("run", "pairs.json", *words, folder=folder)
    assert answer.returncode not in (0, 1) and problem in answer.stderr, answer.stderr
    assert not list(folder.glob("pairs-results/points/*"))


def test_without_slurm_the_error_is_a_sentence(folder):
    answer = superpose("run", "pairs.json", "--slurm", folder=folder, env=os.environ | {"PATH": "/nowhere"})
    assert answer.returncode != 0 and "there is no sbatch in PATH" in answer.stderr
