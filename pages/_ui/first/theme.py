"""Streamlit's theme before Streamlit: the same names for the same colours, light and dark."""

from streamlit import config

_CONFIGURED = {
    "--st-text-color": "textColor",
    "--st-background-color": "backgroundColor",
    "--st-secondary-background-color": "secondaryBackgroundColor",
    "--st-border-color": "borderColor",
    "--st-primary-color": "primaryColor",
    "--st-code-background-color": "codeBackgroundColor",
    "--st-chart-categorical-colors": "chartCategoricalColors",
}

# What Streamlit gives where the configuration says nothing.
_OWN = {
    "light": {
        "--st-blue-text-color": "#244fb4",
        "--st-orange-text-color": "#9b4519",
        "--st-red-text-color": "#9e303b",
        "--st-code-background-color": "rgb(249 250 252)",
        "--st-code-text-color": "#0c5a44",
    },
    "dark": {
        "--st-blue-text-color": "#85b8f8",
        "--st-orange-text-color": "#f2a56d",
        "--st-red-text-color": "#f2919a",
        "--st-code-text-color": "#7ed5b0",
    },
}
_SHARED = {"--st-font": '"Source Sans", sans-serif', "--st-button-radius": "0.5rem"}


def colors(base: str) -> dict[str, str]:
    """The variables of the theme ``base``, "light" or "dark", by their names in CSS."""
    found = {name: config.get_option(f"theme.{base}.{option}") for name, option in _CONFIGURED.items()}
    told = {name: ",".join(v) if isinstance(v, list) else str(v) for name, v in found.items() if v}
    return _SHARED | _OWN[base] | told


def styles() -> str:
    """Both themes as CSS; the host's data-theme says which holds."""
    return "\n".join(f":host([data-theme={base}]) {{{_rules(base)}}}" for base in ("light", "dark"))


def _rules(base: str) -> str:
    rules = [f"{name}: {value}" for name, value in colors(base).items()]
    return "; ".join([f"color-scheme: {base}", *rules])
