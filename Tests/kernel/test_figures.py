"""`superpose figures`: the same figures every time, and a word for each that is not."""

import json
import subprocess

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from conftest import KERNEL

EXPERIMENTS = ["opening", "compression"]


@pytest.fixture(scope="module")
def figures():
    """Runs `superpose figures` with experiments shortened to seconds."""
    argv = KernelSpecManager().get_kernel_spec(KERNEL).argv
    command = argv[:argv.index("kernel")] + ["figures", "--fast"]

    def run(*arguments):
        return subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, timeout=120)

    return run


@pytest.fixture(scope="module")
def made(figures, tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    done = figures(*EXPERIMENTS, "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_each_figure_is_there_in_three_kinds(made):
    manifest = json.loads((made / "manifest.json").read_text())
    assert [entry["experiment"] for entry in manifest["experiments"]] == EXPERIMENTS
    names = [name for entry in manifest["experiments"] for name in entry["figures"]]
    assert names
    for name in names:
        assert (made / f"{name}.svg").read_text().startswith("<svg")
        assert (made / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert (made / f"{name}.pdf").read_bytes().startswith(b"%PDF")


def test_twice_is_the_same(figures, made, tmp_path):
    assert figures(*EXPERIMENTS, "--out", tmp_path).returncode == 0
    for first in made.glob("*.svg"):
        assert (tmp_path / first.name).read_bytes() == first.read_bytes(), first.name
    assert (tmp_path / "manifest.json").read_bytes() == (made / "manifest.json").read_bytes()


def test_what_is_as_committed_is_said_so(figures, made):
    done = figures("compression", "--verify", "--manifest", made / "manifest.json")
    assert done.returncode == 0, done.stdout
    assert "All experiments match" in done.stdout


def test_what_differs_is_named(figures, made, tmp_path):
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["experiments"][1]["figures"]["nonlinear-compression"] = "0" * 64
    (tmp_path / "other.json").write_text(json.dumps(manifest))
    done = figures("compression", "--verify", "--manifest", tmp_path / "other.json")
    assert done.returncode == 1
    assert "compression: figure nonlinear-compression differs" in done.stdout


def test_a_wrong_name_is_answered_with_the_right_ones(figures, tmp_path):
    done = figures("openning", "--out", tmp_path)
    assert done.returncode != 0
    assert "no experiment named openning" in done.stderr and "opening" in done.stderr


def test_a_manifest_can_be_brought_up_to_date_in_parts(figures, made, tmp_path):
    manifest = tmp_path / "manifest.json"
    assert figures("compression", "--update", "--manifest", manifest).returncode == 0
    assert figures("opening", "--update", "--manifest", manifest).returncode == 0
    assert manifest.read_bytes() == (made / "manifest.json").read_bytes()
