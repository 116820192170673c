"""The program `superpose-jupyter`."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir

from . import __version__, exports, nbgrader


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("superpose-jupyter", description=sys.modules[__package__].__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, dest="command")
    install = commands.add_parser(
        "install", help="register the kernel with Jupyter, its stub with nbgrader and its pictures with nbconvert")
    place = install.add_mutually_exclusive_group()
    place.add_argument("--user", action="store_true", help="for the current user (the default)")
    place.add_argument("--sys-prefix", action="store_true", help="for the Python that runs this")
    place.add_argument("--prefix", type=Path, help="under this folder")
    install.add_argument("--superpose", help="the kernel's program; default: the one in PATH")
    return run_install(parser.parse_args(arguments))


def run_install(options) -> int:
    prefix = Path(sys.prefix) if options.sys_prefix else options.prefix
    folder = prefix / "etc/jupyter" if prefix else Path(jupyter_config_dir())
    program = options.superpose or shutil.which("superpose")
    try:
        print(f"wrote {nbgrader.configure(folder)}")
        # Not for the user: a Python without this package could not run nbconvert any more.
        if prefix:
            print(f"wrote {exports.configure(folder, program and str(Path(program).absolute()))}")
    except (OSError, ValueError) as error:
        print(f"superpose-jupyter: settings in {folder}: {error}", file=sys.stderr)
        return 1
    if not program:
        print("superpose-jupyter: no superpose in PATH. Give its path with --superpose to register the"
              " kernel.", file=sys.stderr)
        return 1
    place = ["--prefix", str(prefix)] if prefix else ["--user"]
    try:
        return subprocess.run([program, "install", *place]).returncode
    except OSError as error:
        print(f"superpose-jupyter: {program}: {error.strerror}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
