"""Shows still pictures (pictures.py) on a page, side by side where there is room."""

from collections.abc import Sequence

import streamlit as st

_CSS = """
.gs {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--gs-least)), 1fr));
  gap: 0.75rem 1.5rem;
  color: var(--st-text-color);
  font-family: var(--st-font);
}

.gs > * {
  max-width: var(--gs-most);
}
"""

_JS = """
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".gs")
  root.style.setProperty("--gs-least", `${data.least}px`)
  root.style.setProperty("--gs-most", `${data.most}px`)
  root.innerHTML = data.pictures.join("")
}
"""

_component = st.components.v2.component(
    "stills", html='<div class="gs"></div>', css=_CSS, js=_JS, isolate_styles=False
)


def stills(key: str, pictures: Sequence[str], least: int = 300, most: int = 430) -> None:
    """Show the SVG ``pictures``, each ``least`` to ``most`` pixels wide."""
    _component(key=key, data={"pictures": list(pictures), "least": least, "most": most})
