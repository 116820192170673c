"""Losses, dimensionalities, Gram matrices, interference and baselines, computed again from weights.

Nothing of ToyLib is used: formulas are those of the paper, in NumPy and double precision.
"""

import json
import os
import pathlib
import subprocess

import numpy as np
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRECISION = 1e-5


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recomputed")
    subprocess.run(
        ["swift", "test", "-c", "release", "--disable-testable-imports", "--skip-build", "--filter", "RecomputedTests"],
        cwd=ROOT, env=dict(os.environ, SUPERPOSE_RECOMPUTED=str(folder)), check=True, capture_output=True,
    )
    return folder


def relu(z):
    return np.maximum(z, 0)


# hidden activation, output activation, target, penalty
KINDS = {
    "relu": (lambda h: h, relu, lambda x: x, 0),
    "linear": (lambda h: h, lambda z: z, lambda x: x, 0),
    "neurons": (relu, relu, lambda x: x, 0.01),
    "absolute": (relu, relu, np.abs, 0),
}


def feature_losses(kind, W, V, b, x, importance):
    hidden, output, target, _ = KINDS[kind]
    error = output(hidden(x @ W) @ V.T + b) - target(x)
    return (importance * error**2).mean(axis=0)


def hand_made(kind, W, x, importance):
    """Zeros, the means, and a network without superposition."""
    n, m = W.shape
    t = KINDS[kind][2](x)
    means, gains = t.mean(axis=0), importance * t.var(axis=0)
    zero = np.zeros((n, m))
    yield zero, zero, np.zeros(n)
    yield zero, zero, means
    W, V, b = zero.copy(), zero.copy(), means.copy()
    pairs = kind == "absolute"
    for place, i in enumerate(np.argsort(-gains)[: m // 2 if pairs else m]):
        b[i] = 0
        if pairs:
            W[i, 2 * place], W[i, 2 * place + 1] = 1, -1
            V[i, 2 * place] = V[i, 2 * place + 1] = 1
        else:
            W[i, place] = V[i, place] = 1
    yield W, V, b


@pytest.mark.parametrize("kind", KINDS)
def test_measures_are_the_papers_formulas(folder, kind):
    arrays = {k: v.astype(np.float64) for k, v in np.load(folder / f"{kind}.npz").items()}
    W, V, b, x, importance = (arrays[k] for k in ("W", "V", "b", "x", "I"))
    found = json.loads((folder / f"{kind}.json").read_text())

    def close(name, wanted, scale=1.0):
        np.testing.assert_allclose(found[name], wanted, rtol=PRECISION, atol=PRECISION * scale)

    losses = feature_losses(kind, W, V, b, x, importance)
    penalty = KINDS[kind][3] * np.abs(KINDS[kind][0](x @ W)).sum(axis=1).mean()
    close("featureLosses", losses, losses.max())
    close("squaredError", losses.mean(), 0)
    close("loss", losses.mean() + penalty, 0)

    gram = W @ W.T
    squares = np.diag(gram)
    interference = gram**2 / squares[:, None]
    close("gram", gram)
    close("dimensionality", squares / interference.sum(axis=1))
    close("superposition", interference.sum(axis=1) - squares)
    off = interference - np.diag(squares)
    given = np.array(found["interference"])
    np.testing.assert_allclose(given - np.diag(np.diag(given)), off, rtol=PRECISION, atol=PRECISION)

    baselines = [
        feature_losses(kind, *network, x, importance).mean() for network in hand_made(kind, W, x, importance)
    ]
    close("baselines", baselines, 0)
