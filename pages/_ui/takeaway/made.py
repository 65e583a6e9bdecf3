"""How a file was made: by what, in which versions, and the link that shows the same again."""

import platform
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import torch

APP = "Gradient Descent Lab"
_ADDRESS = re.compile(r"https?://[\w.~:/?#\[\]@!$&()*+,;=%-]+")
_PYPROJECT = Path(__file__).parents[3] / "pyproject.toml"


@cache
def version() -> str:
    """The app's version: that of the checkout, or that which was installed."""
    if not _PYPROJECT.exists():
        return metadata.version("gradient-descent-lab")
    with _PYPROJECT.open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@cache
def versions() -> str:
    """The app, Python and PyTorch, each with its version."""
    # PyTorch's own version may name its build, as in 2.13.0+cpu: the numbers are the same.
    torch_version = str(torch.__version__).partition("+")[0]
    return f"{APP} {version()}, Python {platform.python_version()}, PyTorch {torch_version}"


@dataclass(frozen=True)
class Made:
    """What a file is of, in a line (``title``), and the ``link`` to it; an empty link is left out."""

    title: str
    link: str = ""

    @property
    def lines(self) -> list[str]:
        """The versions, and the link if there is one."""
        return [versions(), *([self.link] if self.link else [])]

    def __post_init__(self) -> None:
        # It comes from a browser, and goes into programs and pages: nothing but an address does.
        if not _ADDRESS.fullmatch(self.link):
            object.__setattr__(self, "link", "")
