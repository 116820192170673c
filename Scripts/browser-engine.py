"""Compiles the engine to WebAssembly, for pages that train in a browser (`models.livePage`).

Usage: browser-engine.py           writes Sources/ToyFigures/LivePage/BrowserEngine.swift
       browser-engine.py --check   exits with status 1 if that file is not what it would write

The result is committed, so that a build needs neither this script nor a compiler for WebAssembly. The
file names the compiler that made it: another one may give other bytes.
"""

import base64
import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "Sources/Engine/WebAssembly"
OUTPUT = ROOT / "Sources/ToyFigures/LivePage/BrowserEngine.swift"
FLAGS = [
    "--target=wasm32", "-O3", "-msimd128", "-mbulk-memory", "-ffreestanding", "-fno-builtin-memset",
    "-fno-builtin-memcpy", "-nostdlib", "-Wall", "-Werror",
]
LINKING = ["-Wl,--no-entry", "-Wl,--strip-all", "-Wl,-z,stack-size=262144"]


def toolchain() -> Path:
    swift = shutil.which("swift")
    assert swift, "no swift in PATH"
    return Path(swift).resolve().parent


def compiler_version() -> str:
    text = subprocess.run(
        [toolchain() / "clang", "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"clang version ([\d.]+)", text)[1]


def module() -> bytes:
    """The engine as a WebAssembly module."""
    with tempfile.TemporaryDirectory() as folder:
        wasm = Path(folder) / "engine.wasm"
        subprocess.run(
            [toolchain() / "clang", *FLAGS, "-I", SOURCES / "include", "-I",
             ROOT / "Sources/Engine/include", SOURCES / "training.c", SOURCES / "memory.c",
             *LINKING, "-o", wasm], check=True)
        return wasm.read_bytes()


def committed() -> tuple[str, bytes]:
    """The compiler and the module of the committed file."""
    text = OUTPUT.read_text()
    version = re.search(r"clang ([\d.]+)", text)[1]
    packed = "".join(re.findall(r"^    ([\w+/=]+)\\?$", text, re.MULTILINE))
    return version, gzip.decompress(base64.b64decode(packed))


def swift(wasm: bytes) -> str:
    packed = base64.b64encode(gzip.compress(wasm, 9, mtime=0)).decode()
    lines = [packed[at:at + 110] for at in range(0, len(packed), 110)]
    body = "\\\n".join("    " + line for line in lines)
    return f'''// Made by Scripts/browser-engine.py with clang {compiler_version()}. Do not edit.

/// The engine for browsers: a WebAssembly module of {len(wasm)} bytes, as base64 of gzip.
enum BrowserEngine {{
  static let module = """
{body}
    """
}}
'''


def main() -> int:
    if sys.argv[1:] == ["--check"]:
        version, bytes_ = committed()
        if version != compiler_version():
            print(f"made with clang {version}, and this is {compiler_version()}: not compared")
            return 0
        if bytes_ != module():
            print(f"{OUTPUT} is not current: run {Path(__file__).name}", file=sys.stderr)
            return 1
        return 0
    wasm = module()
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(swift(wasm))
    print(f"{len(wasm)} bytes, {OUTPUT.stat().st_size} as base64 of gzip")
    return 0


if __name__ == "__main__":
    sys.exit(main())
