"""A warm server has imported what its first visitor's script needs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In a process of its own: this one has long imported everything.
IMPORTED = """
import ast, sys
from pages._ui import warm
warm.warm_up()
imported = set(sys.modules)
for page in sys.argv[1:]:
    for node in ast.walk(ast.parse(open(page, encoding="utf-8").read())):
        if isinstance(node, ast.ImportFrom):
            missing = node.module not in imported
        else:
            missing = isinstance(node, ast.Import) and node.names[0].name not in imported
        if missing:
            print(page, ast.unparse(node))
"""


def test_every_pages_imports_are_made_before_its_first_visitor() -> None:
    pages = sorted(str(path) for path in (ROOT / "pages").glob("*.py"))
    command = [sys.executable, "-c", IMPORTED, *pages]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""


def test_a_page_that_cannot_be_imported_does_not_keep_the_others_from_being_served(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from pages._ui import warm

    tried = []

    def import_module(name: str) -> None:
        tried.append(name)
        raise SyntaxError(name)

    monkeypatch.setattr(warm, "import_module", import_module)
    warm._import_pages()
    assert {"pages._ui.controls", "pages._ui.player.mount"} <= set(tried)
    assert "pages._ui.shell" not in tried
    assert "pages._ui.controls cannot be imported" in caplog.text
