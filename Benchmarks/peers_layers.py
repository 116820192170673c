"""The follow-up experiments of LayeredRun+All.swift and OtherRuns.swift in PyTorch and JAX.

Each loss is written once, with the operations that both libraries have: `lib` is `torch` or `jax.numpy`, `nn` has
relu, gelu and sigmoid, `w` are the parameters and constants by name.
"""

import collections

import numpy as np

Run = collections.namedtuple("Run", "parameters constants draw loss batch")


def bound(outputs, inputs):
    """Uniform in ±1/√inputs, as nn.Linear starts."""
    generator = np.random.default_rng(outputs)
    return (generator.uniform(-1, 1, (outputs, inputs)) / inputs**0.5).astype(np.float32)


def signs(rows, columns):
    return 0.03 * np.sign(np.random.default_rng(0).normal(size=(rows, columns))).astype(np.float32)


def signed(count, density):
    """Uniform in [−1, 1] with this probability, else 0."""
    def draw(uniform, lib, nn, w, batch):
        x = 2 * uniform((batch, count)) - 1
        return lib.where(uniform((batch, count)) <= density, x, lib.zeros_like(x))
    return draw


def hidden_layer(power, density, batch, matrix=None):
    """100 features, 50 neurons, target ReLU(x), or Mx + ReLU(x)."""
    def loss(w, x, lib, nn):
        y = nn.relu(x @ w["A"].T) @ w["B"].T
        target = nn.relu(x) if matrix is None else nn.relu(x) + x @ w["M"].T
        return ((y - target) ** power).mean()
    constants = {} if matrix is None else {"M": matrix}
    return Run({"A": bound(50, 100), "B": bound(100, 50)}, constants, signed(100, density), loss, batch)


def residual():
    def loss(w, x, lib, nn):
        r = x @ w["E"].T
        y = (r + nn.relu(r @ w["A"].T) @ w["B"].T) @ w["E"]
        return ((y - x - nn.relu(x)) ** 2).mean()
    return Run(
        {"A": bound(50, 1000), "B": bound(1000, 50)}, {"E": signs(1000, 100)}, signed(100, 0.01), loss, 2048
    )


def all_ands():
    first, second = np.triu_indices(24, 1)
    def draw(uniform, lib, nn, w, batch):
        return 1.0 * (uniform((batch, 24)) <= 0.1)
    def loss(w, x, lib, nn):
        y = nn.relu(x @ w["A"].T + w["a"]) @ w["B"].T + w["b"]
        return ((y - x[:, first] * x[:, second]) ** 2).mean()
    zeros = {name: np.zeros(count, np.float32) for name, count in [("a", 48), ("b", 276)]}
    return Run({"A": bound(48, 24), "B": bound(276, 48), **zeros}, {}, draw, loss, 1024)


def scaling():
    density = np.arange(1, 1001) ** -0.5
    def draw(uniform, lib, nn, w, batch):
        x = 2 * uniform((batch, 1000))
        return lib.where(uniform((batch, 1000)) <= w["density"], x, lib.zeros_like(x))
    def loss(w, x, lib, nn):
        return ((nn.relu(x @ w["W"].T @ w["W"] + w["b"]) - x) ** 2).mean()
    return Run(
        {"W": bound(25, 1000), "b": np.zeros(1000, np.float32)},
        {"density": (density / density.sum()).astype(np.float32)}, draw, loss, 1024,
    )


def two_layers():
    def loss(w, x, lib, nn):
        r = x + nn.relu(x @ w["A"].T) @ w["B"].T
        y = r + nn.relu(r @ w["C"].T) @ w["D"].T
        return ((y - x - nn.relu(x)) ** 2).mean()
    shapes = {"A": (25, 100), "B": (100, 25), "C": (25, 100), "D": (100, 25)}
    return Run({k: bound(*s) for k, s in shapes.items()}, {}, signed(100, 0.01), loss, 2048)


def own_functions():
    """Squared ReLU and the fourth power of the error."""
    def loss(w, x, lib, nn):
        y = nn.relu(x @ w["A"].T) ** 2 @ w["B"].T
        return ((y - nn.relu(x)) ** 4).mean()
    return Run({"A": bound(50, 100), "B": bound(100, 50)}, {}, signed(100, 0.02), loss, 1024)


def batch_top_k():
    """22 autoencoders with five latents in 20 dimensions; k is 2 or 1.8, by the largest latents of the batch."""
    correlations = np.repeat(np.linspace(-0.5, 0.5, 11), 2)
    matrices = np.stack([np.eye(5) for _ in correlations])
    matrices[:, 0, 1:] = matrices[:, 1:, 0] = correlations[:, None]
    vectors = np.linalg.eigh(matrices)
    roots = vectors[1] * np.sqrt(np.maximum(vectors[0], 0))[:, None, :]
    batch = 1024
    def draw(uniform, lib, nn, w, batch):
        normal = nn.normal((22, batch, 5)) @ w["root"]
        size = nn.relu(1 + 0.15 * nn.normal((22, batch, 5)))
        return lib.where(normal > 0.2533471, size, lib.zeros_like(size)) @ w["truth"]
    def loss(w, x, lib, nn):
        z = nn.relu((x - w["c"]) @ w["E"] + w["b"])
        kept = []
        for active in range(2):
            own = z[active::2]
            count = int([2, 1.8][active] * batch)
            limit = nn.largest(own.reshape(11, -1), count)[:, -1][:, None, None]
            kept.append(lib.where(own >= limit, own, lib.zeros_like(own)))
        x = lib.stack([x[0::2], x[1::2]])
        c = lib.stack([w["c"][0::2], w["c"][1::2]])
        decoder = lib.stack([w["D"][0::2], w["D"][1::2]])
        y = lib.stack(kept) @ decoder + c
        return ((y - x) ** 2).mean((2, 3)).sum()
    truth = np.eye(5, 20, dtype=np.float32)
    parameters = {
        "E": np.stack([truth.T] * 22), "D": np.stack([truth] * 22), "b": np.zeros((22, 1, 5), np.float32),
        "c": np.zeros((22, 1, 20), np.float32),
    }
    root = np.swapaxes(roots, 1, 2).astype(np.float32)
    return Run(parameters, {"root": root, "truth": truth}, draw, loss, batch)


def decomposition():
    """Stochastic parameter decomposition of two models with five features in two dimensions, 20 parts each."""
    generator = np.random.default_rng(1)
    def normal(*shape):
        return generator.normal(size=shape).astype(np.float32)
    shapes = [(5, 2), (2, 5)]
    parameters, constants = {}, {"bias": np.zeros(5, np.float32)}
    for i, (inputs, outputs) in enumerate(shapes):
        constants[f"W{i}"] = normal(2, inputs, outputs)
        parameters |= {f"V{i}": normal(2, inputs, 20), f"U{i}": normal(2, 20, outputs)}
        parameters |= {f"{name}{i}": normal(2, 1, 20, 16) for name in "pqv"} | {f"d{i}": normal(2, 1, 20)}
    def draw(uniform, lib, nn, w, batch):
        x = uniform((2, batch, 5))
        x = lib.where(uniform((2, batch, 5)) <= 0.05, x, lib.zeros_like(x))
        return x, [uniform((2, batch, 20)) for _ in range(4)]
    def loss(w, drawn, lib, nn):
        x, random = drawn
        inputs = [x, x @ w["W0"]]
        target = nn.relu(inputs[1] @ w["W1"] + w["bias"])
        inner = [inputs[i] @ w[f"V{i}"] for i in range(2)]
        faith = cost = 0
        masks = []
        for i in range(2):
            hidden = nn.gelu(inner[i][..., None] * w[f"p{i}"] + w[f"q{i}"])
            logit = (hidden * w[f"v{i}"]).sum(-1) + w[f"d{i}"]
            lower = lib.where(logit < 0, 0.01 * logit, nn.clip(logit))
            upper = lib.where(logit > 1, 1 + 0.01 * (logit - 1), nn.clip(logit))
            masks.append([lower + (1 - lower) * random[2 * k + i] for k in range(2)])
            cost = cost + upper.sum(-1).mean(1).sum()
            faith = faith + ((w[f"V{i}"] @ w[f"U{i}"] - w[f"W{i}"]) ** 2).sum() / 20
        first = (inner[0] * masks[0][0]) @ w["U0"]
        both = nn.relu(((first @ w["V1"]) * masks[1][0]) @ w["U1"] + w["bias"])
        one = nn.relu((inner[0] * masks[0][1]) @ w["U0"] @ w["W1"] + w["bias"])
        other = nn.relu((inner[1] * masks[1][1]) @ w["U1"] + w["bias"])
        def error(y):
            return ((y - target) ** 2).mean((1, 2)).sum()
        return faith + error(both) + (error(one) + error(other)) / 2 + 3e-3 * cost
    return Run(parameters, constants, draw, loss, 1024)


RUNS = {
    "fourth power": lambda: hidden_layer(4, 0.02, 1024),
    "fourth power, 8,192": lambda: hidden_layer(4, 0.02, 8192),
    "residual": residual,
    "compressed": lambda: hidden_layer(2, 0.01, 2048, matrix=signs(100, 100)),
    "all ANDs": all_ands,
    "scaling": scaling,
    "two layers": two_layers,
    "own functions": own_functions,
    "BatchTopK": batch_top_k,
    "decomposition": decomposition,
}


def torch_rate(name, seconds, threads, measured):
    import types

    import torch

    torch.set_num_threads(threads)
    run = RUNS[name]()
    parameters = {k: torch.nn.Parameter(torch.from_numpy(v)) for k, v in run.parameters.items()}
    w = parameters | {k: torch.from_numpy(v) for k, v in run.constants.items()}
    optimiser = torch.optim.AdamW(parameters.values(), lr=3e-3)
    nn = types.SimpleNamespace(
        relu=torch.relu, gelu=torch.nn.functional.gelu, normal=torch.randn,
        largest=lambda x, count: torch.topk(x, count).values, clip=lambda x: torch.clamp(x, 0, 1),
    )

    def step():
        optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            x = run.draw(torch.rand, torch, nn, w, run.batch)
        run.loss(w, x, torch, nn).backward()
        optimiser.step()

    return measured(step, 1, seconds)


def jax_rate(name, seconds, jax_steps):
    import types

    import jax
    import jax.numpy as jnp

    run = RUNS[name]()
    constants = {k: jnp.array(v) for k, v in run.constants.items()}

    def functions(key):
        keys = iter(jax.random.split(key, 8))
        nn = types.SimpleNamespace(
            relu=jax.nn.relu, gelu=lambda x: jax.nn.gelu(x, approximate=False),
            normal=lambda shape: jax.random.normal(next(keys), shape),
            largest=lambda x, count: jax.lax.top_k(x, count)[0], clip=lambda x: jnp.clip(x, 0, 1),
        )
        return nn, lambda shape: jax.random.uniform(next(keys), shape)

    def draw(key):
        nn, uniform = functions(key)
        return run.draw(uniform, jnp, nn, constants, run.batch)

    nn, _ = functions(jax.random.key(0))
    parameters = {k: jnp.array(v) for k, v in run.parameters.items()}
    return jax_steps(parameters, lambda p, x: run.loss(constants | p, x, jnp, nn), draw, 3e-3, seconds)
