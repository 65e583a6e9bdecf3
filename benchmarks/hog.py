"""A visitor who takes all there is, again and again: the longest runs, sweeps, maps, bands and films."""

import asyncio
import random
from time import monotonic
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.session import Session

LINKS = {
    "runs": "v=1&problem=network&batch=stochastic&epochs=100000&runs=4",
    "sweep": "v=1&problem=network&batch=stochastic&epochs=2000&open=sweep&sweep_batches=full,mini,stochastic",
    "starts": "v=1&problem=rosenbrock&epochs=20000&open=starts",
    "band": "v=1&problem=network&batch=mini&batch_size=2&epochs=20000&open=compare&band=1",
    "film": "v=1&problem=network&epochs=500&runs=4&open=takeaway",
}
"""What a hog may be after, and the link by which it comes."""

_STAYS = 6.0
"""Seconds after which a hog wants something new, done or not."""

_RATES = ("0.02", "0.0201", "0.1", "0.3", "0.5", "0.7", "0.9", "1")


class Hog(Session):
    """A session that is never content; ``films`` counts what it asked for."""

    films = 0

    async def gorge(self, until: float) -> None:
        """Ask for more and more, up to the time ``until``."""
        while monotonic() < until:
            await self._socket.send(self._message())
            await self._watch(min(until, monotonic() + _STAYS))
            slider = self.sliders.get("Learning rate")
            if slider:
                self._values[slider] = random.choice(_RATES)

    async def _watch(self, until: float) -> None:
        """Follow what goes on, as a browser does, and press what can be pressed."""
        self._repeated = None
        while monotonic() < until:
            try:
                data = await asyncio.wait_for(self._socket.recv(), until - monotonic())
            except TimeoutError:
                return
            assert isinstance(data, bytes)
            self.received += len(data)
            if self._take(ForwardMsg.FromString(data)):
                await self._press()
                if self._repeated:
                    await self._repeat(*self._repeated)

    async def _press(self) -> None:
        """Ask for the film, if there is a button for it."""
        button, self._button = self._button, None
        if button is not None:
            self.films += 1
            await self._socket.send(bytes(button.SerializeToString()))

    _button: BackMsg | None = None

    def _look(self, message: ForwardMsg) -> None:
        super()._look(message)
        element: Any = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "button" and element.button.label == "Film":
            self._button = BackMsg.FromString(self._message())
            each = self._button.rerun_script.widget_states.widgets.add(id=element.button.id)
            each.trigger_value = True
