"""Losses and gradients of every model in NumPy, written by hand from the paper: ../reference.json.

    python Tests/References/Numbers/make_reference.py

Nothing of ToyLib is used. Double precision; the gradients follow section 2.1 of the catalogue.
"""

import json
import pathlib

import numpy as np

rng = np.random.default_rng(20220914)


def relu(z):
    return np.maximum(z, 0)


def case(name, n, m, hidden_relu, output_relu, tied, absolute):
    samples = 37
    x = np.where(rng.random((samples, n)) < 0.4, rng.random((samples, n)), 0)
    if absolute:
        x *= rng.choice([-1, 1], x.shape)
    W = rng.normal(size=(m, n)) * 0.6  # the paper's shapes: columns are features
    V = W.T if tied else rng.normal(size=(n, m)) * 0.6
    b = rng.normal(size=n) * 0.1
    importance = 0.9 ** np.arange(n)

    a = x @ W.T
    h = relu(a) if hidden_relu else a
    z = h @ V.T + b
    out = relu(z) if output_relu else z
    target = np.abs(x) if absolute else x
    loss = (importance * (target - out) ** 2).mean()

    delta = -2 * importance * (target - out) / (samples * n)
    if output_relu:
        delta = delta * (z > 0)
    g = delta @ V
    if hidden_relu:
        g = g * (a > 0)
    g_in, g_out = g.T @ x, delta.T @ h  # (m, n) and (n, m)
    gradient = {"weights": g_in.T + g_out if tied else g_in.T, "bias": delta.sum(0)}
    if not tied:
        gradient["outputWeights"] = g_out
    return {
        "name": name, "features": n, "hidden": m, "x": x.tolist(), "weights": W.T.tolist(),
        "outputWeights": None if tied else V.tolist(), "bias": b.tolist(), "loss": loss,
        "gradient": {key: value.tolist() for key, value in gradient.items()},
    }


def adamw():
    """Ten steps of AdamW on a quadratic bowl, as PyTorch documents it."""
    theta, mean, variance = np.array([1.0, -2.0, 0.5]), np.zeros(3), np.zeros(3)
    rate, b1, b2, eps, decay = 0.05, 0.9, 0.999, 1e-8, 0.01
    trace = []
    for t in range(1, 11):
        g = 2 * theta
        theta = theta - rate * decay * theta
        mean = b1 * mean + (1 - b1) * g
        variance = b2 * variance + (1 - b2) * g * g
        theta = theta - rate * (mean / (1 - b1**t)) / (np.sqrt(variance / (1 - b2**t)) + eps)
        trace.append(theta.tolist())
    return trace


CASES = [
    case("linear", 5, 2, False, False, True, False),
    case("linear", 5, 2, False, False, False, False),
    case("reluOutput", 5, 2, False, True, True, False),
    case("reluOutput", 40, 12, False, True, True, False),
    case("reluOutput", 6, 3, False, True, False, False),
    case("reluHidden", 10, 5, True, True, True, False),
    case("reluHidden", 7, 9, True, True, False, False),
    case("absoluteValue", 9, 12, True, True, False, True),
]

if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("reference.json")
    path.write_text(json.dumps({"models": CASES, "adamW": adamw()}) + "\n")
