"""What is done once or together is what would have been done each time, in the same order."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from pages._ui.streamlit_patches import MOMENT, Gathered, Populate, themes_once
from tests import patience

SECTIONS = (
    "theme",
    "theme.light",
    "theme.dark",
    "theme.sidebar",
    "theme.light.sidebar",
    "theme.dark.sidebar",
)


def themes(populate: Populate) -> bytes:
    """What a run tells of the theme, as Streamlit puts it together."""
    theme = NewSession().custom_theme
    places = (theme, theme.light, theme.dark, theme.sidebar, theme.light.sidebar, theme.dark.sidebar)
    for section, place in zip(SECTIONS, places, strict=True):
        populate(place, section)
    return bytes(theme.SerializeToString(deterministic=True))


@pytest.fixture
def background() -> Iterator[None]:
    """The setting of the background, as it was before the test."""
    before = config.get_option("theme.light.backgroundColor")
    yield
    config.set_option("theme.light.backgroundColor", before)


def test_the_theme_is_told_as_before_and_looked_up_once(background: None) -> None:
    asked: list[str] = []

    def populate(theme: CustomThemeConfig, section: str = "theme") -> None:
        asked.append(section)
        app_session._populate_theme_msg(theme, section)

    once = themes_once(populate)
    for _ in range(2):
        assert themes(once) == themes(app_session._populate_theme_msg)
    assert sorted(asked) == sorted(SECTIONS)


def test_settings_that_are_read_anew_are_told(background: None) -> None:
    once = themes_once(app_session._populate_theme_msg)
    before = themes(once)
    config.set_option("theme.light.backgroundColor", "#123456")
    assert themes(once) == before
    config._on_config_parsed.send()
    assert themes(once) != before
    assert themes(once) == themes(app_session._populate_theme_msg)


def told(at_once: list[bool]) -> list[int]:
    """In which order the loop hears of events, one from another thread for each of ``at_once``."""

    async def hearing() -> list[int]:
        heard: list[int] = []
        gathered = Gathered(asyncio.get_running_loop())

        def tell() -> None:
            for place, now in enumerate(at_once):
                gathered.add(lambda place=place: heard.append(place), now)  # type: ignore[misc]

        thread = threading.Thread(target=tell)
        thread.start()
        while len(heard) < len(at_once):
            await asyncio.sleep(MOMENT)
        thread.join()
        return heard

    return asyncio.run(asyncio.wait_for(hearing(), patience.SECONDS))


@pytest.mark.parametrize("last", [True, False])
def test_events_are_heard_in_order_and_none_is_lost(last: bool) -> None:
    for _ in range(20):
        assert told([False] * 30 + [last]) == list(range(31))
        assert told([True, False, False, True, False, last]) == list(range(6))


def test_the_end_of_a_run_is_not_put_off() -> None:
    async def heard() -> list[str]:
        heard: list[str] = []
        gathered = Gathered(asyncio.get_running_loop())
        gathered.add(lambda: heard.append("element"), at_once=False)
        gathered.add(lambda: heard.append("end"), at_once=True)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return heard

    assert asyncio.run(heard()) == ["element", "end"]


def test_a_loop_that_has_ended_is_told_nothing() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    Gathered(loop).add(lambda: None, at_once=True)
