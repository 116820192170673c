"""A crosscoder's loss, its gradient and 30 steps of Adam by PyTorch, in double precision: crosscoder.json.

    python Tests/References/Numbers/make_crosscoder_reference.py

Nothing of Superpose is used. The first latents are designated as shared: one parameter is their direction in both
models. `Tests/AutoencodersTests/CrosscoderReferenceTests.swift` builds the same crosscoder. Parameters are in the order
encoder, its bias, decoder, its bias.
Made with PyTorch 2.13.0.
"""

import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261129)
FEATURES, DIMENSIONS, LATENTS, SHARED, SAMPLES, STEPS, RATE = 5, 3, 6, 2, 40, 30, 0.01
PENALTY, SHARED_PENALTY = 0.05, 0.02

x = torch.rand(SAMPLES, FEATURES) * (torch.rand(SAMPLES, FEATURES) < 0.4)
first, second = torch.randn(FEATURES, DIMENSIONS), torch.randn(FEATURES, DIMENSIONS)
first[3], second[4] = 0, 0
h = x @ torch.cat([first, second], 1)

encoder = torch.randn(LATENTS, 2 * DIMENSIONS, requires_grad=True)
bias = (0.1 * torch.randn(LATENTS)).requires_grad_()
common = torch.randn(SHARED, DIMENSIONS, requires_grad=True)
own = torch.randn(LATENTS - SHARED, 2 * DIMENSIONS, requires_grad=True)
mean = (0.1 * torch.randn(2 * DIMENSIONS)).requires_grad_()
rates = torch.tensor([SHARED_PENALTY] * SHARED + [PENALTY] * (LATENTS - SHARED))


def decoder():
    return torch.cat([torch.cat([common, common], 1), own])


def loss(rows):
    f = torch.relu((h - mean) @ encoder.T + bias)
    norms = rows[:, :DIMENSIONS].norm(dim=1) + rows[:, DIMENSIONS:].norm(dim=1)
    return ((h - (f @ rows + mean)) ** 2).mean() + (f * rates * norms).sum(1).mean()


def flat(parts):
    return torch.cat([part.detach().flatten() for part in parts]).tolist()


rows = decoder().detach().requires_grad_()
start = flat([encoder, bias, rows, mean])
gradient = flat(torch.autograd.grad(loss(rows), [encoder, bias, rows, mean]))

optimiser = torch.optim.Adam([encoder, bias, common, own, mean], lr=RATE)
losses = []
for _ in range(STEPS):
    value = loss(decoder())
    losses.append(value.item())
    optimiser.zero_grad()
    value.backward()
    optimiser.step()

record = {
    "x": x.tolist(), "first": first.tolist(), "second": second.tolist(), "latents": LATENTS, "shared": SHARED,
    "penalty": PENALTY, "sharedPenalty": SHARED_PENALTY, "rate": RATE, "start": start, "gradient": gradient,
    "losses": losses, "end": flat([encoder, bias, decoder(), mean]),
}
store("crosscoder.json", record)
