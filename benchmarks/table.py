"""The table that the benchmarks of the app print: each row as soon as it is measured."""

import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


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


def heading() -> None:
    """Print what the columns are."""
    print(f"{'what':50} {'Lab':>8} {'naive':>9}  {'unit':10} {'bar':9} met", flush=True)


def show(rows: Iterable[Row]) -> None:
    """Print each of ``rows`` as soon as it is there."""
    for r in rows:
        naive = "" if r.naive is None else _number(r.naive)
        met = {True: "yes", False: "NO", None: ""}[r.met]
        said = f"{r.what:50} {_number(r.measured):>8} {naive:>9}  {r.unit:10} {r.bar:9} {met}"
        print(said.rstrip(), flush=True)


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}" if value >= 1000 else f"{value:.1f}"


@dataclass
class Parts:
    """The parts of a benchmark, one after the other: one that fails says so, and the others go on."""

    failed: list[str] = field(default_factory=list)

    def run(self, name: str, part: Callable[[], object]) -> None:
        """Do ``part``; if it fails, print that it did and why."""
        try:
            part()
        except Exception as error:  # whatever it is, the other parts can still be measured
            self.failed.append(name)
            first = (str(error).splitlines() or [""])[0]
            print(f"{name:50} FAILED: {type(error).__name__}: {first}", flush=True)
            traceback.print_exc(file=sys.stderr)

    @property
    def code(self) -> int:
        """What the program ends with: 1 if any part failed, else 0."""
        return 1 if self.failed else 0
