"""Cells ask the user for lines."""


def ask(kernel, code, **options):
    request = kernel.submit(code, allow_stdin=True, **options)
    question = kernel.wait(lambda: kernel.of(request, "stdin"))[0]
    return request, question


def answer(kernel, value):
    kernel.kc.input(value)


def test_read_line_asks_the_front_end(kernel):
    request, question = ask(kernel, 'print("before")\nlet name = readLine()\nname')
    assert question["msg_type"] == "input_request"
    assert question["content"] == {"prompt": "", "password": False}
    # Output made before the question is on its way before it.
    kernel.await_output(request, "before\n")
    answer(kernel, "Änne 😀")
    result = kernel.collect(request)
    assert result.result_text == 'Optional("Änne 😀")'
    assert kernel.value("name") == 'Optional("Änne 😀")'


def test_a_prompt_and_a_password_reach_the_front_end(kernel):
    request, question = ask(kernel, 'readLine(prompt: "Secret: ", isPassword: true)')
    assert question["content"] == {"prompt": "Secret: ", "password": True}
    answer(kernel, "hidden")
    assert kernel.collect(request).result_text == 'Optional("hidden")'


def test_several_questions_come_one_after_the_other(kernel):
    request = kernel.submit("let a = readLine()!\nlet b = readLine()!\na + b", allow_stdin=True)
    for number, line in enumerate(["one", "two"]):
        kernel.wait(lambda: len(kernel.of(request, "stdin")) == number + 1)
        answer(kernel, line)
    assert kernel.collect(request).result_text == '"onetwo"'


def test_an_empty_line_is_an_empty_string(kernel):
    request, _ = ask(kernel, "readLine()")
    answer(kernel, "")
    assert kernel.collect(request).result_text == 'Optional("")'


def test_control_d_is_the_end_of_input(kernel):
    request, _ = ask(kernel, "readLine()")
    answer(kernel, "\x04")
    assert kernel.collect(request).result_text == "nil"


def test_reading_works_in_async_code(kernel):
    request, _ = ask(kernel, "await Task.yield()\nreadLine()")
    answer(kernel, "async")
    assert kernel.collect(request).result_text == 'Optional("async")'


def test_without_allow_stdin_reading_fails_at_once(kernel):
    for code in ("let l = readLine()", 'readLine(prompt: "x")', "await Task.yield()\nreadLine()"):
        failed = kernel.error(code, allow_stdin=False)
        assert failed.ename == "StdinNotAllowed"
        assert f"Cell [{failed.count}], line" in failed.traceback
    assert kernel.received["stdin"] == []
    assert kernel.value("1") == "1"


def test_a_stale_answer_is_dropped(kernel):
    answer(kernel, "stale")
    request, _ = ask(kernel, "readLine()")
    answer(kernel, "fresh")
    assert kernel.collect(request).result_text == 'Optional("fresh")'


def test_the_kernel_answers_while_a_question_waits(kernel):
    request, _ = ask(kernel, "readLine()")
    assert kernel.ask("kernel_info_request", {})["content"]["status"] == "ok"
    assert kernel.states_of(request) == ["busy"]
    answer(kernel, "x")
    kernel.collect(request)


def test_the_host_may_die_while_a_question_waits(start):
    kernel = start()
    request, _ = ask(kernel, "readLine()")
    kernel.host.kill()
    assert kernel.collect(request).ename == "HostDied"
    answer(kernel, "late")
    assert kernel.value("1 + 1") == "2"
