"""Where phones in the same network reach this server, if that can be known without asking anybody."""

import ipaddress
import socket
from pathlib import Path

import streamlit as st

_ELSEWHERE = ("192.0.2.1", 9)
"""An address that is kept for documentation: a datagram socket joined to it sends nothing."""

_CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))


def own_address() -> str:
    """This machine's address in its network; empty without one, or where the server does not listen."""
    bound = str(st.get_option("server.address") or "")
    if bound and not _everywhere(bound):
        return bound if _is_reached(bound) else ""
    if any(mark.exists() for mark in _CONTAINERS):
        return ""  # a container's address is known on its own machine alone
    found = _outward()
    return found if _is_reached(found) else ""


def _everywhere(bound: str) -> bool:
    return bound in ("0.0.0.0", "::", "*")


def _is_reached(address: str) -> bool:
    """Whether ``address`` is one of a network, and not of this machine alone."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or found.is_link_local)


def _outward() -> str:
    """The address from which this machine would send something out of its house."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unsent:
        try:
            unsent.connect(_ELSEWHERE)
            return str(unsent.getsockname()[0])
        except OSError:
            return ""
