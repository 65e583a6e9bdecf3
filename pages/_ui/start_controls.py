"""The start of a run, typed: a field for each parameter, and the way back to the seed's own."""

import re
from collections.abc import Sequence

import streamlit as st
import torch

from gd_core.fields import NUMBERS
from pages._ui.fields import shortest
from pages._ui.page_state import PageState
from pages._ui.typed import harmless, number_of

_SIDE_BY_SIDE = 3
"""So many fields stand beside the map; more are folded away."""

_WIDTH = 104

_LONGEST = 2_000
"""So much of what was typed stays in its field, to be mended."""


def own_start(desk: PageState) -> None:
    """Where the run starts: to be read, and to be typed."""
    names = desk.experiment.data.names
    if len(names) > _SIDE_BY_SIDE:
        label = "Your start" if desk.chosen["start"] else "Start"
        folded = st.popover(
            label, on_change="rerun", key=f"{desk.page}-starts", help="See it, and type another."
        )
        if folded.open:
            with folded:
                _typing(desk, names)
    else:
        _typing(desk, names)


def _typing(desk: PageState, names: Sequence[str]) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        _fields(desk, names)
    _told(desk)
    _way_back(desk)


def _fields(desk: PageState, names: Sequence[str]) -> None:
    start = begun(desk)
    wrong = _wrong(desk)
    for place, name in enumerate(names):
        shown = wrong[1] if wrong and wrong[0] == place else shortest(start[place])

        def take(text: str, place: int = place) -> None:
            take_typed(desk, place, text)

        st.text_input(
            f"Start {name}",
            width=_WIDTH,
            help=_HELP if place == 0 else None,
            **desk.widget(f"start {place}", shown, take),
        )


_HELP = "Where the run starts. All numbers can be pasted into one field, as in -1.2, 1."


def take_typed(desk: PageState, place: int, text: str) -> None:
    """Start where ``text`` says: one number for the parameter at ``place``, or a number for each.

    What is wrong with it is told beside its field, and changes nothing else.
    """
    desk.chosen["start_wrong"] = None
    try:
        start = typed_start(text, place, begun(desk), desk.experiment.data.names)
    except ValueError as error:
        desk.chosen["start_wrong"] = begun(desk), place, text[:_LONGEST], str(error)
        return
    desk.change(start=start)


def typed_start(text: str, place: int, start: Sequence[float], names: Sequence[str]) -> tuple[float, ...]:
    """``start`` with what ``text`` says, at ``place`` or as a whole, as 32-bit numbers.

    ValueError names the parameter, its bounds and what was typed.
    """
    parts = _parts(text)
    if len(parts) not in (1, len(names)):
        wanted = f"one number for {names[place]}, or {len(names)} numbers for {', '.join(names)}"
        raise ValueError(f"The start must be {wanted}, not {len(parts)} numbers: “{harmless(text)}”.")
    places = [place] if len(parts) == 1 else range(len(names))
    typed = list(start)
    for at, part in zip(places, parts, strict=True):
        typed[at] = number_of(part, f"start {names[at]}", NUMBERS["start"])
    return tuple(torch.tensor(typed).tolist())


def _parts(text: str) -> list[str]:
    """The numbers in ``text``, whose decimals may have a point or a comma: -1.2, 1 or -1,2; 1 or (-1.2,1)."""
    plain = re.sub(r"[a-zA-Z]\w*\s*[=:]|tensor|array", " ", text)
    inside = re.sub(r"[()\[\]{}]", " ", plain).strip()
    if re.search(r"[;\n\t]", inside):
        return _cut(r"[;\n\t]", inside)
    if re.search(r"[\d.]\s*,\s|[\d.]\s+[-+.\d]", inside):
        return _cut(r",\s+|\s+,?", inside)
    several = inside.count(",") > 1 or "." in inside or inside != plain.strip()
    return _cut(",", inside) if "," in inside and several else [inside]


def _cut(at: str, text: str) -> list[str]:
    return [part.strip().rstrip(",") for part in re.split(at, text) if part.strip(" ,")]


def begun(desk: PageState) -> tuple[float, ...]:
    """Where the run starts: as it was chosen, or as its seed draws it."""
    experiment = desk.experiment
    if experiment.start:
        return experiment.start
    return tuple(experiment.data.draw(torch.Generator().manual_seed(experiment.seed)).tolist())


def _wrong(desk: PageState) -> tuple[int, str, str] | None:
    """Which field cannot be read, what stands in it, and why: until another start is chosen."""
    beside, *wrong = desk.chosen.get("start_wrong") or (None,)
    return (wrong[0], wrong[1], wrong[2]) if beside == begun(desk) else None


def _told(desk: PageState) -> None:
    if wrong := _wrong(desk):
        st.error(wrong[2])


def _way_back(desk: PageState) -> None:
    """The way back from a start of one's own."""
    if not desk.chosen["start"]:
        return
    st.button(
        "Start of the seed",
        key=f"{desk.page}-own start",
        on_click=desk.clear_start,
        icon=":material/undo:",
        help="This start is your own, typed or clicked. Go back to the one that the seed draws.",
    )
