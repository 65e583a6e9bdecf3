"""The table that the benchmarks of the app print."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement, the naive way's beside it, and what was asked for."""

    what: str
    unit: str
    measured: float
    naive: float | None = None
    bar: str = ""
    met: bool | None = None


def at_least(bar: float) -> Callable[[float], tuple[str, bool]]:
    """A bar from below."""
    return lambda value: (f">= {bar:g}", value >= bar)


def at_most(bar: float) -> Callable[[float], tuple[str, bool]]:
    """A bar from above."""
    return lambda value: (f"<= {bar:g}", value <= bar)


def row(
    what: str,
    unit: str,
    measured: float,
    naive: float | None = None,
    bar: Callable[[float], tuple[str, bool]] | None = None,
) -> Row:
    """A row whose ``measured`` is held against ``bar``."""
    said, met = bar(measured) if bar else ("", None)
    return Row(what, unit, measured, naive, said, met)


def show(rows: list[Row]) -> None:
    """Print ``rows`` under their headings."""
    print(f"{'what':50} {'Lab':>8} {'naive':>9}  {'unit':10} {'bar':9} met")
    for r in rows:
        naive = "" if r.naive is None else _number(r.naive)
        met = {True: "yes", False: "NO", None: ""}[r.met]
        print(f"{r.what:50} {_number(r.measured):>8} {naive:>9}  {r.unit:10} {r.bar:9} {met}".rstrip())


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}" if value >= 1000 else f"{value:.1f}"
