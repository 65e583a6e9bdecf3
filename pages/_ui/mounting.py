"""Components whose code the app serves: a page brings only what fetches it, and the browser keeps that."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages._ui import assets
from pages._ui.callbacks import call

_JS = """
const module = import(new URL("{base}{module}", document.baseURI))
export default function (component) {{
  module.then(({{ show }}) => show(component))
  return () => module.then(({{ dispose }}) => dispose?.(component.parentElement))
}}
"""


def mountable(name: str, css_class: str, module: str) -> ComponentRenderer:
    """The component ``name``: an element of ``css_class`` that ``module`` of the served files fills.

    The module exports ``show(component)``, called for every message and every change of theme, and
    may export ``dispose(parentElement)``.
    """
    return st.components.v2.component(
        name,
        html=f'<div class="{css_class}"></div>',
        js=_JS.format(base=assets.base(), module=module),
        # The served styles, Plotly's and those of formulas reach no shadow root: without Plotly's
        # there is neither drag nor zoom.
        isolate_styles=False,
    )


def handlers(key: str, acts: Mapping[str, Callable[[object], None]]) -> dict[str, Any]:
    """The callbacks of the component ``key``: each of ``acts`` hears what its event says.

    A component that is gone by then, its page left or its part folded away, has said nothing.
    """

    def handler(event: str, act: Callable[[object], None]) -> Callable[[], None]:
        def hear() -> None:
            said = st.session_state.get(key)
            if isinstance(said, Mapping) and event in said:
                call(act, said[event])

        return hear

    return {f"on_{event}_change": handler(event, act) for event, act in acts.items()}
