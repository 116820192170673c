"""Losses and gradients of sparse autoencoders, and 30 steps of Adam, by PyTorch in double precision: autoencoders.json.

    python Tests/References/Numbers/make_autoencoders_reference.py

Nothing of Superpose is used. `Tests/AutoencodersTests/AutoencoderReferenceTests.swift` builds the same autoencoders.
Parameters are in the order encoder, its bias, decoder, its bias. Decoder rows have length 1 after every update, whose
gradient has no component along them.
Made with PyTorch 2.15.0.
"""

import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261130)
FEATURES, DIMENSIONS, LATENTS, SAMPLES, STEPS, RATE = 6, 4, 7, 48, 30, 0.01

x = torch.rand(SAMPLES, FEATURES) * (torch.rand(SAMPLES, FEATURES) < 0.4)
directions = torch.randn(FEATURES, DIMENSIONS)
h = x @ directions


def rectified(z):
    return torch.relu(z)


def top(count):
    """The `count` largest of each sample, where they are above 0."""
    def chosen(z):
        kept = torch.zeros_like(z).scatter(1, z.topk(count, 1).indices, 1)
        return torch.relu(z) * kept
    return chosen


def batch_top(mean):
    """The largest of all samples together: `mean` a sample on average."""
    def chosen(z):
        kept = torch.zeros(z.numel()).scatter(0, z.flatten().topk(round(mean * len(z))).indices, 1)
        return torch.relu(z) * kept.reshape(z.shape)
    return chosen


CASES = {
    "standard": dict(choose=rectified, penalty=0.03, prefixes=[LATENTS]),
    "topK": dict(choose=top(2), penalty=0, prefixes=[LATENTS]),
    "batchTopK": dict(choose=batch_top(1.5), penalty=0, prefixes=[LATENTS]),
    "Matryoshka": dict(choose=rectified, penalty=0.03, prefixes=[2, 5, LATENTS]),
    "Matryoshka, topK": dict(choose=top(3), penalty=0, prefixes=[1, 4, LATENTS]),
}


def loss(case, parameters):
    """The mean over prefixes of the mean squared error and of the penalty on the latents in the prefix."""
    encoder, bias, decoder, mean = parameters
    f = case["choose"]((h - mean) @ encoder.T + bias)
    total = 0
    for length in case["prefixes"]:
        guess = f[:, :length] @ decoder[:length] + mean
        total = total + ((h - guess) ** 2).mean() + case["penalty"] * f[:, :length].sum(1).mean()
    return total / len(case["prefixes"])


def flat(parts):
    return torch.cat([part.detach().flatten() for part in parts]).tolist()


def record(name, case):
    rows = torch.randn(LATENTS, DIMENSIONS)
    parameters = [
        torch.randn(LATENTS, DIMENSIONS), 0.1 * torch.randn(LATENTS), rows / rows.norm(dim=1, keepdim=True),
        0.1 * torch.randn(DIMENSIONS),
    ]
    for part in parameters:
        part.requires_grad_()
    start, gradient = flat(parameters), flat(torch.autograd.grad(loss(case, parameters), parameters))
    optimiser = torch.optim.Adam(parameters, lr=RATE)
    losses = []
    for _ in range(STEPS):
        value = loss(case, parameters)
        losses.append(value.item())
        optimiser.zero_grad()
        value.backward()
        with torch.no_grad():
            along = (parameters[2].grad * parameters[2]).sum(1, keepdim=True)
            parameters[2].grad -= along * parameters[2]
        optimiser.step()
        with torch.no_grad():
            parameters[2] /= parameters[2].norm(dim=1, keepdim=True)
    return {
        "name": name, "prefixes": case["prefixes"], "start": start, "gradient": gradient, "losses": losses,
        "end": flat(parameters),
    }


cases = [record(name, case) for name, case in CASES.items()]
store("autoencoders.json", {"x": x.tolist(), "directions": directions.tolist(), "rate": RATE, "cases": cases})
