"""Bets: what a learner may predict before the reveal, and what is true."""

from hashlib import sha256
from typing import Any

from gd_core import Outcome, Run
from pages._ui.endings import ending

FATES = {
    "settle": ("It settles", "The loss gets small and stays small, or the ground gets flat."),
    "crawl": ("It crawls", "The loss is still falling when the epochs end."),
    "bounce": ("It bounces", "It jumps from side to side and never settles."),
    "explode": ("It blows up", "Each step is longer than the last, and the loss grows."),
    "die": ("It dies", "The gradient becomes exactly zero while the loss is still high."),
}
"""The ways a run can go: what a button says, and what it means."""

_FATE_OF = {
    Outcome.CONVERGED: "settle",
    Outcome.RESTING: "settle",
    Outcome.BOUNCING: "bounce",
    Outcome.CYCLING: "bounce",
    Outcome.GROWING: "explode",
    Outcome.DIVERGED: "explode",
    Outcome.COASTING: "die",
    Outcome.DEAD: "die",
}


def fate(run: Run) -> str:
    """Which of ``FATES`` a finished ``run`` met."""
    return _FATE_OF.get(run.outcome, "crawl") if run.outcome else "crawl"


def ending_bet(run: Run, question: str = "How will this run go?") -> dict[str, Any]:
    """A bet on how ``run`` goes."""
    bet = option_bet(run, "ending", question, {}, fate(run), ending(run))
    return bet | {
        "options": [{"key": key, "label": label, "hint": hint} for key, (label, hint) in FATES.items()]
    }


def option_bet(
    run: Run, kind: str, question: str, options: dict[str, str], answer: str, told: str
) -> dict[str, Any]:
    """A bet of this ``kind`` on ``run``: ``options`` are keys and labels, ``answer`` the true key."""
    return {
        "id": _identity(run, kind),
        "question": question,
        "options": [{"key": key, "label": label} for key, label in options.items()],
        "answer": answer,
        "told": told,
    }


def place_bet(run: Run, steps: int) -> dict[str, Any]:
    """A bet on where the dot of ``run`` is after ``steps`` updates: a click on the surface."""
    updates = "1 step" if steps == 1 else f"{steps} steps"
    question = f"Where will the dot be after {updates}? Click the place on the map."
    return {"id": _identity(run, f"place {steps}"), "question": question, "place": True, "steps": steps}


def _identity(run: Run, kind: str) -> str:
    return sha256(f"{run.experiment} {kind}".encode()).hexdigest()[:16]
