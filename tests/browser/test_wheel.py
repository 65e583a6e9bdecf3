"""The project as a wheel: installed, it starts from any folder and leaves no common name to others."""

import os
import site
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, free_port, wait_for
from tests.browser.lab import READY, cell
from tests.browser.visits import HOST

SCRIPTS = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that the project builds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, *build, str(ROOT)], check=True)
    (built,) = folder.glob("gradient_descent_lab-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what the wheel needs is found where the tests have it."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / SCRIPTS / "python"
    where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    packages = subprocess.run(
        [python, "-c", where], capture_output=True, text=True, check=True
    ).stdout.strip()
    (Path(packages) / "needed.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    install = ["-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, *install], check=True)
    return folder


@pytest.fixture
def started(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the app, started by its command in an empty folder."""
    port = free_port()
    options = ["--server.headless=true", f"--server.address={HOST}", f"--server.port={port}"]
    command = [str(installed / SCRIPTS / "gradient-descent-lab"), *options]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://{HOST}:{port}/_stcore/health", process, log)
            yield f"http://{HOST}:{port}"
        finally:
            process.kill()
            process.wait()


def test_it_puts_nothing_with_a_common_name_beside_others(wheel: Path) -> None:
    names = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"gd_core", "gradient_descent_lab"}


def test_all_that_the_app_serves_is_in_it(wheel: Path) -> None:
    def files(folder: str) -> set[str]:
        tracked = subprocess.run(
            ["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return set(tracked.stdout.split())

    names = ZipFile(wheel).namelist()
    assert files("gd_core") <= set(names)
    assert {f"gradient_descent_lab/{name}" for name in files("pages")} <= set(names)


def test_installed_it_draws_the_lab_from_an_empty_folder(started: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(started)
    page.wait_for_function(READY)
    assert cell(page, "step").inner_text() == "1000"
    # The theme is the project's own: its settings came with it.
    colour = "getComputedStyle(document.querySelector('.gd-play')).backgroundColor"
    assert page.evaluate(colour) == "rgb(29, 95, 168)"


def test_the_core_can_be_imported_there(installed: Path, tmp_path: Path) -> None:
    said = "import gd_core; print(len(gd_core.train(gd_core.Experiment(epochs=5)).loss))"
    python = installed / SCRIPTS / "python"
    done = subprocess.run([python, "-c", said], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "6\n"
