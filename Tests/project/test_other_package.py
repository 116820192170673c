"""Another package can use the libraries, as the landing page of ToyLib says.

Packages are built in debug, which compiles faster than release; all share one build folder.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "Sources/ToyLib/ToyLib.docc/ToyLib.md"

# Compiling ToyLib takes about a minute on two free cores.
pytestmark = pytest.mark.timeout(1200)


class Workspace:
    """A folder with packages, beside Superpose in a folder called `superpose`."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "superpose").symlink_to(ROOT)
        shutil.copytree(
            ROOT / "Tests/OtherPackage", folder / "other", ignore=shutil.ignore_patterns(".build"))

    def build(self, package, product):
        """Builds the product; the path of the program."""
        build = self.folder / "build"
        done = subprocess.run(
            ["swift", "build", "--package-path", self.folder / package, "--scratch-path", build,
             "--product", product],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout
        return build / "debug" / product


def output(program):
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return Workspace(tmp_path_factory.mktemp("packages"))


def test_a_package_trains_without_the_libraries_of_figures(workspace):
    program = workspace.build("other", "trainer")
    assert re.fullmatch(r"\d features\n", output(program))
    libraries = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    assert "liblapack" in libraries
    assert re.findall(r"lib(?:rsvg|cairo|glib|gobject)-?[\d.]*\.so", libraries) == []


def test_a_package_may_have_modules_called_JSON_Session_Wire_Plot_and_Host(workspace):
    program = workspace.build("other", "studio")
    assert output(program) == "true Host JSON Plot Session Wire true 0.5\n"


def test_the_package_on_the_page_of_ToyLib_builds_and_runs(workspace):
    example, manifest = re.findall(r"```swift\n(.*?)```", PAGE.read_text(), re.DOTALL)
    sources = workspace.folder / "lab/Sources/lab"
    sources.mkdir(parents=True)
    (sources / "main.swift").write_text(example)
    (workspace.folder / "lab/Package.swift").write_text(manifest)
    assert output(workspace.build("lab", "lab")).startswith("5 features in 2 dimensions\n")
