"""The player's files are served by the app itself: once, gzipped, for ever."""

import gzip
import re
from pathlib import Path

import plotly
import pytest

from pages._ui import assets
from tests.pages.asked import ask

PATHS = [path for folder in assets._FOLDERS for path in folder.glob("*") if path.suffix in (".mjs", ".css")]
FILES = {path.name: path for path in PATHS}
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def test_no_two_files_share_a_name() -> None:
    # The browser has them all in one folder.
    assert sorted(path.name for path in PATHS) == sorted(FILES)


def test_the_folder_is_named_by_a_hash() -> None:
    assert re.fullmatch(r"player/[0-9a-f]{12}/", assets.base())


@pytest.mark.parametrize("name", [*FILES, "plotly.min.js"])
def test_a_file_is_served_as_it_is_gzipped_and_for_ever(name: str) -> None:
    status, headers, body = ask(f"/{assets.base()}{name}")
    assert status == 200
    assert gzip.decompress(body) == FILES.get(name, PLOTLY).read_bytes()
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert int(headers["content-length"]) == len(body)


@pytest.mark.parametrize("name", [*FILES, "plotly.min.js"])
def test_a_file_says_its_type(name: str) -> None:
    expected = "text/css" if name.endswith("css") else "text/javascript"
    assert ask(f"/{assets.base()}{name}")[1]["content-type"].split(";")[0] == expected


@pytest.mark.parametrize(
    "path",
    [
        "/player/000000000000/player.mjs",
        "/player/player.mjs",
        "/player//player.mjs",
        f"/{assets.base()}",
        f"/{assets.base()}mount.py",
        f"/{assets.base()}payload.py",
        f"/{assets.base()}no.mjs",
        f"/{assets.base()}../assets.py",
        f"/{assets.base()}%2e%2e/assets.py",
    ],
)
def test_anything_else_is_not_found(path: str) -> None:
    status, headers, _ = ask(path)
    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


def test_a_name_belongs_to_one_file() -> None:
    assert len(FILES) == len(PATHS) > 20


def test_the_players_modules_name_only_each_other() -> None:
    for path in FILES.values():
        named = re.findall(r"""(?:from|import\()\s*["']([^"']+)["']""", path.read_text())
        assert all(name.removeprefix("./") in FILES for name in named), (path.name, named)


def test_no_file_of_the_player_names_another_host() -> None:
    namespace = "http://www.w3.org/2000/svg"  # a name, never fetched
    assert all("://" not in path.read_text().replace(namespace, "") for path in FILES.values())
