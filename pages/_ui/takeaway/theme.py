"""The app's two themes as the CSS variables that the player reads, where there is no Streamlit."""

import tomllib
from functools import cache
from pathlib import Path

_CONFIG = Path(__file__).parents[3] / ".streamlit" / "config.toml"

_COLORS = ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor", "borderColor")
_ALWAYS = {
    "font": 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    "code-font": "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    "button-radius": "0.5rem",
}
_MARKS = {
    "light": {"red": "#b3261e", "green": "#1a7f37", "blue": "#0b5cad", "orange": "#a15c00"},
    "dark": {"red": "#ff8a80", "green": "#69db7c", "blue": "#74b0f0", "orange": "#ffb86b"},
}
"""Text in a colour that means something."""


@cache
def themes() -> dict[str, dict[str, str]]:
    """The variables of the themes "light" and "dark", by their names behind ``--st-``."""
    told = tomllib.loads(_CONFIG.read_text(encoding="utf-8"))["theme"]
    return {name: _variables(told[name]) | _marks(name) for name in ("light", "dark")}


def _variables(told: dict[str, str]) -> dict[str, str]:
    return {_hyphened(name): told[name] for name in _COLORS}


def _marks(name: str) -> dict[str, str]:
    return {f"{color}-text-color": value for color, value in _MARKS[name].items()}


def _hyphened(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def styles() -> str:
    """CSS that sets the variables: light, or dark where the system is."""
    light, dark = (_declared(theme) for theme in themes().values())
    return (
        f":root {{ color-scheme: light dark; {_declared(_ALWAYS)} {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    )


def _declared(variables: dict[str, str]) -> str:
    return " ".join(f"--st-{name}: {value};" for name, value in variables.items())
