"""Texts measured on their boxes: cut, covered, outside their box, over each other, on a page as it stands."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

_MEASURE = (Path(__file__).parent / "boxes.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Fault:
    """One text that cannot be read as it should be."""

    kind: str
    text: str
    box: str
    by: int

    def __str__(self) -> str:
        return f"{self.kind} by {self.by} px: “{self.text}” ({self.box})"


def faults(page: Page) -> list[Fault]:
    """What is wrong with the boxes of all texts, from the top of the page to its end."""
    return [Fault(**each) for each in page.evaluate(_MEASURE)]
