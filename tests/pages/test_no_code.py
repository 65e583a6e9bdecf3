"""Nothing that a visitor sends is ever run or taken for markup: what could do it is not there."""

import ast
import re
from pathlib import Path

import pytest

from pages._ui import prose

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted([ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "gd_core").rglob("*.py")])
MODULES = sorted((ROOT / "pages").rglob("*.mjs"))

RUNNING = {"eval", "exec", "compile", "__import__", "system", "popen", "Popen", "check_output"}
"""Calls that run what they are given."""

UNPICKLING = {"pickle", "marshal", "shelve", "dill", "joblib", "subprocess", "yaml"}
"""Modules that make objects, or processes, of what they read."""

OURS = {"pages/_ui/prose.py": ["unsafe_allow_html"]}
"""The markup of explained words, around text of our own files; values are escaped."""

MARKUP = {"unsafe_allow_html", "unsafe_allow_javascript"}
"""Arguments with which Streamlit takes words for markup."""


def calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    """Every call within ``tree`` by the last part of its name."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(getattr(call.func, "attr", getattr(call.func, "id", "")), call) for call in found]


def runs_code(source: str) -> list[str]:
    """What in ``source`` could run or unpickle something, or take it for markup."""
    tree, found = ast.parse(source), []
    for name, call in calls(tree):
        of_re = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re"
        found += [name] if name in RUNNING and not of_re else []
        found += [word.arg for word in call.keywords if word.arg in MARKUP]
        found += ["torch.load"] if ast.unparse(call.func) == "torch.load" else []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            found += [name for name in names if name.split(".")[0] in UNPICKLING]
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_script_runs_nothing_that_it_is_given(path: Path) -> None:
    assert runs_code(path.read_text("utf-8")) == OURS.get(path.relative_to(ROOT).as_posix(), [])


def test_a_value_in_the_prose_is_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(prose, "show", shown.append)
    monkeypatch.setattr(prose, "_sections", lambda lesson: {"section": "It is {{value}}."})
    prose.tell("lesson", "section", value="<img src=x onerror=alert(1)> & more")
    assert shown == ["It is &lt;img src=x onerror=alert(1)&gt; &amp; more."]


@pytest.mark.parametrize(
    "source",
    ["eval(x)", "import pickle", "st.markdown(x, unsafe_allow_html=True)", "torch.load(f)", "os.system(x)"],
)
def test_what_could_run_code_is_found(source: str) -> None:
    assert len(runs_code(source)) == 1
    assert runs_code("import re\nre.compile(x).match(model.eval_mode)") == []


JAVASCRIPT = re.compile(r"\beval\(|\bFunction\(|document\.write|srcdoc|setTimeout\(\s*[\"'`]")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_runs_nothing_that_it_is_given(path: Path) -> None:
    assert JAVASCRIPT.findall(path.read_text("utf-8")) == []


MARKED = re.compile(r"(?:(?:inner|outer)HTML\s*\+?=\s*|insertAdjacentHTML\()(.*)")
CONSTANT = re.compile(r"[A-Z_]+|(['\"`])[^$]*\1|`[^$]*\$\{ICONS?(\[name\])?\}[^$]*`")

COMPUTED = {
    ("audit_cells.mjs", "html"),
    ("audit_cells.mjs", "content"),
    ("audit_stages.mjs", '"afterbegin", `<small>${dL(low(name))}</small>`))'),
}
"""Markup around what the server computed: numbers, and the names of a model's parameters."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_modules_markup_is_its_own(path: Path) -> None:
    found = [text.rstrip() for text in MARKED.findall(path.read_text("utf-8"))]
    assert [
        text for text in found if not CONSTANT.fullmatch(text) and (path.name, text) not in COMPUTED
    ] == []
