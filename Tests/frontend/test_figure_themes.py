"""Figures follow the page that they stand in, not the operating system."""

import base64
from pathlib import Path

import pytest

FIGURE = (Path(__file__).parent.parent / "PlotTests/Snapshots/dot.svg").read_text()
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(17, 17, 17)"
INK = "() => getComputedStyle(document.querySelector('.f0')).fill"


def fill(browser, system, body=FIGURE, attributes=""):
    page = browser.new_page(color_scheme=system)
    page.set_content(f"<html><body {attributes}>{body}</body></html>")
    color = page.evaluate(INK)
    page.close()
    return color


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize(
    "attributes, expected",
    [
        ("", LIGHT),  # An exported page.
        ('data-jp-theme-light="true"', LIGHT),
        ('data-jp-theme-light="false"', DARK),
        ('class="vscode-light"', LIGHT),
        ('class="vscode-dark"', DARK),
        ('class="vscode-high-contrast"', DARK),
        ('class="vscode-high-contrast vscode-high-contrast-light"', LIGHT),
        ('class="quarto-dark"', DARK),
        ('data-theme="dark"', DARK),
    ],
)
def test_markup_in_a_page_follows_the_page(browser, system, attributes, expected):
    assert fill(browser, system, attributes=attributes) == expected


@pytest.mark.parametrize("system, expected", [("light", LIGHT), ("dark", DARK)])
def test_a_file_follows_the_system(browser, tmp_path, system, expected):
    file = tmp_path / "figure.svg"
    file.write_text(FIGURE)
    page = browser.new_page(color_scheme=system)
    page.goto(file.as_uri())
    assert page.evaluate(INK) == expected
    page.close()


@pytest.mark.parametrize("scheme, expected", [("light", LIGHT), ("dark", DARK)])
def test_an_image_follows_the_page_that_shows_it(browser, scheme, expected):
    """JupyterLab shows figures so, and its themes set `color-scheme`."""
    data = base64.b64encode(FIGURE.encode()).decode()
    page = browser.new_page(color_scheme="light")
    page.set_content(
        f'<html style="color-scheme: {scheme}"><body><img src="data:image/svg+xml;base64,{data}">')
    page.wait_for_function("() => document.querySelector('img').complete")
    pixel = page.evaluate(
        """async () => {
          const image = document.querySelector('img')
          const box = image.getBoundingClientRect()
          return [Math.round(box.x) + 2, Math.round(box.y) + 2]
        }""")
    shot = page.screenshot(clip={"x": pixel[0], "y": pixel[1], "width": 1, "height": 1})
    color = page.evaluate(
        """async data => {
          const image = new Image()
          image.src = 'data:image/png;base64,' + data
          await image.decode()
          const canvas = document.createElement('canvas')
          canvas.width = canvas.height = 1
          const context = canvas.getContext('2d')
          context.drawImage(image, 0, 0)
          return 'rgb(' + [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).join(', ') + ')'
        }""",
        base64.b64encode(shot).decode())
    assert color == expected
    page.close()
