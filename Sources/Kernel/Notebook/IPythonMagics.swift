/// What answers a magic of IPython that this kernel does not have.
enum IPythonMagics {
  /// The way in a cell of Swift; `nil` for names that IPython does not have either.
  static func answer(to magic: String) -> String? {
    answers[magic.drop { $0 == "%" }.description]
  }

  private static let answers: [String: String] = {
    var answers = single
    for name in ["html", "HTML"] { answers[name] = "write HTML(\"…\") as the last expression of a cell" }
    for (name, type) in [("markdown", "Markdown"), ("latex", "Latex"), ("svg", "SVG"), ("SVG", "SVG")] {
      answers[name] = "write \(type)(\"…\") as the last expression of a cell"
    }
    for name in ["javascript", "js"] { answers[name] = "put the script into HTML(\"<script>…</script>\")" }
    for name in ["pip", "conda", "mamba", "uv", "install"] {
      answers[name] = "packages of Swift come by %package URL from: 1.0.0 Product; for other programs use !\(name)"
    }
    for name in ["python", "python3", "pypy", "perl", "ruby", "script"] {
      answers[name] = "cells are Swift; run other programs by !\(name) FILE or in %%sh"
    }
    for name in ["ls", "ll", "cat", "cp", "mv", "rm", "mkdir", "rmdir", "less", "more", "man", "system", "sx"] {
      answers[name] = "write !\(["system", "sx"].contains(name) ? "COMMAND" : name) for the shell"
    }
    for name in ["debug", "pdb", "tb", "xmode"] {
      answers[name] = "there is no debugger; an error shows the line, and dump(value) shows a value's parts"
    }
    for name in ["prun", "lprun", "mprun", "memit"] {
      answers[name] = "use %time or %timeit, and the status bar of JupyterLab for memory"
    }
    for name in ["history", "hist", "recall", "rep", "macro", "save", "edit", "rerun_history", "notebook"] {
      answers[name] = "the notebook itself is the record; the arrow keys of a console go through earlier cells"
    }
    for name in ["who_ls", "psearch"] { answers[name] = "use %who" }
    for name in ["pinfo", "pinfo2", "pdoc", "pdef", "psource", "pfile", "pycat"] {
      answers[name] = "write NAME? for the documentation of a name, NAME?? also for its cell"
    }
    for name in ["load_ext", "unload_ext", "reload_ext", "autoreload", "aimport"] {
      answers[name] =
        "there are no extensions; import a module, or use %package. Edited cells replace what they declared"
    }
    for name in ["config", "colors", "precision", "pprint", "autocall", "automagic", "autoawait", "alias", "gui"] {
      answers[name] = "there is no such setting; a start-up file can prepare every session (see %help)"
    }
    return answers
  }()

  private static let single = [
    "matplotlib": "figures need no set-up: a Plot or Figure as the last expression is shown",
    "pylab": "figures need no set-up: a Plot or Figure as the last expression is shown",
    "run": "use %include FILE to run a Swift file, or !COMMAND for a program",
    "pwd": "write FileManager.default.currentDirectoryPath after import Foundation, or !pwd",
    "set_env": "use %env NAME=VALUE",
    "reset_selective": "assign to a variable to release its value, as in big = []; %reset forgets everything",
    "xdel": "assign to a variable to release its value, as in big = []",
    "capture": "use let lines = try shell(\"COMMAND\") for a command; a cell's own output is not captured",
    "store": "write values to a file, for example as JSON with Foundation's JSONEncoder",
    "file": "use %%writefile FILE",
    "loadpy": "use %load FILE",
    "magic": "use %help",
    "quickref": "use %help",
    "dhist": "use %cd FOLDER",
    "pushd": "use %cd FOLDER",
    "popd": "use %cd FOLDER",
    "sql": "there is no SQL in cells; a package can bring it: %package",
    "cython": "cells are compiled already; %%O compiles one with optimisation",
    "cpp": "cells are Swift; a package with a C or C++ target can be imported by %package path:",
  ]
}
