"""JupyterLab as a user has it: the server, and a page in a real browser."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# Nothing that asks the network or the user, and all cells in the page at once.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


def browser_path():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "no chromium: `Scripts/setup --tests` installs it"
    return found


class LabServer:
    """A JupyterLab of its own on a free port of 127.0.0.1, with its files under `home`."""

    def __init__(self, home: Path, notebooks: list[Path]):
        self.folder = home / "notebooks"
        self.folder.mkdir(parents=True)
        for notebook in notebooks:
            shutil.copy(notebook, self.folder)
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = (home / "lab.log").open("w")
        places = {
            "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "run",
            "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        environment = dict(os.environ) | {key: str(home / name) for key, name in places.items()}
        command = [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1",
            f"--port={self.port}", "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}", f"--ServerApp.root_dir={self.folder}",
        ]
        if os.getuid() == 0:
            command.append("--allow-root")
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.wait_until_ready(home / "lab.log")
        for name, values in SETTINGS.items():
            self.set(name, values)

    def wait_until_ready(self, log: Path):
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            assert self.process.poll() is None, log.read_text()
            try:
                self.ask("GET", "/api/status")
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError("JupyterLab did not start:\n" + log.read_text())

    def ask(self, method: str, path: str, body=None):
        request = urllib.request.Request(
            self.url + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def set(self, plugin: str, values: dict):
        """Changes a setting, as the settings editor would."""
        self.ask("PUT", f"/lab/api/settings/{plugin}", {"raw": json.dumps(values)})

    def page_of(self, notebook: str) -> str:
        return f"{self.url}/lab/tree/{notebook}?token={self.token}"

    def stop(self):
        """As Ctrl-C twice does: the server shuts its kernels down and ends."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("JupyterLab did not stop within 30 s") from None
        finally:
            self.log.close()


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class NotebookPage:
    """A notebook that is open in JupyterLab, driven with keys and menus only."""

    def __init__(self, page):
        self.page = page
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
        self.wait_until_idle()

    def wait_until_idle(self, timeout=120_000):
        """Until the status bar says so; before that, Lab would ask which kernel to run."""
        self.page.wait_for_selector(
            '#jp-main-statusbar >> text="Swift (Superpose) | Idle"', timeout=timeout)

    def menu(self, name: str, command: str):
        self.page.click(f'.lm-MenuBar-itemLabel:text-is("{name}")')
        self.page.click(f'.lm-Menu-item[data-command="{command}"]')

    def run_all(self, timeout=150_000):
        self.menu("Run", "runmenu:run-all")
        self.page.wait_for_function(
            """() => {
              const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
              const filled = prompts.filter(p => p.closest('.jp-Cell')
                .querySelector('.cm-content').innerText.trim() !== '')
              return filled.length > 0 && filled.every(p => /\\[\\d+\\]:/.test(p.innerText))
            }""",
            timeout=timeout)
        self.wait_until_idle()

    def prompts(self) -> list[str]:
        return [p.inner_text() for p in self.page.query_selector_all(".jp-CodeCell .jp-InputPrompt")]

    def new_cell_below(self, code: str):
        """A new last cell with `code` in it, and the cursor behind it."""
        self.page.locator(".jp-Notebook .jp-Cell").last.click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".jp-Cell.jp-mod-active .cm-focused", timeout=10_000)
        self.page.keyboard.type(code)

    @property
    def last_cell(self):
        return self.page.locator(".jp-CodeCell").last

    def figures(self) -> list[dict]:
        """The size of every picture in an output, as it is on the screen."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll('.jp-OutputArea-output img')].map(image => {
              const box = image.getBoundingClientRect()
              return {width: box.width, height: box.height, natural: image.naturalWidth}
            })""")
