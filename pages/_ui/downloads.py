"""Files that visitors ask for: one at a time for each, in turn with everything else, and soon forgotten.

Streamlit makes them in a handful of threads that all visitors share, whoever came first, and keeps them
as long as their visitor is there. Here nobody's hundred requests stand before another one's file.
"""

import asyncio
import logging
from collections import Counter, OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakValueDictionary

from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_storage import MediaFileStorageError

from pages._ui import clients, fair_lock
from pages._ui.clients import Client

_LOGGER = logging.getLogger(__name__)

THREADS = 64
"""So many files are in the works at most; their threads mostly wait for their turn."""

OF_AN_ADDRESS = 16
"""So many of those at most are for one address."""

WAITING = 8
"""So many files may one session ask for at once."""

KEPT = 48 * 2**20
"""Bytes of files that are kept for those who are fetching them."""


class _LeftError(Exception):
    """Nobody is there to fetch the file."""


class Downloads:
    """Makes files on the event loop's behalf; all but ``_make`` runs on it alone."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, "file")
        self._asked: Counter[str] = Counter()
        self._sessions: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._addresses: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._files: OrderedDict[str, int] = OrderedDict()

    async def answer(self, request: BackendOperationRequest, session: str) -> BackendOperationResponse:
        """What to answer ``session``, which asks for a file."""
        if self._asked[session] >= WAITING:
            return _refused(request, "You have asked for many files. Wait until they have come.")
        self._asked[session] += 1
        try:
            url = await self._made(request.deferred_file.file_id, clients.of(session))
        except _LeftError:
            return _refused(request, "The page is not connected any more.")
        except Exception as error:  # whatever it is, it is told like this
            if _is_gone(error):
                return _refused(request, "The page has changed meanwhile. Press the button again.")
            _LOGGER.exception("a file cannot be made")
            return _refused(request, "The file could not be made.")
        finally:
            self._asked -= Counter([session])  # and forget it at zero
        payload = DeferredFileResponsePayload(url=url)
        return BackendOperationResponse(request_id=request.request_id, deferred_file=payload)

    async def _made(self, file: str, client: Client) -> str:
        own = self._sessions.setdefault(client.session, asyncio.Semaphore(1))
        shared = self._addresses.setdefault(client.address, asyncio.Semaphore(OF_AN_ADDRESS))
        async with own, shared:
            if not client.here:
                raise _LeftError
            url = await asyncio.get_running_loop().run_in_executor(self._pool, _make, file, client)
        self._keep(url.rpartition("/")[2])
        return url

    def _keep(self, name: str) -> None:
        """Keep the file, and forget those that were made first, if there are too many bytes of them."""
        storage: Any = runtime.get_instance().media_file_mgr._storage
        self._files[name] = storage.get_file(name).content_size
        self._files.move_to_end(name)
        while len(self._files) > 1 and sum(self._files.values()) > KEPT:
            old, _ = self._files.popitem(last=False)
            storage.delete_file(old.partition(".")[0])


def _is_gone(error: Exception) -> bool:
    """Whether the button was drawn anew since it was pressed; a file that fails has a cause."""
    return isinstance(error, MediaFileStorageError) and error.__cause__ is None


def _make(file: str, client: Client) -> str:
    with fair_lock.turn(client):
        return str(runtime.get_instance().media_file_mgr.execute_deferred(file))


def _refused(request: BackendOperationRequest, why: str) -> BackendOperationResponse:
    return BackendOperationResponse(request_id=request.request_id, error_msg=why)


def in_turn() -> None:
    """From now on have this process's server make files so."""
    downloads = Downloads()

    async def handle(
        _handler: DeferredFileHandler, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        return await downloads.answer(request, session_id)

    setattr(DeferredFileHandler, "handle", handle)  # noqa: B010, it is no assignment to a type checker
