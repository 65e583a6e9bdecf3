"""Waiting for a state: what a test looks at again and again until it is as it should be."""

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

from tests import patience

Seen = TypeVar("Seen")

BETWEEN = 50
"""Milliseconds between two looks."""

HALF_A_SECOND = 30
"""Frames."""

# Nothing moves, nothing fades, no script runs and no font is missing for so many frames: frames, as a
# slow machine draws fewer of them. What plays within the player may go on.
_STILL = """([patience, frames]) => new Promise((still, never) => {
  const begun = performance.now()
  const busy = () => document.fonts.status !== "loaded"
    || document.querySelector("[data-testid=stApp][data-test-script-state=running]")
    || document.getAnimations().some(({ playState, effect }) =>
      playState === "running" && effect.getComputedTiming().endTime !== Infinity)
  const parts = "[data-testid=stMain] *:not(.gd-player *), .gd-player > *, .gd-plot, header"
  const places = () => [...document.querySelectorAll(parts)].map(each => {
    const { left, top, width, height } = each.getBoundingClientRect()
    return [left, top, width, height].map(Math.round)
  }).join()
  let before = null
  let left = frames
  const look = () => {
    const now = places()
    left = busy() || now !== before ? frames : left - 1
    before = now
    if (!left) still()
    else if (performance.now() - begun > patience) never(new Error("The page does not come to rest."))
    else requestAnimationFrame(look)
  }
  look()
})"""


def settle(page: Page, frames: int = HALF_A_SECOND) -> None:
    """Wait until nothing on the page moves for ``frames``: after a change of size, of theme or of mode."""
    page.evaluate(_STILL, [patience.MILLISECONDS, frames])


def eventually(page: Page, look: Callable[[], Seen], good: Callable[[Seen], object]) -> Seen:
    """What ``look`` sees as soon as it is ``good``; if it never is, the last that was seen."""
    deadline = time.monotonic() + patience.SECONDS
    while not good(seen := look()) and time.monotonic() < deadline:
        page.wait_for_timeout(BETWEEN)
    return seen
