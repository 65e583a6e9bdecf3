"""Imports go one way: the core knows no screen, the pictures no framework."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = sorted((ROOT / "gd_core").rglob("*.py"))
UI = ROOT / "pages" / "_ui"
FIGURES = ("figures", "surface_figure", "loss_figure")
FRAMELESS = ("links", "page_fields", "fields", "lists", "tables", *FIGURES)
WITHOUT_STREAMLIT = [path for path in UI.glob("*.py") if path.stem in FRAMELESS]


def modules(source: str) -> Iterator[str]:
    """The full name of every module that ``source`` imports, wherever it does."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from (f"{base}.{alias.name}" for alias in node.names)


def packages(path: Path) -> set[str]:
    """The top-level packages that the file ``path`` imports."""
    return {name.split(".")[0] for name in modules(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
def test_the_core_imports_only_torch_the_standard_library_and_itself(path: Path) -> None:
    # A learner's formula is read by a parser that others keep well, and by nothing of our own.
    parser = {"lark"} if path.stem == "formulas" else set()
    assert packages(path) <= {"torch", "gd_core"} | parser | sys.stdlib_module_names


ORDER = (
    "fields",
    "digits",
    "problems",
    "optim",
    "experiment",
    "presets",
    "space",
    "endings",
    "training",
    "sweeps",
    "analysis",
    "lessons",
)
"""The packages and modules at the root of the core: each imports only from itself and those before it."""


def place(name: str) -> str:
    """The package, or module at the root, that the dotted ``name`` of the core lies in."""
    return name.split(".")[1]


def dotted(path: Path) -> str:
    """The full name of the core's module in the file ``path``."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", [path for path in CORE if dotted(path) != "gd_core"], ids=dotted)
def test_within_the_core_no_import_runs_back_up(path: Path) -> None:
    own = ORDER.index(place(dotted(path)))
    imported = [name for name in modules(path.read_text(encoding="utf-8")) if name.startswith("gd_core.")]
    assert [name for name in imported if ORDER.index(place(name)) > own] == []


def test_the_core_has_no_circle() -> None:
    known = {dotted(path): path for path in CORE}
    left = {}
    for name, path in known.items():
        at_run_time = path.read_text(encoding="utf-8").replace("if TYPE_CHECKING:\n    from", "#")
        imported = {each if each in known else each.rpartition(".")[0] for each in modules(at_run_time)}
        left[name] = imported & known.keys() - {name}
    while free := {name for name, imported in left.items() if not imported}:
        left = {name: imported - free for name, imported in left.items() if name not in free}
    assert left == {}


def test_the_parser_is_loaded_only_when_a_formula_is_read() -> None:
    said = "import sys, gd_core; gd_core.Experiment(); print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_links_figures_and_tables_know_no_streamlit() -> None:
    assert not {path.name for path in WITHOUT_STREAMLIT if "streamlit" in packages(path)}


def test_figures_do_no_torch_maths() -> None:
    assert not {path.name for path in UI.glob("*.py") if path.stem in FIGURES and "torch" in packages(path)}


def test_links_figures_and_tables_know_no_widget_and_no_player() -> None:
    for path in WITHOUT_STREAMLIT:
        names = {part for name in modules(path.read_text(encoding="utf-8")) for part in name.split(".")}
        assert not names & {"controls", "player", "shell"}


def test_what_pages_share_imports_no_page() -> None:
    scripts = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__"}
    for path in UI.rglob("*.py"):
        imported = {
            name.split(".")[1]
            for name in modules(path.read_text(encoding="utf-8"))
            if name.startswith("pages.")
        }
        assert not imported & scripts


def test_there_is_a_core_to_look_at() -> None:
    assert len(CORE) > 10


def test_imports_are_found_wherever_they_are() -> None:
    source = "import a.b\nfrom c.d import e\ndef f():\n    from . import g\n    import h as i"
    assert list(modules(source)) == ["a.b", "c.d.e", "..g", "h"]
