"""A kernel keeps to the share of the machine that its environment names."""

import os

import pytest
from jupyter_client.manager import start_new_kernel

# How many threads more a training takes than one of a single thread: helpers have a stack of their own and
# end with it, while Dispatch's threads come and go.
TRAIN = """
import Foundation
func threads(_ training: Training) throws -> Int {
  var counts: [Int] = []
  _ = try ReLUOutputModel(hidden: 5).train(
    on: SparseFeatures(count: 20, sparsity: 0.9), steps: 3_000, instances: 6, seed: 1, training: training
  ) { progress in
    counts.append(((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []).count)
  }
  return counts.sorted()[counts.count / 2]
}
var alone = Training()
alone.threads = 1
_ = try threads(alone)
let one = try threads(alone)
try threads(Training()) - one
"""


@pytest.fixture
def result():
    """The text of a cell's last value, or its error, in a new kernel with more environment variables."""
    managers = []

    def result(code, **variables):
        manager, client = start_new_kernel(
            kernel_name="superpose", env={**os.environ, **variables})
        managers.append((manager, client))
        shown = []

        def take(message):
            content = message["content"]
            if message["msg_type"] == "error":
                shown.append(f"{content['ename']}: {content['evalue']}")
            elif message["msg_type"] == "execute_result":
                shown.append(content["data"]["text/plain"])

        client.execute_interactive(code, timeout=120, allow_stdin=False, output_hook=take)
        return shown[-1]

    yield result
    for manager, client in managers:
        client.stop_channels()
        manager.shutdown_kernel()


@pytest.mark.parametrize("variables, helpers", [
    ({"SUPERPOSE_THREADS": "1"}, 0),
    ({"SUPERPOSE_THREADS": "4"}, 3),
    ({"CPU_LIMIT": "0.5"}, 0),
    ({"CPU_LIMIT": "64", "SUPERPOSE_THREADS": ""}, len(os.sched_getaffinity(0)) - 1),
])
def test_training_takes_the_threads_that_it_may(result, variables, helpers):
    assert int(result(TRAIN, **variables)) == helpers


def test_affinity_counts(result):
    one = {min(os.sched_getaffinity(0))}
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, one)
    try:
        assert int(result(TRAIN)) == 0
    finally:
        os.sched_setaffinity(0, before)


@pytest.mark.parametrize("text", ["none", "0", "-2", "1.5", "5000"])
def test_a_wrong_number_of_threads_is_named(result, text):
    shown = result("try ReLUOutputModel(hidden: 2).train(on: SparseFeatures(count: 5, sparsity: 0), steps: 1)",
                   SUPERPOSE_THREADS=text)
    assert f"SUPERPOSE_THREADS is '{text}', but must be a whole number from 1 to 4096." in shown


def test_memory_is_limited_by_the_hubs_allowance(result):
    shown = result(
        "let numbers = [Double](repeating: 1, count: 130_000_000)\nnumbers.count",
        MEM_LIMIT=str(1 << 30))
    assert shown.startswith("MemoryLimit: "), shown
