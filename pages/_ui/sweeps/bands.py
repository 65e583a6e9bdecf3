"""The sweep of rates as the browser draws it, and in words."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from gd_core import Ends, Experiment, Outcome, Run
from gd_core.analysis.rate_limits import reach
from gd_core.digits import number, percent
from gd_core.fields import BATCH_MODES
from gd_core.space.curvature import hessians, rate_limit, sharpness
from gd_core.sweeps.tiles import OUTCOMES
from pages._ui.figures import RUN_COLORS, RUN_DASHES
from pages._ui.naming import batch_name
from pages._ui.player.payload import packed
from pages._ui.sweeps.plan import RatePlan

_WORDS = {
    Outcome.CONVERGED: "settled",
    Outcome.FINISHED: "out of epochs",
    Outcome.DIVERGED: "blew up",
    Outcome.DEAD: "died",
    Outcome.FALLING: "fell out of sight",
    Outcome.UNDEFINED: "stepped to where there is no value",
    Outcome.RESTING: "came to rest where there is no valley",
    Outcome.SLOPELESS: "came to where there is no slope",
}

_LOSES = {
    Outcome.DIVERGED: "blows up",
    Outcome.DEAD: "dies",
    Outcome.FALLING: "falls out of sight",
    Outcome.UNDEFINED: "steps to where there is no value",
}

LOST = tuple(_LOSES)
"""The endings without a last loss that counts, which no more epochs would mend."""


def message(plan: RatePlan, ends: Sequence[Ends | None], run: Run) -> bytes:
    """All that the browser draws: the bands of the modes that are done, and where ``run`` lies among them."""
    pairs = zip(plan.experiments, ends, strict=True)
    return packed(
        {
            "rates": list(plan.rates),
            "seeds": list(plan.seeds),
            "epochs": plan.epochs,
            "log": run.experiment.data.log_scale,
            "words": [_WORDS[outcome.coarse] for outcome in OUTCOMES],
            "lostAs": [OUTCOMES.index(outcome) for outcome in LOST],
            "bands": [_band(experiment, each) for experiment, each in pairs if each],
            "now": _now(run),
        }
    )


def lost(ends: Ends) -> Tensor:
    """Which runs (K, L) were lost."""
    return torch.stack([ends.ended(outcome) for outcome in LOST]).any(0)


def name(experiment: Experiment) -> str:
    """What the batches of ``experiment`` are called at the beginning of a line."""
    written = batch_name(experiment)
    return written[0].upper() + written[1:]


def _band(experiment: Experiment, ends: Ends) -> dict[str, Any]:
    place = BATCH_MODES.index(experiment.batch)
    gone = lost(ends)
    return {
        "batch": experiment.batch,
        "name": name(experiment),
        "color": RUN_COLORS[place],
        "dash": RUN_DASHES[place],
        "loss": ends.loss.numpy(),
        "outcome": ends.outcome.int().numpy(),
        "lost": gone.float().mean(0).numpy(),
        # From the lowest to the highest of those that are not lost: ends, quarters, middle.
        "spread": [row.numpy() for row in _spread(ends.loss.masked_fill(gone, torch.nan))],
    }


def _spread(loss: Tensor) -> Tensor:
    quarters = torch.linspace(0, 1, 5, dtype=loss.dtype)
    return torch.nanquantile(loss, quarters, dim=0)


def _now(run: Run) -> dict[str, Any]:
    """The run on the screen, and how large a rate the ground at its best point bears."""
    experiment = run.experiment
    best = run.params[run.best].unsqueeze(0)
    bears = reach(experiment)
    limit = float(rate_limit(sharpness(hessians(experiment.data, best)), bears or 0))
    return {
        "rate": experiment.learning_rate,
        "loss": None if run.outcome in LOST else float(run.loss[-1]),
        "seed": experiment.seed if experiment.start is None else None,
        "batch": experiment.batch,
        # An optimizer that gives each parameter a rate of its own has no limit.
        "limit": limit if bears and 0 < limit < float("inf") else None,
        "reach": bears,
    }


def told(plan: RatePlan, experiment: Experiment, ends: Ends) -> str:
    """What the sweep found, for one mode."""
    gone, settled = lost(ends).float().mean(0), ends.ended(Outcome.CONVERGED).float().mean(0)
    parts = [_settles(plan, ends, settled), _cliff(plan, ends, gone)]
    return f"**{name(experiment)}**: {'; '.join(part for part in parts if part)}."


def _settles(plan: RatePlan, ends: Ends, settled: Tensor) -> str:
    whole = (settled == 1).nonzero().flatten().tolist()
    if whole:
        low, high = plan.rates[whole[0]], plan.rates[whole[-1]]
        gaps = "" if whole == list(range(whole[0], whole[-1] + 1)) else "most "
        return f"all {len(plan.seeds)} seeds settle at {gaps}rates from {number(low, 6)} to {number(high, 6)}"
    if settled.any():
        best = int(settled.argmax())
        return f"at best {_share(settled[best])} of the seeds settle, at rate {number(plan.rates[best], 6)}"
    middle = ends.loss.masked_fill(lost(ends), torch.inf).median(0).values
    best = int(middle.argmin())
    if not middle[best].isfinite():
        return "no seed settles"
    lowest = f"the lowest middle loss is {number(middle[best], 3)}, at rate {number(plan.rates[best], 6)}"
    return f"no seed settles within {plan.epochs:,} epochs; {lowest}"


def _cliff(plan: RatePlan, ends: Ends, gone: Tensor) -> str:
    any_gone = (gone > 0).nonzero().flatten().tolist()
    if not any_gone:
        return "none blows up or dies"
    verb = " or ".join(verb for outcome, verb in _LOSES.items() if ends.ended(outcome).any())
    begins = f"the first one {verb} at rate {number(plan.rates[any_gone[0]], 6)}"
    kept = (gone < 1).nonzero().flatten().tolist()
    last_kept = kept[-1] if kept else -1
    if last_kept + 1 < len(plan.rates):
        return f"{begins}, and from rate {number(plan.rates[last_kept + 1], 6)} on all do"
    return f"{begins}, and at most {_share(gone.max())} do"


def _share(share: Tensor) -> str:
    return percent(float(share))


def csv(plan: RatePlan, ends: Sequence[Ends | None]) -> str:
    """Every run of the modes that are done: its batch, rate and seed, its last loss and how it ended."""
    lines = ["batch,batch_size,learning_rate,seed,epochs,final_loss,ending"]
    for experiment, each in zip(plan.experiments, ends, strict=True):
        if each:
            lines += _rows(plan, experiment, each)
    return "\n".join(lines) + "\n"


def _rows(plan: RatePlan, experiment: Experiment, ends: Ends) -> list[str]:
    head, losses, outcomes = experiment.batch, ends.loss.tolist(), ends.outcome.tolist()
    size = experiment.samples_per_update
    return [
        f"{head},{size},{rate:g},{seed},{plan.epochs},{losses[k][i]:.9g},{OUTCOMES[outcomes[k][i]].name.lower()}"
        for i, rate in enumerate(plan.rates)
        for k, seed in enumerate(plan.seeds)
    ]
