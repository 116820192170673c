"""Progress and live figures, as clients see them: how many messages, when, and what is left."""

import nbformat
import pytest
from nbclient import NotebookClient

LOOP = """
import Foundation
for i in progress(0..<{count}, "steps") {{ Thread.sleep(forTimeInterval: {pause} + Double(i) * 0) }}
"""
TRAIN = """
let models = try ReLUOutputModel(hidden: 20).train(
  on: SparseFeatures(count: 200, sparsity: 0.9), steps: {steps}, instances: 2{watch})
"""


def texts(result):
    """The plain text of every display and update."""
    return [m["content"]["data"]["text/plain"] for m in result.outputs
            if m["msg_type"] in ("display_data", "update_display_data")]


def watched(kernel, code, **options):
    """Runs a cell as JupyterLab does, with a user who could answer questions."""
    result = kernel.execute(code, allow_stdin=True, **options)
    assert result.stderr == ""
    return result


def test_a_loop_of_two_seconds_moves_one_bar(kernel):
    result = watched(kernel, LOOP.format(count=200, pause=0.01))
    assert result.types[0] == "display_data"
    updates = result.of_type("update_display_data")
    assert result.types == ["display_data"] + ["update_display_data"] * len(updates)
    assert 5 <= len(updates) <= 25
    shown, = result.of_type("display_data")
    assert {u["transient"]["display_id"] for u in updates} == {shown["transient"]["display_id"]}
    assert "/s · " in texts(result)[1] and " left" in texts(result)[1]
    assert texts(result)[-1].startswith("steps  200 of 200 in 2.")
    assert 'role="progressbar"' in updates[0]["data"]["text/html"]
    assert "http" not in updates[0]["data"]["text/html"]


def test_updates_are_at_least_a_tenth_of_a_second_apart(kernel):
    result = watched(kernel, LOOP.format(count=2000, pause=0.0005))
    times = [m["arrived"] for m in result.outputs]
    # The last one comes at the end, whenever that is. Messages may be late, so the mean counts.
    assert len(times) <= 2 + (result.reply["arrived"] - result.sent) / 0.1


def test_a_short_loop_shows_nothing(kernel):
    assert watched(kernel, LOOP.format(count=10, pause=0.01)).types == []


def test_a_client_that_answers_no_questions_gets_the_end_only(kernel):
    result = kernel.ok(LOOP.format(count=20, pause=0.03))
    assert result.types == ["display_data"]
    assert texts(result)[0].startswith("steps  20 of 20 in 0.")


def test_a_bar_that_is_left_says_so(kernel):
    cell = ('for i in progress(0..<100, "steps") {{ Thread.sleep(forTimeInterval: 0.1)\n'
            '  if i == 5 {{ {leave} }} }}')
    watched(kernel, "import Foundation")
    stopped = watched(kernel, cell.format(leave="break"))
    assert texts(stopped)[-1].startswith("steps  stopped at 5 of 100 after 0.")
    thrown = watched(kernel, cell.format(leave="throw CancellationError()"))
    assert texts(thrown)[-1].startswith("steps  failed at 5 of 100 after 0.")
    trapped = watched(kernel, cell.format(leave="let none: [Int] = []; print(none[i])"))
    assert texts(trapped)[-1].startswith("steps  failed at 5 of 100 after 0.")
    assert [r.ename for r in (thrown, trapped)] == ["CancellationError", "FatalError"]


def test_an_interrupted_bar_says_so(kernel):
    request = kernel.submit(LOOP.format(count=100, pause=0.1), allow_stdin=True)
    kernel.wait(lambda: any(m["msg_type"] == "display_data" for m in kernel.of(request)))
    kernel.interrupt()
    result = kernel.collect(request)
    assert result.ename == "Interrupted"
    assert texts(result)[-1].startswith("steps  interrupted at ")
    assert result.types[-1] == "error"
    # Nothing of it comes later, and the next one is on its own.
    later = watched(kernel, LOOP.format(count=8, pause=0.05))
    assert all("\n" not in text for text in texts(later))
    assert all(m["msg_type"] in ("status", "execute_input", "error", "display_data",
                                 "update_display_data") for m in kernel.of(request))


def test_a_cell_that_kills_its_host_leaves_no_bar_behind(start):
    kernel = start()
    result = watched(kernel, 'import Foundation\nfor _ in progress(0..<9, "x") '
                             '{ Thread.sleep(forTimeInterval: 0.4); kill(getpid(), SIGKILL) }')
    assert result.status == "error"
    assert watched(kernel, LOOP.format(count=8, pause=0.05)).status == "ok"


def test_training_shows_itself(kernel):
    result = watched(kernel, TRAIN.format(steps=5000, watch=""))
    assert result.types[0] == "display_data"
    assert set(result.types) == {"display_data", "update_display_data"}
    assert texts(result)[0].startswith("training 2 models  ")
    assert "steps/s" in texts(result)[0] and "loss 0.0" in texts(result)[0]
    assert texts(result)[-1].startswith("training 2 models  10,000 steps in ")


def test_training_in_a_loop_is_one_line(kernel):
    result = watched(kernel, """
        for seed: UInt64 in 0..<4 {
          _ = try ReLUOutputModel(hidden: 20).train(
            on: SparseFeatures(count: 100, sparsity: 0.9), steps: 4_000, instances: 2, seed: seed)
        }
        """)
    assert len(result.of_type("display_data")) == 1
    assert "4 runs · 32,000 steps in " in texts(result)[-1]


def test_training_can_be_silent(kernel):
    code = TRAIN.format(steps=5000, watch="")
    assert watched(kernel, f"try quietly {{ {code}\n_ = models }}").types == []
    assert watched(kernel, """
        var silent = Training()
        silent.showsProgress = false
        """ + TRAIN.format(steps=5000, watch=", training: silent")).types == []


def test_an_experiment_shows_one_bar_with_its_training_below(kernel):
    result = watched(kernel, "var opening = OpeningFigure()\nopening.steps = 20_000\n"
                             "opening.restarts = 12\nlet outcome = try opening.run()")
    assert len(result.of_type("display_data")) == 1
    lines = texts(result)[-2].split("\n")
    assert lines[0].startswith("OpeningFigure") and " of 3 " in lines[0]
    assert lines[1].startswith("  training 12 models")
    assert texts(result)[-1].startswith("OpeningFigure  3 of 3 in ")


@pytest.mark.parametrize("watch", [".loss", ".geometry",
                                   ".figure { view in Figure(Plot { Dot(x: view.models[0].norms, y: "
                                   "view.models[0].bias) }) }"])
def test_a_watched_training_redraws_and_leaves_the_figure(kernel, watch):
    result = watched(kernel, TRAIN.format(steps=5000, watch=f", watch: {watch}"))
    assert result.status == "ok", result.traceback
    bundles = [m["content"]["data"] for m in result.outputs]
    frames = [b for b in bundles if b.get("text/html", "").startswith("<img")]
    final = [b for b in bundles if "image/svg+xml" in b]
    assert len(frames) >= 2
    assert len({b["text/html"] for b in frames}) == len(frames), "every frame differs"
    assert all(set(b) == {"text/plain", "text/html"} for b in frames)
    assert len(final) == 1 and "image/png" in final[0]
    figures = [m for m in result.outputs if "progress" not in m["content"]["data"].get("text/html", "")]
    assert len({m["content"]["transient"]["display_id"] for m in figures}) == 1


def test_nbclient_keeps_the_final_state_only():
    source = [LOOP.format(count=40, pause=0.02), LOOP.format(count=5, pause=0.01),
              TRAIN.format(steps=5000, watch=", watch: .geometry")]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in source])
    client = NotebookClient(notebook, kernel_name="superpose", timeout=120)
    seen = []
    process = client.process_message
    client.process_message = lambda message, *rest: (
        seen.append(message["msg_type"]), process(message, *rest))[1]
    notebook = client.execute()
    loop, short, training = notebook.cells
    assert [o.data["text/plain"].split(" in ")[0] for o in loop.outputs] == ["steps  40 of 40"]
    assert short.outputs == []
    kinds = [set(o.data) for o in training.outputs]
    assert kinds == [{"text/plain", "image/svg+xml", "image/png"}, {"text/plain", "text/html"}]
    # Only the stamp of the last cell's output comes as an update.
    assert seen.count("update_display_data") == 1
    assert seen.count("display_data") == 3


def test_a_scrubber_is_html_with_a_picture_to_fall_back_on(kernel):
    result = kernel.ok("let short = try ReLUOutputModel(hidden: 2).train(\n"
                       "  on: SparseFeatures(count: 5, sparsity: 0.9), steps: 200, snapshots: 20)\n"
                       "short.best.scrubber")
    data = result.of_type("execute_result")[0]["data"]
    assert set(data) == {"text/plain", "text/html", "image/png"}
    assert data["text/plain"] == ("Scrubber: 5 features in 2 dimensions, 20 snapshots from step 0 "
                                  "to 200.")
    assert len(data["text/html"]) < 200_000


def test_a_scrubber_without_snapshots_says_what_to_do(kernel):
    result = kernel.execute("try ReLUOutputModel(hidden: 2).train(on: SparseFeatures(count: 5, "
                            "sparsity: 0.9), steps: 2).best.scrubber")
    assert "train with snapshots: 60" in result.evalue
