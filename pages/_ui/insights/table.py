"""Every insight of the Lab by its name, in the order of NAMES."""

from pages._ui.insights import batch, compare, limit, optimizer, slices, solid, starts, sweep
from pages._ui.insights.insight import Insight

INSIGHTS: dict[str, Insight] = {
    "batch": batch.INSIGHT,
    "limit": limit.INSIGHT,
    "optimizer": optimizer.INSIGHT,
    "compare": compare.INSIGHT,
    "sweep": sweep.INSIGHT,
    "starts": starts.INSIGHT,
    "slices": slices.INSIGHT,
    "solid": solid.INSIGHT,
}
