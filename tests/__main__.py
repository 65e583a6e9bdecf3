"""``python3 -m tests``: every check in one line, from a fresh checkout on.

Makes its own ``.venv``, sees to a browser, then runs the linter, the formatter, the
type checker and, beside it, pytest, which takes any further arguments. Needs only Python 3.11 or
newer; a system Python stays as it is.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WORKERS = (os.cpu_count() or 1) + 1
"""Who drives a browser waits for it some of the time: on two cores three are sooner through than two."""

INSTALLED = VENV / "requirements-installed.txt"
"""What the environment was made of: while that has not changed, it is used again."""


def main(pytest_args: list[str]) -> int:
    """Run every check, all of them even if one fails; 1 when any did."""
    if sys.version_info < (3, 11):  # noqa: UP036, any Python may be the one that runs this
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    if wanted() != (INSTALLED.read_text() if INSTALLED.exists() else None):
        make_environment()
    checks = [
        ["-m", "tests.browser.chromium"],
        ["-m", "ruff", "check"],
        ["-m", "ruff", "format", "--check"],
        ["-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal", *pytest_args],
    ]
    with beside(["-m", "mypy"]) as types_pass:
        failed = [" ".join(check) for check in checks if not passes(check)]
        if not types_pass():
            failed.append("-m mypy")
    print("\n".join(f"FAILED: {check}" for check in failed) or "All checks passed.")
    return 1 if failed else 0


def wanted() -> str:
    """All that decides what the environment holds."""
    files = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    return "\n".join([sys.version, str(VENV), *(file.read_text() for file in files)])


def make_environment() -> None:
    """Make ``.venv`` with everything in it, or bring it up to date."""
    if find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            "This Python cannot make virtual environments: its ensurepip is missing. "
            f"On Debian or Ubuntu: apt-get install python{version}-venv (or python3-venv)."
        )
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-r"]
    subprocess.run([*pip, str(ROOT / "requirements-dev.txt")], check=True)
    INSTALLED.write_text(wanted())


def passes(check: list[str]) -> bool:
    """Whether ``python <check>`` succeeds, saying what runs."""
    print(f"\n== {' '.join(check)}", flush=True)
    return subprocess.run([str(PYTHON), *check], cwd=ROOT).returncode == 0


@contextmanager
def beside(check: list[str]) -> Iterator[Callable[[], bool]]:
    """Run ``python <check>`` beside what else is done; what is given waits for it: whether it succeeds."""
    with TemporaryFile("w+") as told:
        process = subprocess.Popen([str(PYTHON), *check], cwd=ROOT, stdout=told, stderr=subprocess.STDOUT)

        def passed() -> bool:
            failed = process.wait()
            told.seek(0)
            print(f"\n== {' '.join(check)}\n{told.read()}", flush=True)
            return not failed

        try:
            yield passed
        finally:
            process.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
