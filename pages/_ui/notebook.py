"""The assignment as a notebook to take away: Markdown with Python in fences, as Jupyter's own format."""

import json
import re
from pathlib import Path
from typing import Any

_SOURCE = Path(__file__).parent / "lessons" / "assignment_notebook.md"
_FENCED = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)

NAME = "two_three_one.ipynb"
"""What the file is called when it is taken away."""


def assignment() -> str:
    """The assignment's notebook as the text of an .ipynb file, with its blanks."""
    return json.dumps(notebook(_SOURCE.read_text(encoding="utf-8")), indent=1, ensure_ascii=False) + "\n"


def notebook(text: str) -> dict[str, Any]:
    """``text`` as a notebook: what lies in fences is code, and what lies between them is prose."""
    # Split at a group, every second part is what the group held.
    kinds = ("markdown", "code")
    parts = [(kinds[i % 2], part.strip("\n")) for i, part in enumerate(_FENCED.split(text))]
    cells = [_cell(place, kind, part) for place, (kind, part) in enumerate(parts) if part]
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(place: int, kind: str, source: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": f"cell-{place}", "metadata": {}, "source": source.splitlines(True)}
    return cell if kind == "markdown" else cell | {"execution_count": None, "outputs": []}
