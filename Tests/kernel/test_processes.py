"""How the kernel starts, ends, and leaves nothing behind."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time

import psutil
import pytest
import zmq
from jupyter_client.kernelspec import KernelSpecManager

from conftest import KERNEL, SLOW_TO_COMPILE


@pytest.fixture(params=["idle", "running", "compiling", "asking"])
def busy_kernel(request, start):
    kernel = start()
    if request.param == "running":
        kernel.await_output(kernel.submit('print("running")\nwhile true {}'), "running")
    elif request.param == "compiling":
        kernel.submit(SLOW_TO_COMPILE)
        kernel.wait(lambda: kernel.compilers)
    elif request.param == "asking":
        asked = kernel.submit("readLine()", allow_stdin=True)
        kernel.wait(lambda: kernel.of(asked, "stdin"))
    else:
        kernel.ok("1")
    return kernel


@pytest.mark.parametrize("restart", [False, True])
def test_shutdown_is_answered_broadcast_and_done_in_time(busy_kernel, gone, restart):
    kernel = busy_kernel
    children = kernel.processes()
    begun = time.monotonic()
    request = kernel.send("shutdown_request", {"restart": restart}, "control")
    kernel.wait(lambda: kernel.reply_to(request, "control"), 10)
    kernel.wait(lambda: [m for m in kernel.of(request) if m["msg_type"] == "shutdown_reply"], 10)
    kernel.wait_for_exit(10)
    seconds = time.monotonic() - begun
    assert kernel.reply_to(request, "control")["content"] == {"status": "ok", "restart": restart}
    broadcast, = [m for m in kernel.of(request) if m["msg_type"] == "shutdown_reply"]
    assert broadcast["content"]["restart"] is restart
    assert seconds < 2.5
    assert kernel.manager.provisioner.process.returncode == 0
    assert gone(children) == []


FINALIZER = """
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
__attribute__((destructor)) static void finalize(void) {
  FILE *file = fopen(getenv("FINALIZED"), "a");
  fprintf(file, "%d\\n", getpid());
  fclose(file);
}
"""


def test_no_library_is_finalized_beside_threads_that_use_it(start, tmp_path):
    library, finalized = tmp_path / "finalizer.so", tmp_path / "finalized"
    subprocess.run(
        ["clang", "-shared", "-fPIC", "-x", "c", "-", "-o", library],
        input=FINALIZER, text=True, check=True)
    kernel = start(env={"LD_PRELOAD": str(library), "FINALIZED": str(finalized)})
    kernel.ok("1")
    pid = kernel.pid
    kernel.send("shutdown_request", {"restart": False}, "control")
    kernel.wait_for_exit(10)
    # Processes that compiled the cell are there, the kernel is not.
    pids = finalized.read_text().split()
    assert pids and str(pid) not in pids


def test_shutdown_on_shell_is_accepted(start):
    kernel = start()
    kernel.send("shutdown_request", {"restart": False})
    kernel.wait_for_exit(10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_termination_is_a_clean_end(start, gone, number, tmp_path):
    kernel = start(env={"TMPDIR": str(tmp_path)})
    kernel.ok("1")
    children = kernel.processes()
    os.kill(kernel.pid, number)
    kernel.wait_for_exit(10)
    assert gone(children) == []
    assert sessions(tmp_path) == []


def test_nothing_outlives_a_killed_kernel(start, gone):
    kernel = start()
    kernel.ok("1", allow_stdin=True)
    kernel.wait(lambda: len(kernel.processes()) >= 2)
    kernel.await_output(kernel.submit('print("running")\nwhile true {}'), "running")
    children = kernel.processes()
    os.kill(kernel.pid, signal.SIGKILL)
    kernel.wait_for_exit()
    assert gone(children) == []


def test_no_compiler_outlives_a_killed_kernel(start, gone):
    kernel = start()
    kernel.submit(SLOW_TO_COMPILE)
    compilers = kernel.wait(lambda: kernel.compilers)
    os.kill(kernel.pid, signal.SIGKILL)
    kernel.wait_for_exit()
    assert gone(compilers) == []


def sessions(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.glob("superpose-*") if p.is_dir())


def test_a_clean_end_leaves_no_temporary_files(start, tmp_path):
    kernel = start(env={"TMPDIR": str(tmp_path)})
    kernel.ok("let x = 1")
    kernel.execute("nowhere")
    assert sessions(tmp_path) != []
    kernel.send("shutdown_request", {"restart": False}, "control")
    kernel.wait_for_exit(10)
    assert sessions(tmp_path) == []
    left = [p for p in tmp_path.rglob("*") if p.is_file() and "module" not in str(p)]
    assert left == []


def test_what_a_killed_kernel_left_is_removed_by_the_next(start, tmp_path):
    first = start(env={"TMPDIR": str(tmp_path)})
    first.ok("let x = 1")
    os.kill(first.pid, signal.SIGKILL)
    first.wait_for_exit()
    assert len(sessions(tmp_path)) == 1
    second = start(env={"TMPDIR": str(tmp_path)})
    second.ok("1")
    assert len(sessions(tmp_path)) == 1


def test_restart_gives_a_fresh_state_on_the_same_ports(start):
    kernel = start()
    kernel.ok("let old = 1")
    session = kernel.received["iopub"][-1]["header"]["session"]
    ports = kernel.manager.ports
    kernel.kc.stop_channels()
    kernel.manager.restart_kernel()
    kernel.pid = kernel.manager.provisioner.process.pid
    kernel.connect()
    assert kernel.manager.ports == ports
    assert kernel.error("old").ename == "CompileError"
    assert kernel.ok("2").count == 2
    assert kernel.received["iopub"][-1]["header"]["session"] != session


def test_the_kernel_ends_when_its_parent_does(tmp_path, gone):
    """JPY_PARENT_PID, which jupyter_client sets, names the process whose end ends the kernel."""
    import subprocess
    code = (
        "import os\nfrom jupyter_client.manager import start_new_kernel\n"
        f"km, kc = start_new_kernel(kernel_name={KERNEL!r})\n"
        "print(km.provisioner.process.pid, flush=True)\nos._exit(0)\n")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    pid = int(run.stdout.split()[-1])
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and psutil.pid_exists(pid):
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.1)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_ipc_transport(start):
    kernel = start(transport="ipc")
    assert kernel.manager.transport == "ipc"
    assert kernel.value("1 + 1") == "2"
    kernel.interrupt()


def test_curve_encryption(start):
    public, secret = zmq.curve_keypair()

    def configure(manager):
        manager.curve_publickey = public
        manager.curve_secretkey = secret

    kernel = start(configure=configure)
    assert kernel.value("1 + 1") == "2"
    assert kernel.ask("kernel_info_request", {}, "control")["content"]["status"] == "ok"
    stranger = zmq.Context.instance().socket(zmq.SUB)
    stranger.linger = 0
    stranger.subscribe(b"")
    stranger.connect(f"tcp://{kernel.manager.ip}:{kernel.manager.iopub_port}")
    kernel.ok('print("secret")')
    assert stranger.poll(500) == 0
    stranger.close()


def test_a_connection_without_a_key_is_unsigned(start):
    def configure(manager):
        manager.session.key = b""

    kernel = start(configure=configure)
    assert kernel.value("1 + 1") == "2"


def test_two_kernels_side_by_side_do_not_meet(start):
    one, two = start(), start()
    first, second = one.submit("let name = \"one\"\nname"), two.submit("let name = 2\nname")
    assert two.collect(second).result_text == "2"
    assert one.collect(first).result_text == '"one"'
    one.kill()
    assert two.value("name + 1") == "3"


def test_cells_run_in_the_directory_in_which_the_kernel_was_started(start, tmp_path):
    folder = tmp_path / "mein Ordner 😀"
    folder.mkdir()
    kernel = start(cwd=str(folder))
    assert kernel.value("import Foundation\nFileManager.default.currentDirectoryPath") \
        == f'"{folder}"'


def test_cells_see_the_kernels_environment(start):
    kernel = start(env={"GREETING": "hällo"})
    assert kernel.value('import Foundation\nProcessInfo.processInfo.environment["GREETING"]!') \
        == '"hällo"'


@pytest.mark.parametrize("value", ["lots", "-1", "0"])
def test_a_memory_limit_that_is_none_is_told(start, value):
    kernel = start(env={"SUPERPOSE_MEMORY_LIMIT": value})
    failed = kernel.execute("1")
    assert failed.status == "error"
    assert "SUPERPOSE_MEMORY_LIMIT" in failed.evalue


def test_spaces_unicode_and_a_read_only_folder(start, tmp_path):
    spec = KernelSpecManager().get_kernel_spec(KERNEL)
    # What the launcher starts stands before the subcommand.
    superpose = spec.argv[spec.argv.index("kernel") - 1]
    release = os.path.dirname(os.path.realpath(superpose))
    folder = tmp_path / "ein Ordner mit Ünïcode"
    folder.mkdir()
    parts = ["superpose", "superpose-cell-host", "superpose-language", "Modules", "CToyEngine.build",
             "CSuperposeRSVG.build", "CToyLAPACK.build"]
    for part in parts:
        source = os.path.join(release, part)
        if os.path.isdir(source):
            shutil.copytree(source, folder / part)
        else:
            shutil.copy2(source, folder / part)
    # Module maps name their headers in the source folder or beside themselves.
    specs = tmp_path / "specs" / "superpose-elsewhere"
    specs.mkdir(parents=True)
    (specs / "kernel.json").write_text(json.dumps({
        "argv": [str(folder / "superpose"), "kernel", "--connection-file", "{connection_file}"],
        "display_name": "Elsewhere", "language": "swift", "interrupt_mode": "message"}))
    everything = [folder, *folder.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    before = sorted(str(p) for p in folder.rglob("*"))
    try:
        kernel = start("superpose-elsewhere", spec_dirs=[str(tmp_path / "specs")],
                       env={"TMPDIR": str(tmp_path)}, cwd=str(folder))
        assert kernel.host.exe().startswith(str(folder))
        assert kernel.value("import Foundation\nlet ok = 1\nok") == "1"
        failed = kernel.error("let none: [Int] = []\nnone[1]")
        assert f"Cell [{failed.count}], line 2" in failed.traceback
        assert kernel.ask("complete_request", {"code": "prin", "cursor_pos": 4})["content"]["matches"]
        kernel.shut_down()
        assert sorted(str(p) for p in folder.rglob("*")) == before
    finally:
        for path in everything:
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_spaces_and_unicode_in_the_temporary_folder(start, tmp_path):
    folder = tmp_path / "zeitweilig mit Ünïcode"
    folder.mkdir()
    kernel = start(env={"TMPDIR": str(folder), "XDG_CACHE_HOME": str(folder / "un cache")})
    failed = kernel.error("let none: [Int] = []\nnone[1]")
    assert f"Cell [{failed.count}], line 2" in failed.traceback
    assert kernel.value("import Foundation\n1") == "1"


def test_no_descriptor_leaks_from_cell_to_cell(start):
    kernel = start()
    kernel.ask("complete_request", {"code": "prin", "cursor_pos": 4})

    def round_of_cells():
        kernel.ok("1")
        kernel.error("nowhere")
        kernel.error("let none: [Int] = []\nnone[1]")

    round_of_cells()
    me = psutil.Process(kernel.pid)
    before = me.num_fds()
    for _ in range(10):
        round_of_cells()
    # Pipes of a compiler that has just ended may need a moment.
    kernel.wait(lambda: me.num_fds() <= before, 10)


def test_the_host_holds_no_socket_that_listens(start):
    kernel = start()
    assert psutil.Process(kernel.pid).net_connections() != []
    assert kernel.host.net_connections() == []
    names = [os.readlink(f"/proc/{kernel.host.pid}/fd/{fd}").split(":")[0]
             for fd in sorted(os.listdir(f"/proc/{kernel.host.pid}/fd"))]
    # Descriptors of /dev/null are kept in reserve for cells that use up all others.
    assert [name for name in names if name != "/dev/null"] == ["pipe", "pipe", "socket"]


def names_of(kernel):
    """The programs that the kernel has started and that run."""
    return sorted(os.path.basename(p.cmdline()[0]) for p in kernel.processes() if p.cmdline())


TREE = ["superpose-cell-host", "superpose-language", "swift-frontend"]


def test_the_process_tree_is_small(start):
    kernel = start()
    kernel.ok("1", allow_stdin=True)
    kernel.wait(lambda: names_of(kernel) == TREE)
    kernel.ok("2", allow_stdin=True)
    time.sleep(1)
    assert names_of(kernel) == TREE


def test_a_compiler_that_waited_takes_the_next_cell(start):
    kernel = start()
    kernel.ok("1", allow_stdin=True)
    kernel.wait(lambda: names_of(kernel) == TREE)
    waiting = kernel.process("swift-frontend").pid
    kernel.submit(SLOW_TO_COMPILE, allow_stdin=True)
    kernel.wait(lambda: [p.pid for p in kernel.compilers] == [waiting])


def test_a_compiler_that_was_killed_while_it_waited_is_not_missed(start):
    kernel = start()
    kernel.ok("let kept = 1", allow_stdin=True)
    kernel.wait(lambda: names_of(kernel) == TREE)
    killed = kernel.process("swift-frontend")
    killed.kill()
    kernel.wait(lambda: not killed.is_running())
    assert kernel.value("kept") == "1"


def test_a_batch_run_has_no_editor_and_may_ask_all_the_same(start):
    kernel = start()
    kernel.ok("let answer = 42")
    time.sleep(2)
    assert names_of(kernel) == ["superpose-cell-host"]
    reply = kernel.ask("complete_request", {"code": "answ", "cursor_pos": 4})["content"]
    assert reply["matches"] == ["answer"]
    assert names_of(kernel) == ["superpose-cell-host", "superpose-language"]


def test_a_toolchain_that_moved_is_found_again(start, tmp_path):
    """The launcher's first word says where the runtime was; here it is not there any more."""
    spec = KernelSpecManager().get_kernel_spec(KERNEL)
    argv = list(spec.argv)
    argv[argv.index("kernel") - 2] = str(tmp_path / "gone")
    launched = subprocess.run(
        argv[:argv.index("kernel")] + ["--version"], capture_output=True, text=True, timeout=60)
    assert launched.returncode == 0, launched.stderr
    nowhere = subprocess.run(
        argv[:argv.index("kernel")] + ["--version"], capture_output=True, text=True, timeout=60,
        env={"PATH": "/usr/bin:/bin"})
    assert nowhere.returncode == 1
    assert "make install" in nowhere.stderr
