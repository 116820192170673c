"""ToyLib's files, read by the packages that researchers read them with, and the other way round."""

import csv
import json
import os
import pathlib
import subprocess

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("toylib")
    x = np.arange(12, dtype=np.float32).reshape(3, 4) / 7
    save_file({"x": x}, folder / "python.safetensors", metadata={"said": "hello"})
    np.save(folder / "python.npy", x.astype(np.float64))
    np.savez(folder / "python.npz", x=x)
    done = subprocess.run(
        ["swift", "test", "-c", "release", "--skip-build", "--no-parallel", "--filter", r"ToyLibTests\.FilesTests"],
        cwd=ROOT, env=dict(os.environ, TOYLIB_FILES=str(folder)), capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    return folder


def test_safetensors_hold_weights_and_how_they_were_made(folder):
    tensors = load_file(folder / "models.safetensors")
    assert tensors["0.W"].shape == (4, 3) and tensors["1.V"].shape == (4, 3)
    with safe_open(folder / "models.safetensors", "np") as file:
        metadata = file.metadata()
    training = json.loads(metadata["training"])
    assert metadata["seed"] == "9"
    assert training["steps"] == 40 and training["instances"][1]["step"] == 25


def test_numpy_and_safetensors_agree(folder):
    tensors = load_file(folder / "models.safetensors")
    arrays = np.load(folder / "models.npz")
    assert arrays["W"].shape == (2, 4, 3) and arrays["b"].shape == (2, 4)
    for i in range(2):
        np.testing.assert_array_equal(arrays["W"][i], tensors[f"{i}.W"])
        np.testing.assert_array_equal(arrays["b"][i], tensors[f"{i}.b"])
    np.testing.assert_array_equal(np.load(folder / "weights.npy"), tensors["0.W"])


def test_histories_agree(folder):
    with open(folder / "history.csv") as file:
        rows = [(int(r["instance"]), int(r["step"]), float(r["loss"])) for r in csv.DictReader(file)]
    with open(folder / "history.jsonl") as file:
        lines = [json.loads(line) for line in file]
    assert rows == [(r["instance"], r["step"], r["loss"]) for r in lines]
    assert len(rows) > 2
