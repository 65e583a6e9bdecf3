"""What runs are of, in a line that stands above a picture or a file."""

from collections.abc import Sequence

from gd_core import Experiment
from gd_core.digits import number
from pages._ui.naming import batch_name, differing
from pages._ui.sentences import summary
from pages._ui.takeaway.problems import WRITTEN


def title(experiments: Sequence[Experiment]) -> str:
    """The problem, and what was chosen for it."""
    first = experiments[0]
    written = WRITTEN.get(first.problem)
    learns = f"{written.learns} " if written else ""
    batches = list(dict.fromkeys(batch_name(e) for e in experiments))
    if len(batches) == 1 or experiments[0].trunk or differing(experiments) != ["batch"]:
        return learns + summary(experiments)
    rate = number(first.learning_rate, 6)
    return f"{learns}Rate {rate}, {first.epochs} epochs; batches: {', '.join(batches)}."
