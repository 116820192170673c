"""The runs of Run.swift in PyTorch and JAX; those of other models are in peers_layers.py.

`peers.py torch|jax NAME SECONDS THREADS` prints steps a second.

Both are written as the Colab is: batched over instances, fresh data every step, AdamW.
"""

import sys
import time

import peers_layers

RUNS = {  # instances' densities, features, hidden, importance ratio or None, kind
    "opening": ([20 ** (-i / 9) for i in range(10)], 5, 2, "relu"),
    "n-dimensional": ([20 ** (-i / 19) for i in range(20)], 100, 20, "relu"),
    "geometry": ([20 ** (-i / 19) for i in range(20)], 200, 20, "relu"),
    "uniform": ([0.1], 400, 30, "relu"),
    "absolute value": ([1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001], 100, 40, "abs"),
    "hidden ReLU": ([0.75, 0.35, 0.15, 0.1, 0.06, 0.02, 0.01], 10, 5, "hidden"),
}
BATCH = 1024


def torch_rate(name, seconds, threads):
    if name in peers_layers.RUNS:
        return peers_layers.torch_rate(name, seconds, threads, measured)
    import torch

    torch.set_num_threads(threads)
    densities, n, m, kind = RUNS[name]
    count = len(densities)
    p = torch.tensor(densities)[:, None]
    importance = (0.9 ** torch.arange(n))[None, :]
    W = torch.nn.Parameter(torch.randn(count, n, m) * (2 / (n + m)) ** 0.5)
    V = torch.nn.Parameter(torch.randn(count, n, m) * (2 / (n + m)) ** 0.5)
    b = torch.nn.Parameter(torch.zeros(count, n))
    optimiser = torch.optim.AdamW([W, b] + ([V] if kind == "abs" else []), lr=1e-3)

    def step():
        optimiser.zero_grad(set_to_none=True)
        x = torch.rand(BATCH, count, n)
        if kind == "abs":
            x = 2 * x - 1
        x = torch.where(torch.rand(BATCH, count, n) <= p, x, torch.zeros(()))
        h = torch.einsum("bif,ifh->bih", x, W)
        if kind != "relu":
            h = torch.relu(h)
        out = torch.relu(torch.einsum("bih,ifh->bif", h, V if kind == "abs" else W) + b)
        error = importance * (x.abs() - out) ** 2
        loss = error.mean((0, 2)).sum()
        loss.backward()
        optimiser.step()

    return measured(step, 1, seconds)


def jax_rate(name, seconds, _threads):
    if name in peers_layers.RUNS:
        return peers_layers.jax_rate(name, seconds, jax_steps)
    import jax
    import jax.numpy as jnp

    densities, n, m, kind = RUNS[name]
    count = len(densities)
    p = jnp.array(densities)[:, None]
    importance = (0.9 ** jnp.arange(n))[None, :]
    keys = jax.random.split(jax.random.key(0), 2)
    params = {
        "W": jax.random.normal(keys[0], (count, n, m)) * (2 / (n + m)) ** 0.5,
        "b": jnp.zeros((count, n)),
    }
    if kind == "abs":
        params["V"] = jax.random.normal(keys[1], (count, n, m)) * (2 / (n + m)) ** 0.5

    def loss(params, x):
        h = jnp.einsum("bif,ifh->bih", x, params["W"])
        if kind != "relu":
            h = jax.nn.relu(h)
        z = jnp.einsum("bih,ifh->bif", h, params.get("V", params["W"])) + params["b"]
        return (importance * (jnp.abs(x) - jax.nn.relu(z)) ** 2).mean((0, 2)).sum()

    def draw(key):
        a, c = jax.random.split(key)
        x = jax.random.uniform(a, (BATCH, count, n))
        if kind == "abs":
            x = 2 * x - 1
        return jnp.where(jax.random.uniform(c, (BATCH, count, n)) <= p, x, 0)

    return jax_steps(params, loss, draw, 1e-3, seconds)


def jax_steps(params, loss, draw, rate, seconds):
    """AdamW, ten steps in one compiled loop."""
    import jax
    import jax.numpy as jnp

    def step(state, _):
        params, mean, var, t, key = state
        key, fresh = jax.random.split(key)
        g = jax.grad(loss)(params, draw(fresh))
        t = t + 1
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, g)
        var = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, var, g)
        params = jax.tree.map(
            lambda w, m, v: w * (1 - 0.01 * rate)
            - rate * (m / (1 - 0.9**t)) / (jnp.sqrt(v / (1 - 0.999**t)) + 1e-8),
            params, mean, var,
        )
        return (params, mean, var, t, key), None

    scanned = 10

    @jax.jit
    def many(state):
        return jax.lax.scan(step, state, None, length=scanned)[0]

    zeros = jax.tree.map(jnp.zeros_like, params)
    state = [(params, zeros, zeros, jnp.float32(0), jax.random.key(1))]

    def run():
        state[0] = many(state[0])
        jax.block_until_ready(state[0])

    return measured(run, scanned, seconds)


def measured(step, steps, seconds):
    """The best of four windows, as toylib-bench measures."""
    step()  # compiles, warms up
    best = 0
    for _ in range(4):
        done, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds / 4:
            step()
            done += steps
        best = max(best, done / (time.perf_counter() - start))
    return best


if __name__ == "__main__":
    peer, name, seconds, threads = sys.argv[1:]
    rate = {"torch": torch_rate, "jax": jax_rate}[peer](name, float(seconds), int(threads))
    print(rate)
