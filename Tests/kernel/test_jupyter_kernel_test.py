"""The conformance suite of the Jupyter project, with nothing left out."""

import jupyter_kernel_test as jkt


class SuperposeTests(jkt.KernelTests):
    kernel_name = "superpose"
    language_name = "swift"
    file_extension = ".swift"

    code_hello_world = 'print("hello, world")'
    code_stderr = """
        import Foundation
        FileHandle.standardError.write(Data("to stderr\\n".utf8))
        """
    completion_samples = [
        {"text": '"text".isEmp', "matches": ["isEmpty"]},
        {"text": "%res", "matches": ["%restore", "%reset"]},
        {"text": "let verylongname = 7\nverylongn", "matches": ["verylongname"]},
    ]
    complete_code_samples = [
        "1", 'print("hello, world")', "func f(x: Int) -> Int {\n  x * 2\n}\n", 'let s = """\n  a\n  """',
        "// only a comment", "%who",
    ]
    incomplete_code_samples = [
        'print("hello"', "func f(x: Int) {", "[1, 2,", "if true {\n  1", 'let s = """\n  a',
        "let x =", "/* not closed",
    ]
    invalid_code_samples = ["let = 5", "func 1() {}", "}", "struct { )"]
    code_page_something = "print?"
    code_generate_error = 'fatalError("on purpose")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "(0..<3).map { $0 * $0 }",
         "result": "[0, 1, 4]"},
        {"code": '"text"', "result": '"text"'},
        {"code": "Optional(3)", "result": "Optional(3)"},
    ]
    code_display_data = [
        {"code": "try display(MIMEBundle(data: [.html: .text(\"<b>bold</b>\")]))", "mime": "text/html"},
        {"code": 'try display("plain")', "mime": "text/plain"},
    ]
    code_history_pattern = "1*2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "print"
    code_clear_output = "clearOutput()"
    support_iopub_welcome = True

    def get_non_kernel_info_reply(self, timeout=None):
        # The suite waits without end where it gives no time, also for a kernel that is gone.
        return super().get_non_kernel_info_reply(timeout=timeout or 60)


class SuperposeWelcomeTests(jkt.IopubWelcomeTests):
    kernel_name = "superpose"
    support_iopub_welcome = True


# The classes of the suite itself are no tests of ours.
del jkt
