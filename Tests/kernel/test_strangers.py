"""What a program without the key can do by its connection alone."""

import os
import socket
import struct
import time

import psutil
import pytest

#: Beyond a gigabyte a kernel looks for the connection that fills it; some more may arrive before it looks.
BOUNDS = {"DEALER": 2_000_000_000, "SUB": 400_000_000}


class Stranger:
    """A client that speaks ZMTP 3.0 and sends what no library would.

    Source: https://rfc.zeromq.org/spec/23/
    """

    def __init__(self, port, kind):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.socket.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + bytes(32))
        self.read(64)
        name, value = b"Socket-Type", kind.encode()
        ready = b"\x05READY" + bytes([len(name)]) + name + struct.pack(">I", len(value)) + value
        self.socket.sendall(b"\x04" + bytes([len(ready)]) + ready)
        self.read(2)

    def read(self, count):
        while count > 0:
            count -= len(self.socket.recv(count))

    def send_until_ended(self, make, seconds=150):
        """Sends one thing after another; whether the kernel ended the connection."""
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                self.socket.sendall(make())
        except OSError:
            return True
        finally:
            self.socket.close()
        return False


def frame(body, more):
    return bytes([0x02 | more]) + struct.pack(">Q", len(body)) + body


def test_a_client_with_many_topics_is_left_alone(start):
    stranger = Stranger(start().manager.get_connection_info()["iopub_port"], "SUB")
    for number in range(500):
        stranger.socket.sendall(frame(b"\x01kernel.%d.display_data" % number, more=0))
    # Longer than the kernel takes to look; sending fails once the other side has ended the connection.
    for number in range(15):
        time.sleep(0.1)
        stranger.socket.sendall(frame(b"\x01%d" % number, more=0))


def part_of_a_message():
    return frame(os.urandom(1 << 20), more=1)


def subscriptions(size):
    return lambda: b"".join(frame(b"\x01" + os.urandom(size), more=0) for _ in range(1000))


@pytest.mark.parametrize("channel, kind, make", [
    ("shell_port", "DEALER", part_of_a_message), ("control_port", "DEALER", part_of_a_message),
    ("iopub_port", "SUB", subscriptions(20)), ("iopub_port", "SUB", subscriptions(1000)),
])
def test_what_a_stranger_sends_fills_no_memory(start, channel, kind, make):
    kernel = start()
    process = psutil.Process(kernel.pid)
    before = process.memory_info().rss
    stranger = Stranger(kernel.manager.get_connection_info()[channel], kind)
    assert stranger.send_until_ended(make)
    assert process.memory_info().rss < BOUNDS[kind]
    assert kernel.ask("kernel_info_request", {}, channel="control", seconds=5)["content"]["status"] == "ok"
    assert kernel.value("6 * 7") == "42"
    deadline = time.monotonic() + 20
    while process.memory_info().rss > before + 300_000_000:
        assert time.monotonic() < deadline, "the memory was not given back"
        time.sleep(0.2)
