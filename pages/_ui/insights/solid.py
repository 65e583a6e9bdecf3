"""3D: the same surface and paths as a landscape to turn about."""

from pages._ui.insights.insight import Insight, Look, Panel


def _panel(look: Look) -> Panel:
    # The browser has the heights already: the map is drawn from them.
    return {"kind": "solid", "slot": "below"}


INSIGHT = Insight(
    label="3D",
    help="the map as a landscape with the path on it; heavier to draw",
    panel=_panel,
)
