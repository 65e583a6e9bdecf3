"""The planes that a picture may show, by name: what the controls offer, and what a link may say.

- "w1 and w2": two parameters, the others held at the best point.
- "following w1 and w2": the same, the others held as they are at the step shown.
- "principal plane": the two directions along which the path spreads most.
- "random plane 7": two filter-normalised random directions, drawn after a seed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from pages._ui.typed import harmless

PRINCIPAL = "principal plane"
MOST_SEED = 9_999
"""The last seed of a random plane: more of them than anyone will look at."""

_AND = " and "
_FOLLOWING = "following "
_RANDOM = "random plane "
_PARAMETER = r"[a-z]\d*"
_LINKS = re.compile(rf"(?P<follow>follow,)?(?P<x>{_PARAMETER}),(?P<y>{_PARAMETER})", re.ASCII)
_LINKS_RANDOM = re.compile(r"random,(\d{1,4})", re.ASCII)

_MOST_TO_PAIR = 3
"""With more parameters than these, no two of them show much of a path."""


def pairs(names: Sequence[str]) -> tuple[str, ...]:
    """Every two of the parameters ``names``."""
    return tuple(f"{x}{_AND}{y}" for x, y in combinations(names, 2))


def planes(names: Sequence[str]) -> tuple[str, ...]:
    """The planes that a model with these parameters is looked at on, the most telling first."""
    if len(names) == 2:
        return pairs(names)
    return (*pairs(names), PRINCIPAL) if len(names) <= _MOST_TO_PAIR else (PRINCIPAL, *pairs(names))


def following(plane: str) -> str:
    """The slice along the pair ``plane`` that follows the point."""
    return _FOLLOWING + plane


def random(seed: int) -> str:
    """The plane of the random directions of ``seed``."""
    return f"{_RANDOM}{seed}"


def follows(plane: str) -> bool:
    """Whether ``plane`` holds the others as they are at the step shown."""
    return plane.startswith(_FOLLOWING)


def still(plane: str) -> str:
    """The plane along the same directions that stands still."""
    return plane.removeprefix(_FOLLOWING)


def pair(plane: str) -> tuple[str, str] | None:
    """The two parameters that ``plane`` lies along, if it does."""
    x, _, y = plane.removeprefix(_FOLLOWING).partition(_AND)
    return (x, y) if y else None


def seed(plane: str) -> int | None:
    """The seed of a random ``plane``."""
    return int(plane.removeprefix(_RANDOM)) if plane.startswith(_RANDOM) else None


@dataclass(frozen=True)
class PlaneName:
    """The field that says which plane a picture shows.

    Without ``further`` there are no random planes and none that follow: not where a picture has
    more on it than the loss.
    """

    further: bool = True

    def read(self, name: str, text: str) -> str:
        """The plane that ``text`` names; ValueError if it names none."""
        if text == "principal":
            return PRINCIPAL
        if (found := _LINKS_RANDOM.fullmatch(text)) and self.further:
            return random(int(found[1]))
        if not (found := _LINKS.fullmatch(text)) or (found["follow"] and not self.further):
            wanted = f"two parameters, like w1,w2, {self._kinds()}"
            raise ValueError(f"The {name} must be {wanted}, not “{harmless(text)}”.")
        along = f"{found['x']}{_AND}{found['y']}"
        return following(along) if found["follow"] else along

    def write(self, value: str) -> str:
        """The text of a link that says ``value``."""
        if value == PRINCIPAL:
            return "principal"
        if (drawn := seed(value)) is not None:
            return f"random,{drawn}"
        text = value.removeprefix(_FOLLOWING).replace(_AND, ",")
        return f"follow,{text}" if follows(value) else text

    def there(self, names: Sequence[str], plane: str) -> bool:
        """Whether a model with the parameters ``names`` can be looked at on ``plane``."""
        if plane in planes(names):
            return True
        if not self.further or len(names) == 2:
            return False
        return seed(plane) is not None or (follows(plane) and plane.removeprefix(_FOLLOWING) in pairs(names))

    def missing(self, names: Sequence[str], plane: str) -> str:
        """What to say of a ``plane`` that is not there."""
        wanted = f"two of {', '.join(names)} in this order"
        if len(names) > 2:
            wanted += f", {self._kinds()}"
        return f"The plane must be {wanted}, not “{harmless(self.write(plane))}”"

    def _kinds(self) -> str:
        return (
            "principal, random with a seed (as in random,3), or follow with two parameters"
            if self.further
            else "or principal"
        )
