"""The sketch, seen until Plotly is there, shows what Plotly then shows, and where."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize

from pages._ui import assets
from tests.browser.lab import open_lab

DRAW = """async (base) => {
  const { sketch } = await import(new URL(`${base}sketch.mjs`, document.baseURI))
  const element = document.querySelector(".gd-surface")
  const canvas = sketch(element, { data: element.data, layout: element.layout })
  element.querySelector(".plot-container").style.visibility = "hidden"
  return canvas.getBoundingClientRect().x === element.getBoundingClientRect().x
}"""

LABELS = """async (base) => {
  const { ticks } = await import(new URL(`${base}sketch_frame.mjs`, document.baseURI))
  const element = document.querySelector(".gd-surface")
  const { w, h } = element._fullLayout._size
  const { xaxis, yaxis } = element.layout
  const drawn = (axis) => [...element.querySelectorAll(`.${axis}tick text`)].map((text) => text.textContent)
  const ours = (range, pixels, least) => ticks(range, pixels, least).map(([, text]) => text)
  return [drawn("x"), ours(xaxis.range, w, 80), drawn("y"), ours(yaxis.range, h, 40)]
}"""


def seen(page: Page, clip: dict[str, float]) -> np.ndarray[Any, Any]:
    """The pixels of a part of the page, as (height, width, 3) numbers of 0..255."""
    shot = page.screenshot(clip={name: clip[name] for name in ("x", "y", "width", "height")})  # type: ignore[arg-type]
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=float)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_the_sketch_is_plotlys_picture(page: Page, server: str, viewport: ViewportSize) -> None:
    open_lab(page, server)
    page.locator("[data-do=end]").click()
    x_drawn, x_ours, y_drawn, y_ours = page.evaluate(LABELS, assets.base())
    assert (x_ours, y_ours) == (x_drawn, y_drawn)
    box = page.locator(".gd-surface .nsewdrag").first.bounding_box()
    assert box is not None
    area = dict[str, float](box)  # type: ignore[arg-type]
    plotlys = seen(page, area)
    assert page.evaluate(DRAW, assets.base())
    sketched = seen(page, area)
    # Without paths, contours and marks, which cover little: most pixels are the same to a few levels.
    apart = np.abs(plotlys - sketched).max(axis=2)
    assert np.median(apart) <= 4
    assert np.mean(apart > 16) < 0.15
    # The heights end where Plotly's do: right of them is the page.
    beside = {**area, "x": area["x"] + area["width"] + 2, "width": 3}
    assert seen(page, beside).min() > 240


def test_several_runs_each_have_their_start(page: Page, server: str) -> None:
    open_lab(page, server)
    rings = page.evaluate(
        """async (base) => {
          const { sketch } = await import(new URL(`${base}sketch.mjs`, document.baseURI))
          const element = document.querySelector(".gd-surface")
          const start = element.data.find((trace) => trace.meta.role === "start")
          const middle = ([low, high]) => (low + high) / 2
          const { xaxis, yaxis } = element.layout
          const other = { ...start, x: [middle(xaxis.range)], y: [middle(yaxis.range)] }
          const data = [...element.data, { ...other, marker: { ...start.marker, color: "#00ff00" } }]
          const canvas = sketch(element, { data, layout: element.layout })
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
          const count = (r, g, b) => {
            let found = 0
            for (let i = 0; i < pixels.length; i += 4)
              if (pixels[i] === r && pixels[i + 1] === g && pixels[i + 2] === b) found++
            return found
          }
          canvas.remove()
          return [count(0xe8, 0x4d, 0x00), count(0, 0xff, 0)]
        }""",
        assets.base(),
    )
    assert all(count > 20 for count in rings)
