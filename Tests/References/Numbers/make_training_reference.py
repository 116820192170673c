"""Parameters of layered models after training by PyTorch's optimisers and schedules: training.json.

    python Tests/References/Numbers/make_training_reference.py

Nothing of ToyLib is used. Double precision. `LayeredTrainingReferenceTests.swift` trains the same models by name.
All of them are y = W2 ReLU(W1 x + b1) + b2 with the target ReLU(x), except `tied`: y = ReLU(W^T W x + b2).
Made with PyTorch 2.13.0.
"""

import torch
from stored import store
from torch.optim import SGD, Adam, AdamW
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingLR, LambdaLR, LinearLR, SequentialLR

torch.set_default_dtype(torch.float64)
torch.manual_seed(20260708)
STEPS, INPUTS, HIDDEN = 30, 6, 5
X = torch.where(torch.rand(23, INPUTS) < 0.5, 2 * torch.rand(23, INPUTS) - 1, torch.zeros(()))
SHAPES = {"W1": (HIDDEN, INPUTS), "b1": (1, HIDDEN), "W2": (INPUTS, HIDDEN), "b2": (1, INPUTS)}
START = {name: 0.5 * torch.randn(shape) for name, shape in SHAPES.items()}
TIED = {"W": 0.5 * torch.randn(3, INPUTS), "b2": 0.5 * torch.randn(1, INPUTS)}


def loss(p, mask=None):
    if "W" in p:
        return ((torch.relu(X @ p["W"].T @ p["W"] + p["b2"]) - X) ** 2).mean()
    W1 = p["W1"] if mask is None else p["W1"] * mask
    return ((torch.relu(X @ W1.T + p["b1"]) @ p["W2"].T + p["b2"] - torch.relu(X)) ** 2).mean()


def train(name, optimiser, schedule=None, start=START, mask=None, before=None):
    p = {key: value.clone() for key, value in start.items()}
    if mask is not None:
        p["W1"] *= mask
    initial = {key: value.tolist() for key, value in p.items()}
    for value in p.values():
        value.requires_grad_()
    optimiser = optimiser(p)
    schedule = schedule(optimiser) if schedule else None
    losses = []
    for _ in range(STEPS):
        optimiser.zero_grad()
        value = loss(p, mask)
        value.backward()
        losses.append(value.item())
        if before:
            before(p, optimiser)
        optimiser.step()
        if schedule:
            schedule.step()
    return {"name": name, "initial": initial, "final": {key: v.tolist() for key, v in p.items()}, "losses": losses}


def pull(p, optimiser):
    """The negative weight decay of Liu, Liu and Gore (2025), with decay -0.5; rows of their W are columns here."""
    with torch.no_grad():
        lengths = p["W"].norm(dim=0, keepdim=True) + 1e-8
        p["W"] += optimiser.param_groups[0]["lr"] * -0.5 * p["W"] * (1 - 1 / lengths)


def values(p):
    return list(p.values())


def weights_decay(p):
    return AdamW(
        [{"params": [p["W1"]], "weight_decay": 0.3}, {"params": [p["W2"]], "lr": 0.003, "weight_decay": 0.1},
         {"params": [p["b1"]], "weight_decay": 0}], lr=0.02)


def warm_up(optimiser):
    rising = LambdaLR(optimiser, lambda step: (step + 1) / 6)
    falling = CosineAnnealingLR(optimiser, STEPS - 6)
    return SequentialLR(optimiser, [rising, falling], [6])


MASK = (torch.arange(HIDDEN * INPUTS) % 4 != 0).reshape(HIDDEN, INPUTS).double()
cases = [
    train("SGD with momentum", lambda p: SGD(values(p), lr=0.1, momentum=0.9)),
    train("SGD with coupled decay", lambda p: SGD(values(p), lr=0.1, momentum=0.9, weight_decay=0.05)),
    train("Adam", lambda p: Adam(values(p), lr=0.02)),
    train("AdamW with other constants", lambda p: AdamW(
        values(p), lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.2)),
    train("groups", weights_decay),
    train("half cosine", lambda p: Adam(values(p), lr=0.05), lambda o: CosineAnnealingLR(o, STEPS)),
    train("linear", lambda p: Adam(values(p), lr=0.05), lambda o: LinearLR(o, 1, 0, STEPS)),
    train("warm-up", lambda p: Adam(values(p), lr=0.05), warm_up),
    train("mask", lambda p: AdamW(values(p), lr=0.02, weight_decay=0.1), mask=MASK),
    train("length pull", lambda p: Adam(values(p), lr=0.02), start=TIED, before=pull),
    train("tied", lambda p: Adam(values(p), lr=0.02), lambda o: ConstantLR(o, 1), start=TIED),
]
record = {"x": X.tolist(), "steps": STEPS, "mask": MASK.tolist(), "cases": cases}
store("training.json", record)
