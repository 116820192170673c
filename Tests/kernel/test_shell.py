"""Commands of the shell, files, and magics that IPython has and this kernel has not."""

import contextlib
import socket
import time

import psutil
import pytest


def test_commands_stream_and_share_the_cell_with_swift(kernel):
    result = kernel.ok('print("before")\n!echo one\nlet two = 2\n  !echo "three $((1 + 2))"\nprint("after \\(two)")')
    assert result.stdout == "before\none\nthree 3\nafter 2\n"


def test_output_comes_while_the_command_runs(kernel):
    request = kernel.submit("!echo now; sleep 20")
    kernel.await_output(request, "now", 10)
    kernel.interrupt()
    result = kernel.collect(request, 10)
    assert result.ename == "Interrupted"


def sleepers(kernel):
    count = 0
    for process in kernel.processes():
        try:
            count += process.cmdline() == ["sleep", "321"]
        except psutil.Error:
            pass
    return count


def test_an_interrupt_ends_what_the_command_started(kernel):
    request = kernel.submit('%%sh\nsleep 321 &\nsleep 321')
    kernel.wait(lambda: sleepers(kernel) == 2)
    kernel.interrupt()
    assert kernel.collect(request, 10).ename == "Interrupted"
    kernel.wait(lambda: sleepers(kernel) == 0, 10)
    # Neither are they left in the system's table as ended processes that nobody waits for.
    kernel.wait(lambda: not [p for p in kernel.processes() if p.status() == psutil.STATUS_ZOMBIE], 10)


@pytest.mark.parametrize("code", ["!sleep 322", 'let lines = try shell("sleep 322; echo")', "%%sh\nsleep 322 | cat"])
def test_interrupted_commands_leave_no_ended_processes(kernel, code):
    for _ in range(3):
        request = kernel.submit(code)
        kernel.wait(lambda: any("322" in " ".join(p.cmdline()) for p in kernel.processes()
                                if p.status() != psutil.STATUS_ZOMBIE))
        kernel.interrupt()
        assert kernel.collect(request, 10).ename == "Interrupted"
    kernel.wait(lambda: not [p for p in kernel.processes() if p.status() == psutil.STATUS_ZOMBIE], 10)


def test_commands_in_braces_of_the_cell(kernel):
    assert kernel.ok('for name in ["a", "b"] where name != "a" {\n  !echo in braces\n}').stdout == "in braces\n"
    assert kernel.value("let on = true\nfunc off() -> Bool {\n  !on\n}\noff()") == "false"


def test_a_failing_command_fails_the_cell(kernel):
    result = kernel.execute('let before = 1\n!echo told; exit 3\nlet after = 2')
    assert result.status == "error" and result.ename == "ShellError"
    assert "`echo told; exit 3` ended with exit status 3" in result.evalue
    assert result.stdout == "told\n"
    assert "line 2" in result.traceback and "!echo told; exit 3" in result.traceback
    assert kernel.value("before") == "1"
    assert "no such command" in kernel.execute("!surely-no-such-command").evalue


def test_a_backslash_continues_a_command(kernel):
    assert kernel.ok("!echo a \\\n  b\n!echo c").stdout == "a b\nc\n"


@pytest.mark.parametrize(("code", "value"), [
    ("let flag = true\n!flag", "false"), ("let flags = [true]\n!flags.isEmpty", "true"), ("!true", "false"),
    ("let a = true\nlet b =\n!a\nb", "false"), ("!(1 > 2)", "true"), ("!Bool(false)", "true"),
    ('let text = """\n!echo no\n"""\ntext', '"!echo no"'), ("!\"abc\".isEmpty", "true"),
    ("func isOdd(_ n: Int) -> Bool { n % 2 == 1 }\n!isOdd(2)", "true"),
    ("let x = 1\n(x\n!= 2)", "true"), ("/*\n!echo no\n*/ 5", "5"),
    ("let items = [1]\n!items.contains {\n  $0 > 5\n}", "true"),
])
def test_swift_that_begins_with_an_exclamation_mark_stays_swift(kernel, code, value):
    result = kernel.ok(code)
    assert result.result_text == value and result.stdout == ""


def test_a_variable_of_an_earlier_cell_makes_it_swift(kernel):
    kernel.ok("let isReady = false")
    assert kernel.value("!isReady") == "true"


def test_shell_returns_lines(kernel):
    assert kernel.value('try shell("printf \'a\\nb c\\n\'")') == '["a", "b c"]'
    assert kernel.value('try shell("true")') == "[]"
    result = kernel.execute('try shell("echo kept; exit 2")')
    assert result.ename == "ShellError" and "exit status 2" in result.evalue
    caught = kernel.ok('do { try shell("echo kept; exit 2") }\ncatch let e as ShellError { print(e.output, e.status) }')
    assert caught.stdout == '["kept"] 2\n'


def test_scripts_and_shells(kernel):
    assert kernel.ok('%%sh\nfor i in 1 2; do\n  echo "$i \\\\ \'q\'"\ndone').stdout == "1 \\ 'q'\n2 \\ 'q'\n"
    assert kernel.ok("%%bash\na=(x y); echo ${a[1]}").stdout == "y\n"
    assert kernel.ok("%%sh\ncat <<EOF\n$((1 + 2)) \\\\(x) {y}\nEOF").stdout == "3 \\(x) {y}\n"
    assert kernel.ok("// The shell's options:\n%%bash -u\necho set").stdout == "set\n"
    failed = kernel.execute("%%sh -e\nfalse\necho never")
    assert failed.ename == "ShellError" and failed.stdout == ""
    assert "the script ended with exit status 4" in kernel.execute("%%sh\necho a >&2\nexit 4").evalue
    for code in ("%%sh\nif true; then", "!echo \"(", "%%writefile a.txt\nlet {"):
        assert kernel.ask("is_complete_request", {"code": code})["content"]["status"] == "complete"


def test_files_folders_and_environment(start, tmp_path):
    kernel = start(cwd=str(tmp_path))
    text = 'func three() -> Int { 3 }\nlet quoted = "a\\\\b"\n'
    assert kernel.ok("%%writefile helper.swift\n" + text).stdout == "Wrote helper.swift\n"
    assert (tmp_path / "helper.swift").read_text() == text
    assert "Appended" in kernel.ok("%%writefile -a helper.swift\nlet more = 4").stdout
    assert kernel.value("%include helper.swift\nthree() + more") == "7"
    payload = kernel.ok("%load helper.swift").content["payload"]
    assert payload == [{"source": "set_next_input", "text": text + "let more = 4\n", "replace": True}]
    (tmp_path / "sub").mkdir()
    assert kernel.ok("%cd sub").stdout == f"{tmp_path}/sub\n"
    assert kernel.ok("!pwd").stdout == f"{tmp_path}/sub\n"
    assert kernel.value("%include ../helper.swift\nthree()") == "3"
    kernel.ok("%env GREETING=hello world")
    assert kernel.ok("%env GREETING\n!echo $GREETING").stdout == "hello world\nhello world\n"
    # All of it comes back.
    assert kernel.execute("import Foundation\nkill(getpid(), SIGKILL)").status == "error"
    kernel.ok("%restore")
    assert kernel.ok("!pwd; echo $GREETING").stdout == f"{tmp_path}/sub\nhello world\n"


def test_quoted_paths_and_the_folder_before(start, tmp_path):
    kernel = start(cwd=str(tmp_path))
    kernel.ok('%%writefile "my file.swift"\nlet mine = 7')
    assert (tmp_path / "my file.swift").exists()
    kernel.ok("%%writefile --append 'my file.swift'\nlet more = 8")
    assert kernel.value('%include "my file.swift"\nmine + more') == "15"
    payload = kernel.ok("%load 'my file.swift'\nmine + 1").content["payload"][0]
    assert payload["text"] == "let mine = 7\nlet more = 8\nmine + 1"
    (tmp_path / "my folder").mkdir()
    assert kernel.execute("%cd -").evalue == "%cd -: there is no earlier folder"
    kernel.ok('%cd "my folder"')
    assert kernel.ok("%cd -\n!pwd").stdout == f"{tmp_path}\n{tmp_path}\n"
    kernel.ok("%env SPACED = a b")
    assert kernel.ok('!echo "[$SPACED]"').stdout == "[a b]\n"


def test_addresses_are_loaded_and_included_as_files_are(start, tmp_path, address):
    (tmp_path / "helper.swift").write_text("func three() -> Int { 3 }\nlet a: Int = [3].first!\n")
    (tmp_path / "bad.swift").write_text("let a = 1\nlet b: Int = a.nothing\n")
    kernel = start(cwd=str(tmp_path))
    payload = kernel.ok(f"%load {address}/helper.swift\nthree()").content["payload"]
    assert payload[0]["text"] == (tmp_path / "helper.swift").read_text() + "three()"
    assert kernel.value(f"%include {address}/helper.swift\nthree() + a") == "6"
    assert "bad.swift [" in kernel.error(f"%include {address}/bad.swift").evalue
    for wrong in [f"{address}/none.swift", "http://127.0.0.1:1/a.swift", "https://", "ftp://a.b/c.swift"]:
        failed = kernel.execute(f"%load {wrong}")
        assert failed.ename == "FileError" and failed.evalue.startswith(f"%load {wrong}: ")


def test_loading_from_a_server_without_an_answer_is_interrupted(kernel):
    with socket.create_server(("127.0.0.1", 0)) as server:
        request = kernel.submit(f"%load http://127.0.0.1:{server.getsockname()[1]}/a.swift")
        connection, _ = server.accept()
        time.sleep(0.2)
        kernel.interrupt()
        assert kernel.collect(request, 10).ename == "Interrupted"
        connection.close()
    assert kernel.value("1 + 1") == "2"


def test_a_file_that_includes_itself(start, tmp_path):
    (tmp_path / "a.swift").write_text("%include b.swift\n")
    (tmp_path / "b.swift").write_text("%include a.swift\n")
    kernel = start(cwd=str(tmp_path))
    assert "a.swift: the file includes itself, directly or through others" in kernel.error("%include a.swift").evalue
    (tmp_path / "b.swift").write_text("let b = 2\n")
    # The same file twice, one after the other, is no circle.
    assert kernel.value("%include a.swift\n%include b.swift\nb") == "2"


def test_errors_in_an_included_file_have_its_name_and_line(start, tmp_path):
    kernel = start(cwd=str(tmp_path))
    (tmp_path / "bad.swift").write_text("let a = 1\nlet b: Int = a.nothing\n")
    assert "bad.swift [1]:2" in kernel.error("%include bad.swift").evalue
    (tmp_path / "throws.swift").write_text("let list: [Int] = []\n\nlet first = list[0]\n")
    failed = kernel.execute("%include throws.swift")
    assert "throws.swift [2], line 3" in failed.traceback and "list[0]" in failed.traceback


@pytest.mark.parametrize(("code", "words"), [
    ("%include nowhere.swift", "no such file"), ("%load nowhere.swift", "no such file"), ("%include", "needs the path"),
    ("%cd nowhere", "no such folder"), ("%env =x", "a name is missing"), ("%env NO_SUCH_NAME", "no such variable"),
    ("%%writefile no/such/folder/a.txt\nb", "the folder of the file does not exist"),
    ("%%writefile\nb", "needs the path"), ("%load .", "a folder"), ("%%writefile -a\nb", "needs the path"),
    ("%timeit", "needs code"), ("%time", "%%time measures"), ("%%timeit\n", "needs code"),
])
def test_wrong_paths_and_names_are_named(kernel, code, words):
    failed = kernel.execute(code)
    assert failed.status == "error" and words in failed.evalue


@pytest.mark.parametrize(("code", "words"), [
    ("%pip install numpy", "%package"), ("%matplotlib inline", "need no set-up"), ("%pwd", "!pwd"), ("%ls", "!ls"),
    ("%%html\n<b>a</b>", 'HTML("'), ("%load_ext a", "no extensions"), ("%run a.py", "%include"),
    ("%%python\nx", "!python"),
    ("%debug", "no debugger"), ("%history", "the record"), ("%prun f()", "%timeit"), ("%%capture x\n1", "shell("),
])
def test_magics_of_ipython_answer_with_the_way_here(kernel, code, words):
    failed = kernel.error(code)
    assert failed.ename == "UnknownMagic" and words in failed.evalue


def test_timeit_tells_mean_and_spread(kernel):
    kernel.ok("func work(_ n: Int) -> Int { (0..<n).reduce(0, +) }\nfunc risky() throws -> Int { 1 }")
    for code in ("%timeit work(10) // comment", "%timeit try risky()", "%%timeit\nlet n = work(10)\n_ = n * 2"):
        assert " a call (mean ± standard deviation of 7 runs of " in kernel.ok(code).stdout
    assert " a call (mean" in kernel.ok("%timeit try await Task.sleep(for: .microseconds(10))").stdout
    failed = kernel.error("%timeit nowhere()")
    assert f"Cell [{failed.count}]:1:9" in failed.evalue
    assert "%timeit nowhere()" in failed.traceback and "__time" not in failed.traceback


def test_timeit_takes_the_options_of_ipython(kernel):
    for code in ("%timeit -n 10 -r 3 1 + 1", "%timeit -r3 -n10 1 + 1", "%%timeit -n 10 -r 3\nlet n = 1"):
        result = kernel.ok(code)
        assert "of 3 runs of 10 calls" in result.stdout
        # A constant that is only measured is no mistake.
        assert not result.of_type("display_data")
    failed = kernel.error("%timeit -n 10 try nowhere()")
    assert f"Cell [{failed.count}]:1:19" in failed.evalue
    assert "%timeit -n 10 try nowhere()" in failed.traceback


@pytest.mark.parametrize("code", ["let a = 1\n%time a", "1\n%%sh\nls", "print(1)\n%who"])
def test_magics_below_the_first_line_are_told_so(kernel, code):
    assert "Magics stand on a cell's first line" in kernel.error(code).traceback


def test_lsmagic_lists_all(kernel):
    names = kernel.ok("%lsmagic").stdout.split()
    assert {"%package", "%%sh", "%timeit", "!COMMAND"} <= set(names)


def test_start_up_files_run_before_the_first_cell(start, tmp_path):
    config, work = tmp_path / "config", tmp_path / "work"
    (config / "superpose").mkdir(parents=True)
    work.mkdir()
    (config / "superpose" / "startup.swift").write_text("let mine = 1\n")
    (work / "superpose-startup.swift").write_text("func ours() -> Int { mine + 1 }\n")
    kernel = start(env={"XDG_CONFIG_HOME": str(config)}, cwd=str(work))
    assert kernel.value("ours()") == "2"
    assert "startup.swift" in kernel.ok("%who").stdout
    kernel.ok("%reset")
    assert kernel.value("ours()") == "2"


def test_a_failing_start_up_file_is_reported_and_the_cell_runs(start, tmp_path):
    (tmp_path / "superpose-startup.swift").write_text("let a: Int = nowhere\n")
    kernel = start(cwd=str(tmp_path))
    result = kernel.ok("1 + 1")
    assert result.result_text == "2"
    shown = result.of_type("display_data")[0]["data"]["text/plain"]
    assert "superpose-startup.swift failed" in shown and "nowhere" in shown
    assert kernel.ok("2").types == ["execute_result"]


def test_scripts_may_be_longer_than_an_argument(kernel):
    lines = "\n".join(f": {'x' * 1000}" for _ in range(300))
    assert kernel.ok(f"%%sh\n{lines}\necho $((6 * 7))").stdout == "42\n"
    code = 'shell(String(repeating: ":\\n", count: 100_000) + "echo read; exit 3")'
    assert "exit status 3" in kernel.error(f"try {code}").evalue


def sleeps(kernel):
    """Processes of `sleep`, also those that have ended and were not reaped."""
    found = []
    for process in kernel.processes():
        with contextlib.suppress(psutil.NoSuchProcess):
            found += [process] if process.name() == "sleep" else []
    return found


@pytest.mark.parametrize("code", [
    "!sleep 0.5 &", '_ = try shell("sleep 0.5 >/dev/null &")', "%%sh\n(sleep 0.3; sleep 0.3) &\nfalse"])
def test_a_job_in_the_background_leaves_nothing_when_it_ends(kernel, code):
    kernel.execute(code)
    assert sleeps(kernel)
    kernel.wait(lambda: not sleeps(kernel), 10)
