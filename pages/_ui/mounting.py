"""Components whose code the app serves: a page brings only what fetches it, and the browser keeps that."""

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages._ui import assets

_JS = """
const module = import(new URL("{base}{module}", document.baseURI))
export default function (component) {{
  module.then(({{ show }}) => show(component))
  return () => module.then(({{ dispose }}) => dispose?.(component.parentElement))
}}
"""


def heard(key: str, event: str, act: Callable[[object], None]) -> Callable[[], None]:
    """A callback that has ``act`` hear what the component ``key`` says with its ``event``.

    It may be gone by then, or say nothing: then there is nothing to hear.
    """

    def hear() -> None:
        said = st.session_state.get(key)
        if isinstance(said, Mapping) and event in said:
            act(said[event])

    return hear


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
