"""What the checks found, as a list to read."""

from collections.abc import Sequence

from gd_core.lessons.checks import Check

_MARKS = {
    True: ":green[:material/check_circle:]",
    False: ":orange[:material/cancel:]",
    None: ":gray[:material/pending:]",
}
_WORDS = {True: "met", False: "not met", None: "not yet"}


def report(found: Sequence[Check]) -> str:
    """How many are met, then one item a requirement: its mark, what was found, a hint if it is not met."""
    met = sum(check.passed is True for check in found)
    items = "\n".join(_item(check) for check in found)
    return f"**{met} of {len(found)} requirements met**\n\n{items}"


def _item(check: Check) -> str:
    item = f"- {_MARKS[check.passed]} **{check.name}** {_WORDS[check.passed]}: {check.found}"
    return f"{item}  \n  *{check.hint}*" if check.hint else item
