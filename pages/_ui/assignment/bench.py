"""The bench on which a network is put together: what is chosen, and the widgets that choose it."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import streamlit as st

from gd_core.fields import NUMBERS
from gd_core.lessons.trials import Trial, attempt
from gd_core.problems.network.builder import ACTIVATIONS, LOSSES, MOST_LAYERS, SIZE, Layer, Plan
from pages._ui.page_fields import PAGES
from pages._ui.page_state import PageState
from pages._ui.typed import number_of

_DESK = PageState("assignment")
_SIZES = range(int(SIZE.low), int(SIZE.high) + 1)
_FIRST: dict[str, Any] = {"takes": 2, "gives": 1, "activation": "none"}


def plan() -> Plan:
    """The network that is on the bench."""
    kept = _kept()
    layers = tuple(Layer(**layer) for layer in kept["layers"][: kept["count"]])
    return Plan(layers, kept["loss"], kept["learning_rate"], kept["seed"])


def is_the_lessons(of: Plan) -> bool:
    """Whether ``of`` is the network of lesson 4, which then trains to the same numbers."""
    return (of.layers, of.loss) == ((Layer(2, 3, "ReLU"), Layer(3, 1, "Sigmoid")), "BCELoss")


def trial(of: Plan) -> Trial | None:
    """The training of this plan, if its Train was pressed."""
    return trained(of) if _kept()["trained"] == of else None


def train() -> None:
    """Train what is on the bench."""
    _kept()["trained"] = plan()


def turn() -> int:
    """How often other questions were asked for."""
    asked: int = _kept()["questions"]
    return asked


def ask_others() -> None:
    """Ask other questions of the same kind."""
    _kept()["questions"] += 1


@lru_cache(maxsize=64)
def trained(of: Plan) -> Trial:
    """The training of ``of``: equal plans train to equal numbers."""
    return attempt(of)


def show() -> None:
    """Every choice: how many layers, each layer, the loss and how to train."""
    kept = _kept()
    counts = range(1, MOST_LAYERS + 1)
    st.segmented_control(
        "Linear layers", counts, required=True, width="stretch", **_choice("count", counts, shows="default")
    )
    for i in range(kept["count"]):
        _layer(i)
    with st.container(horizontal=True, gap="xsmall"):
        st.selectbox("Loss", list(LOSSES), width=182, **_choice("loss", list(LOSSES), among=list(LOSSES)))
        _number("learning_rate", "learning rate", 94)
        _number("seed", "seed", 64)
    for error in kept["errors"].values():
        st.error(error)


def _layer(i: int) -> None:
    layer = _kept()["layers"][i]
    with st.container(horizontal=True, gap="xsmall"):
        st.selectbox(f"Layer {i + 1}: in", _SIZES, width=94, **_part(i, layer, "takes", _SIZES))
        st.selectbox(f"Layer {i + 1}: out", _SIZES, width=94, **_part(i, layer, "gives", _SIZES))
        _activation(i, layer)


def _activation(i: int, layer: dict[str, Any]) -> None:
    names = list(ACTIVATIONS)
    st.selectbox(f"Layer {i + 1}: then", names, width=126, **_part(i, layer, "activation", names))


def _kept() -> dict[str, Any]:
    """This session's choices; they outlive a visit to another page."""
    kept: dict[str, Any] | None = st.session_state.get("assignment choices")
    if kept is None:
        kept = st.session_state["assignment choices"] = _laid(
            PAGES["assignment"].beginning() | st.session_state.pop("assignment link", {})
        )
    return kept


def _laid(first: dict[str, Any]) -> dict[str, Any]:
    """The bench with the plan that ``first`` says, as a link does."""
    plan = Plan(*(first[name] for name in ("layers", "loss", "learning_rate", "seed")))
    spare = [Layer(**_FIRST)] * (MOST_LAYERS - len(plan.layers))
    return first | {
        "learning_rate text": f"{plan.learning_rate:g}",
        "seed text": str(plan.seed),
        "count": len(plan.layers),
        "layers": [asdict(layer) for layer in (*plan.layers, *spare)],
        "errors": {},
        "trained": plan if first["trained"] else None,
    }


def said() -> dict[str, Any]:
    """What a link says of the bench."""
    kept, now = _kept(), plan()
    return kept | {"layers": now.layers, "trained": kept["trained"] == now}


def _choice(name: str, options: Sequence[object], **how: Any) -> dict[str, Any]:
    kept = _kept()

    def take(value: object) -> None:
        if value in options:  # a browser may say anything
            kept[name] = value

    return _DESK.widget(name, kept[name], take, **how)


def _part(i: int, layer: dict[str, Any], name: str, options: Sequence[object]) -> dict[str, Any]:
    def take(value: object) -> None:
        layer[name] = value

    return _DESK.widget(f"{name} {i + 1}", layer[name], take, among=options)


def _number(field: str, name: str, width: int) -> None:
    def take(text: str) -> None:
        kept = _kept()
        kept[f"{field} text"] = text
        kept["errors"].pop(field, None)
        try:
            kept[field] = number_of(text, name, NUMBERS[field])
        except ValueError as error:
            kept["errors"][field] = str(error)

    shown = _kept()[f"{field} text"]
    st.text_input(name.capitalize(), width=width, **_DESK.widget(field, shown, take))
