"""How often features are present, alone and together, and their values, by PyTorch's generator: samplers.json.

    python Tests/References/Numbers/make_samplers_reference.py

Nothing of ToyLib is used. `SamplersReferenceTests.swift` builds the same samplers by name. Each case has four
million samples; `together[i][j]` is the share of those with both features, `means` and `squares` are of present
features' values.
Made with PyTorch 2.13.0.
"""

import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20260709)
SAMPLES, PARTS = 4_000_000, 40


def copula(densities, correlations):
    """Presence where normal variables with these correlations exceed the quantiles of the densities."""
    root = torch.linalg.cholesky(torch.tensor(correlations))
    limits = torch.distributions.Normal(0, 1).icdf(1 - torch.tensor(densities))
    return lambda count: torch.randn(count, len(densities)) @ root.T > limits


def with_parents(draw, parents, exclusive):
    """Children only with their parents; of exclusive siblings one at random."""
    def drawn(count):
        present = draw(count)
        for parent in range(len(parents)):
            children = [i for i, p in enumerate(parents) if p == parent]
            if not children:
                continue
            candidates = present[:, children] & present[:, [parent]]
            if exclusive:
                order = torch.where(candidates, torch.rand(candidates.shape), torch.tensor(-1.0))
                first = torch.nn.functional.one_hot(order.argmax(1), len(children)).bool()
                candidates &= first
            present[:, children] = candidates
        return present
    return drawn


def tree(count):
    """A root (0.5) with two exclusive children (0.2, 0.3), and a root (0.8) with two children (0.5, 0.25)."""
    u = torch.rand(count, 5)
    first, second = u[:, 0] < 0.5, u[:, 2] < 0.8
    return torch.stack(
        [first, first & (u[:, 1] < 0.2), first & (u[:, 1] >= 0.2) & (u[:, 1] < 0.5),
         second, second & (u[:, 3] < 0.5), second & (u[:, 4] < 0.25)], 1)


def causal(base, parents):
    """A noisy or of parents: 1 - (1 - b) times the product of 1 - strength over those that are present."""
    def drawn(count):
        present = torch.zeros(count, len(base), dtype=torch.bool)
        for i, edges in enumerate(parents):
            absence = torch.full((count,), 1 - base[i])
            for parent, strength in edges:
                absence = torch.where(present[:, parent], absence * (1 - strength), absence)
            present[:, i] = torch.rand(count) < 1 - absence
        return present
    return drawn


def sparse(densities):
    return lambda count: torch.rand(count, len(densities)) < torch.tensor(densities)


def zipf(count, exponent, total):
    shares = torch.arange(1, count + 1) ** -exponent
    return (shares / shares.sum() * total).tolist()


VALUES = {
    "one": lambda shape: torch.ones(shape),
    "between": lambda shape: 0.5 + 2.5 * torch.rand(shape),
    "clipped normal": lambda shape: (1 + 0.8 * torch.randn(shape)).clamp(min=0),
}


def case(name, presence, value):
    draw = VALUES[value]
    together = means = squares = counts = 0
    for _ in range(PARTS):
        present = presence(SAMPLES // PARTS)
        x = draw(present.shape) * present
        together = together + present.double().T @ present.double()
        counts, means, squares = counts + present.sum(0), means + x.sum(0), squares + (x**2).sum(0)
    return {
        "name": name, "together": (together / SAMPLES).tolist(), "means": (means / counts).tolist(),
        "squares": (squares / counts).tolist(),
    }


CORRELATIONS = [[1, 0.5, -0.3], [0.5, 1, 0.2], [-0.3, 0.2, 1]]
FACTORS = torch.tensor([[0.8, 0.1], [0.5, -0.6], [-0.4, 0.7], [0.2, 0.3]])
PRODUCTS = FACTORS @ FACTORS.T
PRODUCTS.fill_diagonal_(1)
UNDER = copula([0.6, 0.5, 0.4, 0.3, 0.5], [[1.0 if i == j else 0.3 for i in range(5)] for j in range(5)])
PARENTS = [None, 0, 0, 1, 1]
CAUSES = [0.3, 0.1, 0.05, 0.02], [[], [(0, 0.8)], [(0, 0.6)], [(1, 0.5), (2, 0.9)]]
cases = [
    case("copula", copula([0.4, 0.2, 0.1], CORRELATIONS), "clipped normal"),
    case("factors", copula([0.5, 0.3, 0.2, 0.1], PRODUCTS.tolist()), "between"),
    case("trees", tree, "one"),
    case("copula trees", with_parents(UNDER, PARENTS, False), "one"),
    case("exclusive copula trees", with_parents(UNDER, PARENTS, True), "one"),
    case("Zipf", sparse(zipf(6, 1.2, 1)), "between"),
    case("causal", causal(CAUSES[0], CAUSES[1]), "between"),
]
store("samplers.json", cases, digits=6)
