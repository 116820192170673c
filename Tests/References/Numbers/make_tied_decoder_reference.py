"""Loss and gradient with a multiple of the encoder's pseudoinverse as decoder, by PyTorch: tied_decoder.json.

    python Tests/References/Numbers/make_tied_decoder_reference.py

Nothing of ToyLib is used. Double precision. `TiedDecoderTests.swift` compares `TiedDecoder` with it.
Made with PyTorch 2.13.0.
"""

import torch
from stored import store

torch.set_default_dtype(torch.float64)
torch.manual_seed(20261130)
SAMPLES, FEATURES, NEURONS, THRESHOLD, MARGIN = 41, 7, 4, 0.05, 0.02


def tied_decoder():
    present = torch.rand(SAMPLES, FEATURES) < 0.4
    x = torch.where(present, 2 * torch.rand(SAMPLES, FEATURES) - 1, torch.zeros(()))
    encoder = (0.4 * torch.randn(NEURONS, FEATURES)).requires_grad_()
    # Some entries within the margin of the threshold.
    with torch.no_grad():
        encoder[0, 0], encoder[1, 2], encoder[2, 3] = 0.06, 0.045, 0.055
    scale = torch.tensor(1.6, requires_grad=True)
    y = torch.relu(x @ encoder.T) @ (scale * torch.linalg.pinv(encoder)).T
    loss = ((y - torch.relu(x)) ** 4).mean()
    on = encoder.detach() > THRESHOLD
    penalty = torch.relu(THRESHOLD + MARGIN - encoder[on]).pow(2).sum()
    penalty = (penalty + torch.relu(encoder[~on] - (THRESHOLD - MARGIN)).pow(2).sum()) / encoder.numel()
    (loss + penalty).backward()
    return {
        "x": x.tolist(), "encoder": encoder.tolist(), "scale": scale.item(), "threshold": THRESHOLD,
        "value": (loss + penalty).item(), "gradient": encoder.grad.tolist(), "byScale": scale.grad.item(),
    }


store("tied_decoder.json", tied_decoder())
