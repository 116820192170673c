"""A Matching Pursuit autoencoder's loss, gradient and 30 steps of Adam by PyTorch, in double precision: pursuit.json.

    python Tests/References/Numbers/make_pursuit_reference.py

Nothing of Superpose is used. Gradients are those of autograd through all steps of the pursuit. Each update removes the
part of a row's gradient along the row, makes a step of Adam, and normalises the rows.
`Tests/AutoencodersTests/PursuitReferenceTests.swift` builds the same autoencoder. Parameters are in the order decoder,
its bias.
Made with PyTorch 2.15.0.
"""

import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261130)
FEATURES, DIMENSIONS, LATENTS, ACTIVE, SAMPLES, STEPS, RATE = 8, 4, 7, 3, 48, 30, 0.01

x = torch.rand(SAMPLES, FEATURES) * (torch.rand(SAMPLES, FEATURES) < 0.4)
directions = torch.randn(FEATURES, DIMENSIONS)
h = x @ directions

decoder = torch.nn.functional.normalize(torch.randn(LATENTS, DIMENSIONS)).requires_grad_()
mean = (0.1 * torch.randn(DIMENSIONS)).requires_grad_()


def latents_and_rest():
    rest, latents = h - mean, torch.zeros(SAMPLES, LATENTS)
    for _ in range(ACTIVE):
        size, chosen = (rest @ decoder.T).max(1)
        size = torch.relu(size)[:, None]
        latents = latents.scatter_add(1, chosen[:, None], size)
        rest = rest - size * decoder[chosen]
    return latents, rest


def loss():
    return (latents_and_rest()[1] ** 2).mean()


def flat(parts):
    return torch.cat([part.detach().flatten() for part in parts]).tolist()


start, latents = flat([decoder, mean]), latents_and_rest()[0].detach().tolist()
gradient = flat(torch.autograd.grad(loss(), [decoder, mean]))

optimiser = torch.optim.Adam([decoder, mean], lr=RATE)
losses = []
for _ in range(STEPS):
    value = loss()
    losses.append(value.item())
    optimiser.zero_grad()
    value.backward()
    with torch.no_grad():
        decoder.grad -= (decoder.grad * decoder).sum(1, keepdim=True) * decoder
    optimiser.step()
    with torch.no_grad():
        decoder /= decoder.norm(dim=1, keepdim=True)

record = {
    "x": x.tolist(), "directions": directions.tolist(), "active": ACTIVE, "rate": RATE, "start": start,
    "gradient": gradient, "latents": latents, "losses": losses, "end": flat([decoder, mean]),
}
store("pursuit.json", record)
