"""Attribution-based parameter decomposition by PyTorch, in double precision: attribution.json.

    python Tests/References/Numbers/make_attribution_reference.py

Nothing of Superpose is used. Attributions are derivatives by the sum of the parts, found by automatic differentiation,
and the active parts are those of `topk` over the batch. `Tests/DecompositionTests/AttributionReferenceTests.swift`
builds the same parts. Parameters are in the order U [parts, hidden, rank], V [parts, rank, features].
Made with PyTorch 2.15.0.
"""

import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261130)
FEATURES, HIDDEN, PARTS, RANK, SAMPLES, STEPS, RATE = 4, 2, 3, 2, 40, 30, 0.01
ACTIVE, SIMPLICITY = 0.6, 0.7

x = torch.rand(SAMPLES, FEATURES) * (torch.rand(SAMPLES, FEATURES) < 0.4)
w = torch.randn(HIDDEN, FEATURES)
b = 0.2 * torch.randn(FEATURES) - 0.1
u = (0.6 * torch.randn(PARTS, HIDDEN, RANK)).requires_grad_()
v = (0.6 * torch.randn(PARTS, RANK, FEATURES)).requires_grad_()


def output(sample, matrix):
    return torch.relu(matrix.T @ (matrix @ sample) + b)


def attributions():
    """[samples, parts]: of each output the derivative by the sum in the direction of each part, squared; the mean."""
    parts = (u @ v).detach()
    jacobian = torch.func.vmap(torch.func.jacrev(output, argnums=1), in_dims=(0, None))(x, parts.sum(0))
    return torch.einsum("sokf,ckf->soc", jacobian, parts).square().mean(1)


def loss():
    scores = attributions().flatten()
    active = torch.zeros_like(scores)
    active[scores.topk(int(ACTIVE * SAMPLES)).indices] = 1
    active = active.reshape(SAMPLES, PARTS)
    parts = u @ v
    matrices = torch.einsum("sc,ckf->skf", active, parts)
    found = torch.func.vmap(output)(x, matrices)
    wanted = torch.func.vmap(output, in_dims=(0, None))(x, w)
    ranks = (u.square().sum(1) * v.square().sum(2) + 1e-16).sqrt().sum(1)
    terms = [
        ((w - parts.sum(0)) ** 2).mean(),
        ((found - wanted) ** 2).mean(),
        SIMPLICITY * (active @ ranks).mean() / w.numel(),
    ]
    return terms


def flat():
    return torch.cat([u.detach().flatten(), v.detach().flatten()]).tolist()


start, scores = flat(), attributions()
gradient = torch.cat([g.flatten() for g in torch.autograd.grad(sum(loss()), [u, v])])
optimiser = torch.optim.Adam([u, v], lr=RATE)
losses = []
for _ in range(STEPS):
    terms = loss()
    losses.append([term.item() for term in terms])
    optimiser.zero_grad()
    sum(terms).backward()
    optimiser.step()

record = {
    "x": x.tolist(), "weights": w.tolist(), "bias": b.tolist(), "parts": PARTS, "rank": RANK, "rate": RATE,
    "active": ACTIVE, "simplicity": SIMPLICITY, "start": start, "attributions": scores.tolist(),
    "gradient": gradient.tolist(), "losses": losses, "end": flat(),
}
store("attribution.json", record)
