"""A browser is found where it is, installed where it is not, and never silently absent."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium

PLAYWRIGHT = [[sys.executable, "-m", "playwright", "install", "chromium"]]
APT = [["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The programs on a machine that has no browser yet."""
    programs: set[str] = set()
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "executable", lambda name: name if name in programs else None)
    monkeypatch.setattr(chromium, "playwrights_own", lambda: "/playwright/chrome")
    monkeypatch.setattr(chromium, "installers", lambda: iter([PLAYWRIGHT, APT]))
    return programs


def test_the_browser_of_this_machine_starts(browser: Browser) -> None:
    assert int(browser.version.split(".")[0]) > 100


def test_the_environment_variable_comes_first(machine: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    machine |= {"chromium", "/my/browser"}
    monkeypatch.setenv("CHROMIUM", "/my/browser")
    assert chromium.find() == "/my/browser"


def test_a_wrong_environment_variable_is_an_error(machine: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    machine.add("chromium")
    monkeypatch.setenv("CHROMIUM", "/nowhere")
    with pytest.raises(SystemExit, match="CHROMIUM names no executable: /nowhere"):
        chromium.find()


@pytest.mark.parametrize("name", [*chromium.COMMANDS, *chromium.MAC, "/playwright/chrome"])
def test_a_browser_is_found_wherever_it_is(machine: set[str], name: str) -> None:
    machine.add(name)
    assert chromium.find() == name


def test_the_systems_browser_comes_before_playwrights(machine: set[str]) -> None:
    machine |= {"/playwright/chrome", "google-chrome"}
    assert chromium.find() == "google-chrome"


def test_windows_has_its_own_places(machine: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROGRAMFILES", "programs")
    edge = str(Path("programs", chromium.WINDOWS[1]))
    machine.add(edge)
    assert chromium.find() == edge


def test_a_machine_with_a_browser_installs_nothing(
    machine: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.add("chromium")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("nothing to install"))
    assert chromium.ensure() == "chromium"


@pytest.mark.parametrize(
    ("works", "expected"), [("playwright", "/playwright/chrome"), ("apt-get", "chromium")]
)
def test_a_machine_without_one_installs_it(
    machine: set[str], monkeypatch: pytest.MonkeyPatch, works: str, expected: str
) -> None:
    def run(command: list[str], **_: object) -> "subprocess.CompletedProcess[bytes]":
        if works in command and "install" in command:
            machine.add(expected)
        return subprocess.CompletedProcess(command, returncode=0 if works in command else 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert chromium.ensure() == expected


def test_apt_needs_a_fresh_list_first(machine: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []

    def run(command: list[str], **_: object) -> "subprocess.CompletedProcess[bytes]":
        ran.append(command)
        return subprocess.CompletedProcess(command, returncode=1)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(SystemExit):
        chromium.ensure()
    assert ran == [PLAYWRIGHT[0], APT[0]]


def test_no_browser_at_all_is_a_loud_failure(machine: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "installers", lambda: iter([]))
    with pytest.raises(SystemExit, match="need Chromium, Chrome or Edge"):
        chromium.ensure()


@pytest.mark.parametrize(
    ("platform", "user", "expected"),
    [
        ("linux", 0, [[[*PLAYWRIGHT[0][:-1], "--with-deps", "chromium"]], APT]),
        ("linux", 1000, [PLAYWRIGHT]),
        ("darwin", 501, [PLAYWRIGHT]),
    ],
)
def test_the_ways_to_install_fit_the_machine(
    monkeypatch: pytest.MonkeyPatch, platform: str, user: int, expected: list[list[list[str]]]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr("os.geteuid", lambda: user, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert list(chromium.installers()) == expected
