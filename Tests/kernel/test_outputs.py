"""What cells print and show arrives whole, in order, and in few messages."""


import pytest


def test_print_is_one_stream_message_with_its_newline(kernel):
    result = kernel.ok('print("a")\nprint("b", terminator: "")')
    assert result.of_type("stream") == [{"name": "stdout", "text": "a\nb"}]


def test_standard_error_is_a_stream_of_its_own(kernel):
    result = kernel.ok('import Foundation\nFileHandle.standardError.write(Data("oops\\n".utf8))')
    assert result.of_type("stream") == [{"name": "stderr", "text": "oops\n"}]


def test_what_c_writes_is_captured(kernel):
    result = kernel.ok('import Glibc\nputs("from puts")\nwrite(1, "from write\\n", 11)\n'
                       'perror("to stderr");')
    assert result.stdout == "from puts\nfrom write\n"
    assert result.stderr.startswith("to stderr: ")


def test_what_a_child_process_prints_is_captured(kernel):
    result = kernel.ok("""
        import Foundation
        let child = Process()
        child.executableURL = URL(filePath: "/bin/sh")
        child.arguments = ["-c", "echo from the child; echo its error >&2"]
        try child.run()
        child.waitUntilExit()
        """)
    assert result.stdout == "from the child\n"
    assert result.stderr == "its error\n"


def test_the_order_of_stdout_and_stderr_is_kept(kernel):
    result = kernel.ok("""
        import Foundation
        for i in 1...3 {
          print("o\\(i)")
          Thread.sleep(forTimeInterval: 0.02)
          FileHandle.standardError.write(Data("e\\(i)\\n".utf8))
          Thread.sleep(forTimeInterval: 0.02)
        }
        """)
    assert [c["text"] for c in result.of_type("stream")] == [
        "o1\n", "e1\n", "o2\n", "e2\n", "o3\n", "e3\n"]


def test_a_hundred_thousand_lines_in_at_most_fifty_messages(kernel):
    result = kernel.ok("for i in 0..<100_000 { print(i) }")
    assert result.stdout == "".join(f"{i}\n" for i in range(100_000))
    assert len(result.of_type("stream")) <= 50
    assert result.types == ["stream"] * len(result.types)


def test_a_flood_of_unfinished_lines_is_whole(kernel):
    result = kernel.ok('for _ in 0..<200_000 { print("é", terminator: "") }')
    assert result.stdout == "é" * 200_000


def test_the_output_limit_cuts_and_says_how_much(start):
    kernel = start(env={"SUPERPOSE_OUTPUT_LIMIT": "1000"})
    result = kernel.ok('for _ in 0..<500 { print("123456789") }')
    assert result.stdout == "123456789\n" * 100
    assert "4000 more bytes" in result.stderr
    assert "SUPERPOSE_OUTPUT_LIMIT" in result.stderr
    # The next cell has an allowance of its own.
    assert kernel.ok('print("fresh")').stdout == "fresh\n"


def test_the_output_limit_never_splits_a_code_point(start):
    kernel = start(env={"SUPERPOSE_OUTPUT_LIMIT": "10"})
    result = kernel.ok('print(String(repeating: "😀", count: 5))')
    assert result.stdout == "😀😀"


def test_code_points_written_in_pieces_arrive_whole(kernel):
    result = kernel.ok("""
        import Glibc
        let bytes = Array("a😀é✓b".utf8)
        for byte in bytes { var b = byte; write(1, &b, 1); usleep(30_000) }
        """)
    texts = [c["text"] for c in result.of_type("stream")]
    assert "".join(texts) == "a😀é✓b"
    assert all("\ufffd" not in text for text in texts)


def test_bytes_that_are_no_text_are_replaced(kernel):
    result = kernel.ok("import Glibc\nvar bad: [UInt8] = [97, 0xff, 98]\nwrite(1, &bad, 3);")
    assert result.stdout == "a\ufffdb"


def test_a_zero_byte_and_control_characters_survive(kernel):
    assert kernel.ok('print("a\\u{0}b\\u{1b}[31mred\\u{1b}[0m")').stdout == "a\0b\x1b[31mred\x1b[0m\n"


def test_displays_stand_where_they_were_made_among_prints(kernel):
    result = kernel.ok("""
        print("one")
        try display(1)
        print("two")
        try display("2")
        print("three")
        4
        """)
    assert result.types == ["stream", "display_data", "stream", "display_data", "stream",
                            "execute_result"]
    assert [c["text"] for c in result.of_type("stream")] == ["one\n", "two\n", "three\n"]


def test_a_hundred_displays_among_prints_keep_their_order(kernel):
    result = kernel.ok("for i in 0..<100 { print(\"p\\(i)\"); try display(i) }")
    assert result.types == ["stream", "display_data"] * 100
    assert [c["text"] for c in result.of_type("stream")] == [f"p{i}\n" for i in range(100)]


def test_a_display_has_data_metadata_and_real_json(kernel):
    result = kernel.ok("""
        try display(MIMEBundle(
          data: [.plainText: .text("p"), .html: .text("<b>p</b>"), .png: .binary([1, 2, 3]),
            .json: .json(["a": [1, 2.5, true, nil]])],
          metadata: [.png: ["width": 64]]))
        """)
    content, = result.of_type("display_data")
    assert content["data"] == {
        "text/plain": "p", "text/html": "<b>p</b>", "image/png": "AQID",
        "application/json": {"a": [1, 2.5, True, None]}}
    assert content["metadata"] == {"image/png": {"width": 64}}


def test_a_handle_updates_its_display_also_from_a_later_cell(kernel):
    first = kernel.ok('let handle = try displayUpdatable("old")\ntry handle.update("new")')
    assert first.types == ["display_data", "update_display_data"]
    shown, = first.of_type("display_data")
    updated, = first.of_type("update_display_data")
    assert shown["transient"]["display_id"] == updated["transient"]["display_id"]
    assert (shown["data"]["text/plain"], updated["data"]["text/plain"]) == ('"old"', '"new"')
    later = kernel.ok('try handle.update("later")')
    assert later.types == ["update_display_data"]
    assert later.of_type("update_display_data")[0]["transient"] == shown["transient"]


@pytest.mark.parametrize("call, wait", [("clearOutput()", False), ("clearOutput(wait: true)", True)])
def test_clear_output_is_sent_between_what_it_stands_between(kernel, call, wait):
    result = kernel.ok(f'print("a")\n{call}\nprint("b")')
    assert result.types == ["stream", "clear_output", "stream"]
    assert result.of_type("clear_output") == [{"wait": wait}]


def test_tables_have_html_and_aligned_text(kernel):
    result = kernel.ok('struct Row { var name: String; var n: Int }\n'
                       '[Row(name: "a", n: 1), Row(name: "bcd", n: 22)]')
    data = result.of_type("execute_result")[0]["data"]
    assert data["text/html"].startswith("<table")
    lines = data["text/plain"].splitlines()
    assert len({len(line.rstrip()) for line in lines[1:2]}) == 1
    assert lines[0].split() == ["name", "n"]
    assert lines[-1].split() == ["bcd", "22"]


def test_progress_by_carriage_returns_arrives_while_the_cell_runs(kernel):
    request = kernel.submit("""
        import Foundation
        for i in 1...5 {
          print("\\r\\(i * 20) %", terminator: "")
          Thread.sleep(forTimeInterval: 0.3)
        }
        """)
    result = kernel.collect(request)
    streams = [m for m in result.messages if m["msg_type"] == "stream"]
    assert "".join(m["content"]["text"] for m in streams) == "\r20 %\r40 %\r60 %\r80 %\r100 %"
    assert len(streams) == 5
    assert streams[-1]["arrived"] < result.reply["arrived"] - 0.1


def test_output_of_a_task_left_behind_belongs_to_its_cell(kernel):
    first = kernel.submit('let late = Task { try await Task.sleep(for: .milliseconds(300)); '
                          'print("from the first"); try display("shown late") }')
    assert kernel.collect(first).outputs == []
    second = kernel.ok('print("from the second")\ntry await late.value')
    kernel.wait(lambda: any(m["msg_type"] == "display_data" for m in kernel.of(first)))
    assert second.stdout == "from the second\n"
    display, = [m for m in kernel.of(first) if m["msg_type"] == "display_data"]
    assert display["content"]["data"]["text/plain"] == '"shown late"'


def test_output_after_the_end_of_the_only_cell_carries_its_parent(kernel):
    request = kernel.submit("let tail = Task.detached { try await Task.sleep(for: .milliseconds(300)); "
                            'print("tail") }')
    kernel.collect(request)
    kernel.await_output(request, "tail\n", 20)


def test_a_trap_in_a_task_left_behind_is_told_on_stderr_of_its_cell(kernel):
    request = kernel.submit("let doomed = Task.detached { try await Task.sleep(for: .milliseconds(200)); "
                            "let none: [Int] = []; _ = none[1] }")
    assert kernel.collect(request).status == "ok"
    kernel.await_output(request, "Index out of range", 20)
    assert kernel.value("3") == "3"


def test_output_before_a_trap_is_kept(kernel):
    kernel.ok("var hollow: [Int] = []")
    result = kernel.execute('print("before")\nhollow[1]')
    assert result.types == ["stream", "error"]
    assert result.stdout == "before\n"
    assert result.stderr == ""


def test_output_before_the_hosts_death_is_kept(start):
    kernel = start()
    result = kernel.execute('import Glibc\nprint("last words")\nkill(getpid(), SIGKILL)')
    assert result.types == ["stream", "error"]
    assert result.stdout == "last words\n"


def test_a_second_cell_does_not_see_the_firsts_output(kernel):
    first = kernel.submit('print("one", terminator: "")')
    second = kernel.submit('print("two", terminator: "")')
    assert kernel.collect(first).stdout == "one"
    assert kernel.collect(second).stdout == "two"


def test_idle_comes_after_all_output_and_the_reply(kernel):
    for _ in range(5):
        result = kernel.ok("for i in 0..<1000 { print(i) }")
        assert result.messages[-1]["content"] == {"execution_state": "idle"}
        assert result.stdout.endswith("999\n")


def test_closing_standard_output_does_not_end_the_kernel(start):
    kernel = start()
    kernel.execute("import Glibc\nclose(1)")
    assert kernel.value("1 + 1") == "2"


@pytest.mark.parametrize("text", ["Cell1_2.png", "Cell12_1", "cell 3_1.x", "Superposecell", "Superposecell1.x"])
def test_text_of_the_users_is_never_taken_for_a_generated_name(kernel, text):
    result = kernel.ok(f'print("{text}")\nlet text = "{text}"\ntext')
    assert result.stdout == text + "\n" and result.result_text == f'"{text}"'
    assert text in kernel.error(f'fatalError("{text}")').evalue


def test_what_swift_knows_of_the_place_does_not_depend_on_the_run(kernel):
    log = 'func log(file: String = #fileID, function: String = #function) { print(file, function) }\nlog()'
    first, second = kernel.ok(log), kernel.ok(log)
    assert first.stdout == f"Cell [{first.count}] main\n" and second.stdout == f"Cell [{second.count}] main\n"
    assert kernel.value("#function") == '"main"'
