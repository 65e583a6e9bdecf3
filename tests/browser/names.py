"""The names of a page's controls, as those who hear it get them."""

from collections import Counter
from typing import Any

from playwright.sync_api import Page

CONTROLS = {
    "button",
    "slider",
    "textbox",
    "combobox",
    "checkbox",
    "radio",
    "spinbutton",
    "switch",
    "link",
    "tab",
}
GROUPS = {"group", "toolbar", "radiogroup", "form", "dialog", "navigation", "tablist", "figure", "listbox"}


def unnamed(page: Page) -> list[str]:
    """Controls without a name, and those that share one within their group."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    found = Counter(
        (_group(node, by_id), _said(node, "role"), _said(node, "name"))
        for node in nodes
        if not node.get("ignored") and _said(node, "role") in CONTROLS
    )
    bad = [f"{role} without a name" for (_, role, name) in found if not name.strip()]
    return bad + [f"{role} “{name}”, {count} times" for (_, role, name), count in found.items() if count > 1]


def _group(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> str:
    above = by_id.get(node.get("parentId", ""))
    while above and _said(above, "role") not in GROUPS:
        above = by_id.get(above.get("parentId", ""))
    return above["nodeId"] if above else ""


def _said(node: dict[str, Any], what: str) -> str:
    return str(node.get(what, {}).get("value", ""))
