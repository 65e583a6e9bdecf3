"""Asks what the app is wrapped in, without a server."""

import asyncio
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from pages._ui import middleware

PASSED_ON = b"passed on to Streamlit"

Answer = tuple[int, dict[str, str], bytes]
"""A status, the headers and the body."""


async def _streamlit(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(PASSED_ON, status_code=418)(scope, receive, send)


def ask(path: str, method: str = "GET", root: str = "", **headers: str) -> Answer:
    """What is answered to ``method`` of ``path`` in an app mounted at ``root``.

    ``headers`` are named with underscores; a browser's Accept-Encoding is among them unless given.
    What goes on to Streamlit comes back as status 418 and PASSED_ON.
    """
    answers: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(answer: Any) -> None:
        answers.append(answer)

    asked = {"accept_encoding": "gzip, deflate, br"} | headers
    path, _, query = path.partition("?")
    scope: Scope = {"type": "http", "method": method, "path": path, "root_path": root}
    scope["query_string"] = query.encode()
    scope["headers"] = [(k.replace("_", "-").encode(), v.encode()) for k, v in asked.items()]
    asyncio.run(_wrapped(middleware.middleware())(scope, receive, send))
    got = {key.decode(): value.decode() for key, value in answers[0]["headers"]}
    return answers[0]["status"], got, b"".join(answer["body"] for answer in answers[1:])


def _wrapped(layers: list[Middleware]) -> Any:
    app: Any = _streamlit
    for layer in reversed(layers):
        app = layer.cls(app, *layer.args, **layer.kwargs)
    return app
