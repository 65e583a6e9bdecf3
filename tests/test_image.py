"""The Dockerfile, read: no Docker runs here. What it runs is run by the other tests in the same words."""

import fnmatch
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit import config

ROOT = Path(__file__).parents[1]


def instructions() -> list[tuple[str, str]]:
    """The instructions and what follows them, one line each."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = lines.replace("\\\n", " ").splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined if line)]


def following(name: str) -> list[str]:
    return [rest for word, rest in instructions() if word == name]


def command() -> list[str]:
    """What the container runs, as a shell would split it."""
    shell, option, line = json.loads(following("CMD")[-1])
    assert (shell, option) == ("sh", "-c")
    return shlex.split(line)


def copied() -> list[str]:
    return [name for rest in following("COPY") for name in rest.split()[:-1]]


def sent(path: str) -> bool:
    """Whether .dockerignore lets ``path`` into the build: the last rule that fits decides."""
    allowed = True
    for rule in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = rule.removeprefix("!").removeprefix("**/")
        names = [
            path,
            *path.split("/"),
            *("/".join(path.split("/")[: k + 1]) for k in range(path.count("/"))),
        ]
        if rule and not rule.startswith("#") and any(fnmatch.fnmatch(name, pattern) for name in names):
            allowed = rule.startswith("!")
    return allowed


def test_the_base_is_a_small_python_of_a_known_version() -> None:
    (base,) = following("FROM")
    assert re.fullmatch(r"python:3\.1[12]\.\d+-slim-bookworm", base)


def test_pytorch_comes_without_cuda_and_the_rest_as_pinned() -> None:
    (install, compiled, user) = following("RUN")
    assert install.startswith("pip install --index-url https://download.pytorch.org/whl/cpu ")
    assert "&& pip install -r requirements.txt" in install
    # The folder that is made smaller is the one of the base's Python.
    version = re.search(r"python:(3\.\d+)", following("FROM")[0])
    assert version
    assert f"/lib/python{version[1]}/site-packages/torch" in install
    assert len(re.findall(r"^torch==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)) == 1
    assert "compileall" in compiled
    assert user.startswith("useradd ")


def test_it_runs_as_somebody_who_owns_nothing() -> None:
    words = [word for word, _ in instructions()]
    assert following("USER") == ["lab"]
    assert words.index("USER") > max(k for k, word in enumerate(words) if word in ("RUN", "COPY"))


def test_all_that_is_copied_is_there_and_sent() -> None:
    assert {"app.py", "pages", "gd_core", ".streamlit", "requirements.txt"} <= set(copied())
    found = [path for name in copied() for path in (ROOT / name, *(ROOT / name).rglob("*"))]
    files = [path.relative_to(ROOT).as_posix() for path in found if path.is_file() and path.suffix != ".pyc"]
    assert len(files) > 100
    assert [file for file in files if not sent(file)] == []
    assert not any(map(sent, ("tests/conftest.py", ".git/config", ".streamlit/secrets.toml", "docs/lab.png")))
    assert not sent("pages/_ui/__pycache__/middleware.cpython-312.pyc")


def test_the_server_takes_every_option() -> None:
    words = command()
    assert words[:6] == ["exec", "python", "-m", "streamlit", "run", "app.py"]
    options = dict(word.removeprefix("--").split("=") for word in words[6:])
    assert set(options) <= set(config._config_options_template)
    assert options["server.port"] == "$PORT"
    assert following("EXPOSE") == re.findall(r"PORT=(\d+)", " ".join(following("ENV")))


def test_its_health_is_asked_where_the_server_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    check = following("HEALTHCHECK")[0].partition("CMD ")[2]
    python, option, line = json.loads(check)
    assert (python, option) == ("python", "-c")
    asked: list[str] = []
    monkeypatch.setattr("urllib.request.urlopen", lambda url, timeout: asked.append(url))
    monkeypatch.setenv("PORT", "8501")
    exec(line, {})
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "/lab/")
    exec(line, {})
    assert asked == [f"http://127.0.0.1:8501{base}/_stcore/health" for base in ("", "/lab")]
    done = subprocess.run([sys.executable, "-c", line], env={"PORT": "9"}, capture_output=True)
    assert done.returncode != 0  # nobody listens there
