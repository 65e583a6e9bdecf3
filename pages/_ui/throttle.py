"""Slows down a socket that says too much, so that it takes nothing from others.

While a message waits, nothing more is read from its socket, and what the other side sends piles up
there. Nothing is lost; who goes on like that for long is cut off, and may come again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._ui.messages import FLOOD, Refusal, judged
from pages._ui.token_bucket import TokenBucket

RATE = 20.0
"""Messages a second. A page that is busy says ten: the ticks of a training, of a sweep and of a film, and
what its visitor does."""

BURST = 40.0
"""So many at once are no flood: keys held down, buttons pressed in a hurry."""

PATIENCE = 30.0
"""Seconds for which a socket may say more than is taken before it is cut off."""

_BYTES = 16 * 1024
"""A message counts as one for every so many bytes."""


class Throttle:
    """ASGI middleware that paces what WebSockets say, and cuts off what no page says."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a WebSocket's messages come through a Paced."""
        if scope["type"] == "websocket":
            paced = Paced(receive, send)
            await self.app(scope, paced.receive, paced.send)
        else:
            await self.app(scope, receive, send)


class Paced:
    """One WebSocket's ``receive`` and ``send``, paced."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        now: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._receive, self._send, self._now, self._sleep = receive, send, now, sleep
        self._bucket = TokenBucket(RATE, BURST, now)
        self._calm = now()
        self._sending = asyncio.Lock()
        self._cut = False

    async def receive(self) -> Message:
        """The next message that is one, when its time has come; a disconnect once it is cut off."""
        while True:
            message = await self._receive()
            # Who does not take what was sent is not heard until it does: answers would pile up here.
            async with self._sending:
                pass
            if message["type"] != "websocket.receive" or self._cut:
                return message
            data = message.get("bytes")
            verdict = await self._paced(len(data or "")) or judged(data)
            if isinstance(verdict, Refusal):
                return await self._cut_off(verdict)
            if verdict:
                return message

    async def send(self, message: Message) -> None:
        """Send, unless it was cut off: who still writes to it must not fail."""
        async with self._sending:
            if not self._cut:
                await self._send(message)

    async def _paced(self, size: int) -> Refusal | None:
        wait = self._bucket.take(max(1.0, size / _BYTES))
        if not wait:
            self._calm = self._now()
        elif self._now() - self._calm > PATIENCE:
            return FLOOD
        else:
            await self._sleep(wait)
        return None

    async def _cut_off(self, wrong: Refusal) -> Message:
        self._cut = True
        with suppress(OSError):  # it has left by itself
            await self._send({"type": "websocket.close", "code": wrong.code, "reason": wrong.reason})
        return {"type": "websocket.disconnect", "code": wrong.code, "reason": wrong.reason}
