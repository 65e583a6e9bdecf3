"""What the server does once, before its first visitor: imports, first calls, memory settled."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from gd_core.training.checkpoints import at_checkpoints
from pages._ui import downloads, fair_lock, middleware
from pages._ui.connections import bound_connections
from pages._ui.log_rate import spare_the_log
from pages._ui.promptness import answer_at_once
from pages._ui.streamlit_patches import patch_streamlit
from pages._ui.tidy import few_heaps, tidying
from pages._ui.widget_states import checked

_LOGGER = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Warm the server up, then let it serve."""
    answer_at_once()
    bound_connections()
    patch_streamlit()
    checked()
    few_heaps()
    warm_up()
    at_checkpoints(fair_lock.give_way)
    downloads.in_turn()
    spare_the_log()
    with tidying():
        yield


def warm_up() -> None:
    """Import what every page needs and make each first call here, not under a visitor."""
    import torch

    # These models are so small that a second thread costs more than it gives.
    torch.set_num_threads(1)
    _import_pages()
    _rehearse()
    middleware.prepare()
    # Streamlit collects garbage after every script run: 60 to 160 ms with torch loaded,
    # unless what is here to stay is moved out of the collector's sight.
    gc.collect()
    gc.freeze()


def _import_pages() -> None:
    """Import what the pages' scripts import, pandas among it: half a second of the first visit."""
    for module in walk_packages([str(Path(__file__).parent)], "pages._ui."):
        if module.name == "pages._ui.shell":  # a script
            continue
        try:
            import_module(module.name)
        except Exception:  # one page's fault: its visitors are told, the others are served
            _LOGGER.exception("%s cannot be imported", module.name)


def _rehearse() -> None:
    from gd_core import PRESETS, train
    from pages._ui import ways
    from pages._ui.endings import ending
    from pages._ui.planes import planes
    from pages._ui.player.payload import Caption, pack
    from pages._ui.scene import scene

    run = train(PRESETS["too_far"].experiment)
    rate = ways.rate([run])
    for choice in planes(run.names):
        pack(scene([run], choice), "log", Caption(ending=ending(run), remedy=rate))
