"""What the server works out for the lesson on the 2-3-1 network."""

from dataclasses import replace
from math import log
from typing import Any

from gd_core import PRESETS, Experiment, Outcome, Run
from gd_core.digits import apart, number, toward
from gd_core.lessons.predictions import off_since, right, ten_by_ten
from gd_core.space.twins import orders
from pages._ui import endings
from pages._ui.bets import ending_bet, option_bet
from pages._ui.scene import Scene

_SEED = 28
"""Whose start leaves no hidden neuron off, whatever of ``CHALLENGES`` is trained."""

_TOSSES = replace(PRESETS["coin_tosses"].experiment, seed=_SEED)
# The same points as the tosses'; on these the preset's rate shakes at the end.
_RULE = replace(PRESETS["comparison"].experiment, seed=_TOSSES.seed, learning_rate=0.02)
_HARDER = replace(_TOSSES, learning_rate=_RULE.learning_rate, epochs=_RULE.epochs)

CHALLENGES = {
    "Random labels": _TOSSES,
    "Random, trained harder": _HARDER,
    "Labels by a rule": _RULE,
}
"""What there is to try, on the same ten points: titles and experiments."""

_COUNTS = {
    "low": ("5 or fewer", range(0, 6)),
    "some": ("6 or 7", range(6, 8)),
    "most": ("8 or 9", range(8, 10)),
    "all": ("All 10", range(10, 11)),
}
_LEARNT = 0.9
"""A rule counts as learnt from this share of all pairs on."""


def challenge(title: str, seed: int) -> Experiment:
    """The experiment of the challenge ``title`` on the points of ``seed``."""
    return replace(CHALLENGES[title], seed=seed)


def challenge_of(experiment: Experiment) -> str | None:
    """The title of the challenge that ``experiment`` is, on whatever points."""
    titles = (title for title in CHALLENGES if challenge(title, experiment.seed) == experiment)
    return next(titles, None)


def panels(scene: Scene) -> list[dict[str, Any]]:
    """The lesson's panels: meter, map, drawing, hidden neurons, their sum, arithmetic."""
    (run,) = scene.runs
    data = run.experiment.fit
    points = {"inputs": data.inputs.numpy(), "labels": data.targets.flatten().tolist()}
    return [
        {"kind": "meter", "slot": "pictures", "held": scene.held, "drawn": scene.drawn(run).numpy()},
        {"kind": "boundary", "slot": "pictures", **points},
        {"kind": "network_drawing", "slot": "pictures"},
        {"kind": "hidden", "slot": "below", "off": _off(run), **points},
        {"kind": "adds_up", "slot": "below", **points},
        {"kind": "predict", "slot": "below"},
    ]


def _off(run: Run) -> list[dict[str, Any] | None]:
    """For each hidden neuron: since which step it is off for every point, and whether exactly then."""
    step = run.step.tolist()
    return [
        None if at is None else {"step": step[at], "exactly": at == 0 or step[at] - step[at - 1] == 1}
        for at in off_since(run)
    ]


def right_at_the_end(run: Run) -> int:
    """How many samples have their label at the end of ``run``."""
    return int(right(run.experiment.fit, run.params[-1:]))


def ending(run: Run) -> str:
    """How a finished ``run`` ended, with how many points it gets right."""
    data = run.experiment.data
    return (
        f"{endings.ending(run)} {right_at_the_end(run)} of {data.samples} right; "
        f"always answering one half would give the loss ln 2 = {number(log(2), 3)}."
    )


def bet(run: Run) -> dict[str, Any] | None:
    """What to bet on before a finished ``run`` that is one of the challenges; None for others."""
    experiment = run.experiment
    if experiment == _HARDER:
        return ending_bet(run, "The same coin tosses with longer steps, for longer. How will this run go?")
    questions = {
        _TOSSES: f"How many of the ten will it get right after {experiment.epochs} epochs?",
        _RULE: "Now the label says whether x2 is larger than x1. How many of the ten will it get right?",
    }
    question = questions.get(experiment)
    return _count_bet(run, question) if question else None


def _count_bet(run: Run, question: str) -> dict[str, Any]:
    count = right_at_the_end(run)
    answer = next(key for key, (_, counts) in _COUNTS.items() if count in counts)
    told = f"{count} of {run.experiment.data.samples} are right after {run.experiment.epochs} epochs, loss "
    options = {key: label for key, (label, _) in _COUNTS.items()}
    return option_bet(run, "count", question, options, answer, f"{told}{number(run.loss[-1], 3)}.")


def twins(experiment: Experiment) -> int:
    """How many networks differ from one of ``experiment`` in the order of their hidden neurons alone."""
    return len(orders(experiment.fit.model)) - 1


def verdict(run: Run) -> tuple[str, dict[str, object]]:
    """The section of the prose that a finished ``run`` deserves, and the values it asks for."""
    data, loss = run.experiment.data, float(run.loss[-1])
    values: dict[str, object] = {
        "right": right_at_the_end(run),
        "samples": data.samples,
        "epochs": run.experiment.epochs,
        "loss": toward(loss, log(2), 3),
    }
    if run.outcome is Outcome.DEAD:
        since = "From the start" if run.death == 0 else f"Since step {int(run.step[run.death])}"
        return "dead", {name: values[name] for name in ("right", "samples", "loss")} | {"since": since}
    if run.experiment.problem == "network":
        worse = "below" if loss < log(2) else "not below"
        return "random", values | {"guess": apart(log(2), loss, 3)[0], "side": worse, "count": len(run.names)}
    pairs = pairs_right(run)
    section = "learnt" if pairs >= _LEARNT * len(ten_by_ten()) else "missed"
    return section, values | {"pairs": pairs, "all": len(ten_by_ten()), "seen": len(set(_points(run)))}


def notebook(experiment: Experiment) -> dict[str, object]:
    """The values of the prose's notebook that trains ``experiment``, full batch from its seed."""
    rule = experiment.problem == "comparison"
    return {
        "seed": experiment.seed,
        "rate": experiment.learning_rate,
        "epochs": experiment.epochs,
        "relabel": "y = (X[:, 1:] > X[:, :1]).float()  # by the rule instead\n" if rule else "",
    }


def pairs_right(run: Run) -> int:
    """Of all pairs of whole numbers from 1 to 10, how many follow the rule at the end of ``run``."""
    pairs = ten_by_ten()
    everywhere = replace(run.experiment.fit, inputs=pairs, targets=(pairs[:, 1:] > pairs[:, :1]).float())
    return int(right(everywhere, run.params[-1:]))


def _points(run: Run) -> list[tuple[float, ...]]:
    return [tuple(point) for point in run.experiment.fit.inputs.tolist()]
