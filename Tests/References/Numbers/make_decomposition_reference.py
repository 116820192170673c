"""A stochastic parameter decomposition's loss and gradient by PyTorch, in double precision: decomposition.json.

    python Tests/References/Numbers/make_decomposition_reference.py

Nothing of Superpose is used: the random numbers of the masks are Philox4x32-10, as docs/engine.md describes it.
`Tests/DecompositionTests/DecompositionReferenceTests.swift` builds the same decomposition. Parameters are, for each
matrix, U [outputs, parts], V [parts, inputs] and for each part its gate's w, c, v and d.
Made with PyTorch 2.15.0.
"""

import itertools

import numpy
import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261130)
WIDTHS, PARTS, GATE, SAMPLES, PENALTY, SEED = [4, 2, 3, 4], 3, 5, 21, 0.02, 3
LAYERS = len(WIDTHS) - 1


def mixed(value):
    """SplitMix64's finaliser."""
    z = (value + 0x9E3779B97F4A7C15) % 2**64
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return z ^ z >> 31


def philox(counters, key):
    """Four words for each counter [n, 4]."""
    c = [counters[:, i].astype(numpy.uint64) for i in range(4)]
    low = numpy.uint64(0xFFFFFFFF)
    for round_number in range(10):
        k = [(key[i] + round_number * (0x9E3779B9, 0xBB67AE85)[i]) % 2**32 for i in range(2)]
        first, second = c[0] * numpy.uint64(0xD2511F53), c[2] * numpy.uint64(0xCD9E8D57)
        c = [
            second >> numpy.uint64(32) ^ c[1] ^ numpy.uint64(k[0]), second & low,
            first >> numpy.uint64(32) ^ c[3] ^ numpy.uint64(k[1]), first & low,
        ]
    return numpy.stack(c, 1)


def uniforms(seed, samples, numbers):
    """[samples, numbers]: row (sample div 16) · numbers + number of sixteen lanes, step 0 of a training."""
    key = mixed(mixed(seed))
    rows = numpy.arange((samples + 15) // 16 * numbers)
    lanes = numpy.arange(16)
    counters = numpy.zeros((len(rows), 16, 4), numpy.uint64)
    counters[:, :, 0] = rows[:, None] // 4 * 16 + lanes
    counters[:, :, 3] = 1
    words = philox(counters.reshape(-1, 4), (key % 2**32, key >> 32)).reshape(len(rows), 16, 4)
    chosen = words[rows[:, None], lanes, rows[:, None] % 4]
    values = (chosen >> numpy.uint64(9)) / 2.0**23
    return torch.tensor(values.reshape(-1, numbers, 16).transpose(0, 2, 1).reshape(-1, numbers)[:samples])


matrices = [0.7 * torch.randn(rows, columns) for columns, rows in itertools.pairwise(WIDTHS)]
bias = 0.2 * torch.randn(WIDTHS[-1])
x = torch.rand(SAMPLES, WIDTHS[0]) * (torch.rand(SAMPLES, WIDTHS[0]) < 0.6)
r = uniforms(SEED, SAMPLES, 2 * LAYERS * PARTS)

# Gates whose logits are inside of (0, 1), and one of each matrix above 1.
parameters = []
for columns, rows in itertools.pairwise(WIDTHS):
    gates = []
    for part in range(PARTS):
        level = torch.tensor([1.7 if part == 0 else 0.5])
        gates.append(torch.cat([
            torch.randn(GATE), 0.1 * torch.randn(GATE), 0.04 * torch.randn(GATE), level,
        ]))
    parameters.append([0.7 * torch.randn(rows, PARTS), 0.7 * torch.randn(PARTS, columns), torch.stack(gates)])
for layer in parameters:
    for part in layer:
        part.requires_grad_()


def output(a):
    return torch.relu(a + bias)


def importance_logits(layer, a):
    _, V, gates = parameters[layer]
    inner = a @ V.T
    w, c, v, d = gates[:, :GATE], gates[:, GATE:2 * GATE], gates[:, 2 * GATE:3 * GATE], gates[:, -1]
    return (torch.nn.functional.gelu(inner[:, :, None] * w + c) * v).sum(2) + d


def masked(layer, a, mask):
    U, V, _ = parameters[layer]
    return (a @ V.T * mask) @ U.T


def losses(power):
    rest = [W - U @ V for W, (U, V, _) in zip(matrices, parameters, strict=True)]
    faithfulness = sum((part ** 2).sum() for part in rest) / sum(part.numel() for part in rest)
    inputs = [x]
    for W in matrices:
        inputs.append(inputs[-1] @ W.T)
    wanted = output(inputs[-1])
    logits = [importance_logits(layer, inputs[layer]) for layer in range(LAYERS)]
    assert all((z > 0.05).all() and ((z < 0.95) | (z > 1.05)).all() for z in logits)

    def mask(layer, offset):
        g = logits[layer].clamp(0, 1)
        return g + (1 - g) * r[:, offset:offset + PARTS]

    a = x
    for layer in range(LAYERS):
        a = masked(layer, a, mask(layer, layer * PARTS))
    reconstruction = ((output(a) - wanted) ** 2).mean()
    layerwise = 0
    for layer in range(LAYERS):
        a = masked(layer, inputs[layer], mask(layer, (LAYERS + layer) * PARTS))
        for W in matrices[layer + 1:]:
            a = a @ W.T
        layerwise = layerwise + ((output(a) - wanted) ** 2).mean() / LAYERS
    leaky = [torch.where(z > 1, 1 + 0.01 * (z - 1), z) for z in logits]
    importance = PENALTY * sum((z ** power).sum(1).mean() for z in leaky)
    return [faithfulness, reconstruction, layerwise, importance]


def flat(parts):
    return torch.cat([part.detach().flatten() for layer in parts for part in layer]).tolist()


def case(power):
    terms = losses(power)
    leaves = [part for layer in parameters for part in layer]
    gradient = torch.autograd.grad(sum(terms), leaves)
    return {"power": power, "losses": [term.item() for term in terms], "gradient": flat([gradient])}


store("decomposition.json", {
    "matrices": [W.tolist() for W in matrices], "bias": bias.tolist(), "x": x.tolist(), "parts": PARTS,
    "gateWidth": GATE, "penalty": PENALTY, "seed": SEED, "parameters": flat(parameters), "cases": [case(1), case(2)],
})
