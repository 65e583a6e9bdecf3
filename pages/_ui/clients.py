"""Who asks: a session, and the address that it comes from.

The address is the one that the server sees. Behind a proxy that is the proxy's, unless the host says
whom to believe what it tells of others: FORWARDED_ALLOW_IPS, see docs/hosting.md.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

_PREFIX = 64
"""Bits of an IPv6 address that a provider gives to one customer, who has all addresses behind them."""


@dataclass(frozen=True)
class Client:
    """One ``session``, and the ``address`` that it shares with others; empty where there is none."""

    session: str = ""
    address: str = ""

    @property
    def here(self) -> bool:
        """Whether the session is still connected; without a server, always."""
        return not (self.session and runtime.exists()) or runtime.get_instance().is_active_session(
            self.session
        )


NOBODY = Client()


def current() -> Client:
    """The client whose page this thread makes; NOBODY elsewhere."""
    context = get_script_run_ctx(suppress_warning=True)
    return of(context.session_id) if context else NOBODY


def of(session: str) -> Client:
    """The client with this ``session``."""
    socket = runtime.get_instance().get_client(session) if runtime.exists() else None
    told = socket.client_context if socket else None
    return Client(session, network(told.remote_ip or "") if told else "")


def network(address: str) -> str:
    """``address``, of an IPv6 one only the part that a customer cannot choose; empty if it is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 128 - _PREFIX << 128 - _PREFIX))
