"""Outputs, losses and gradients of layered models by PyTorch: layers.json.

    python Tests/References/Numbers/make_layers_reference.py

Nothing of ToyLib is used. Double precision. `LayersReferenceTests.swift` builds the same models by name.
Made with PyTorch 2.13.0.
"""

import torch
from stored import store
from torch.nn.functional import gelu, hardtanh, linear, log_softmax

torch.set_default_dtype(torch.float64)
torch.manual_seed(20260707)
SAMPLES = 37


def inputs(count, density=0.5):
    present = torch.rand(SAMPLES, count) < density
    return torch.where(present, 2 * torch.rand(SAMPLES, count) - 1, torch.zeros(()))


def parameters(**shapes):
    return {name: (0.5 * torch.randn(shape)).requires_grad_() for name, shape in shapes.items()}


def case(name, x, p, outputs, loss, **more):
    loss.backward()
    return {
        "name": name, "x": x.tolist(), "outputs": outputs.tolist(), "loss": loss.item(),
        "parameters": {key: value.tolist() for key, value in p.items()},
        "gradient": {key: value.grad.tolist() for key, value in p.items()}, **more,
    }


def fourth_power():
    x, p = inputs(7), parameters(W1=(5, 7), W2=(7, 5))
    y = linear(torch.relu(linear(x, p["W1"])), p["W2"])
    return case("fourth power", x, p, y, ((y - torch.relu(x)).abs() ** 4).mean())


def deep():
    x = inputs(6)
    p = parameters(W1=(8, 6), b1=(1, 8), W2=(4, 8), b2=(1, 4), W3=(3, 4), b3=(1, 3))
    h = gelu(linear(x, p["W1"], p["b1"][0]))
    h = hardtanh(linear(h, p["W2"], p["b2"][0]), 0, 1)
    y = linear(h, p["W3"], p["b3"][0])
    t = torch.stack([((x[:, i] > 0) & (x[:, j] > 0)).double() for i, j in [(0, 1), (2, 3), (1, 5)]], 1)
    return case("deep", x, p, y, (0.7 ** torch.arange(3) * (y - t).abs() ** 2.5).mean())


def residual():
    x, p = inputs(6), parameters(E=(9, 6), W2=(5, 9), b2=(1, 5), W3=(9, 5), W4=(9, 9))
    r = linear(x, p["E"])
    r = r + linear(torch.relu(linear(r, p["W2"], p["b2"][0])), p["W3"])
    r = r + linear(r, p["W4"]).abs()
    y = linear(r, p["E"].T)
    return case("residual", x, p, y, ((y - x - torch.relu(x)) ** 2).mean())


def classes():
    x, p = inputs(6), parameters(W1=(8, 6), b1=(1, 8), W2=(4, 8))
    y = linear(linear(x, p["W1"], p["b1"][0]) ** 2, p["W2"])
    t = torch.nn.functional.one_hot(x[:, :4].argmax(1), 4).double()
    return case("classes", x, p, y, -(t * log_softmax(y, 1)).sum(1).mean())


def penalties():
    x, p = inputs(6), parameters(W1=(5, 6), b1=(1, 5), W2=(6, 5))
    mask = (torch.arange(30) % 4 != 0).reshape(5, 6).double()
    p["W1"] = (p["W1"].detach() * mask).requires_grad_()
    h = torch.relu(linear(x, p["W1"] * mask, p["b1"][0]))
    y = linear(h, p["W2"])
    loss = (y - x.abs()).abs().mean() + 0.1 * h.sum(1).mean()
    loss = loss + 0.01 * ((p["W1"] ** 2).sum() + (p["W2"] ** 2).sum())
    return case("penalties", x, p, y, loss, mask=mask.tolist())


def sparse():
    x, p = inputs(40, 0.05), parameters(W1=(20, 40), b1=(1, 20), W2=(40, 20))
    M = 0.1 * torch.randn(40, 40)
    y = linear(torch.relu(linear(x, p["W1"], p["b1"][0])), p["W2"])
    t = linear(x, M) + torch.relu(x)
    return case("sparse", x, p, y, ((y - t).abs() ** 3).mean(), matrix=M.tolist())


def shared():
    x, p = inputs(6), parameters(W=(8, 8), V=(3, 8))
    F = 0.5 * torch.randn(8, 6)
    h = torch.relu(linear(linear(x, F), p["W"]))
    h = gelu(linear(h, p["W"]))
    y = linear(h, p["V"])
    t = torch.stack([x[:, i] * x[:, j] for i, j in [(0, 1), (2, 3), (1, 5)]], 1)
    return case("shared", x, p, y, ((y - t) ** 2).mean() + 0.1 * (h**2).sum(1).mean(), matrix=F.tolist())


def ands():
    x, p = inputs(5), parameters(W1=(7, 5), b1=(1, 7), W2=(10, 7), b2=(1, 10))
    y = linear(torch.relu(linear(x, p["W1"], p["b1"][0])), p["W2"], p["b2"][0])
    t = torch.stack([((x[:, i] > 0) & (x[:, j] > 0)).double() for i in range(5) for j in range(i + 1, 5)], 1)
    loss = ((y - t).abs() ** 1.5).mean() + 0.02 * (p["W1"].abs().sum() + p["W2"].abs().sum())
    return case("ands", x, p, y, loss)


cases = [fourth_power(), deep(), residual(), classes(), penalties(), sparse(), shared(), ands()]
store("layers.json", cases)
