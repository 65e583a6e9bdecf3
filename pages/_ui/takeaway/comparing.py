"""The end of a program: its losses beside the Lab's own, as a table and as a curve."""

from collections.abc import Mapping
from math import isfinite

from gd_core import Experiment
from pages._ui.takeaway.problems import Part

_WIDTH = 84

_TABLE = """\
print("epoch    here         the Lab")
for epoch, there in lab:
    print(f"{epoch:<8} {losses[epoch]:<12.6g} {there:.6g}")"""

_TABLES = """\
for name, losses in runs.items():
    print(f"\\n{name}\\nepoch    here         the Lab")
    for epoch, there in lab[name]:
        print(f"{epoch:<8} {losses[epoch]:<12.6g} {there:.6g}")"""

_PLOT = """\
try:
    import matplotlib.pyplot as plt
except ImportError:
    pass  # pip install matplotlib
else:
{drawn}
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.show()"""


def beside(log: Mapping[int, float]) -> Part:
    """The losses of the Lab's run, ``log`` by epoch, printed beside those of the program."""
    return Part("The losses beside those of the Lab's own run.", f"lab = {_listed(log)}\n\n{_TABLE}")


def all_beside(logs: Mapping[str, Mapping[int, float]]) -> Part:
    """The same for several runs, by name."""
    rows = [f"    {name!r}: {_listed(log, 1)}," for name, log in logs.items()]
    table = "\n".join(["lab = {", *rows, "}"]).replace("'", '"')
    return Part("The losses beside those of the Lab's own runs.", f"{table}\n{_TABLES}")


def plot(e: Experiment) -> Part:
    """The curve of the losses."""
    return Part("The losses as a curve.", _drawn(e, ["plt.plot(losses)"]))


def all_plotted(e: Experiment) -> Part:
    """The curves of all runs."""
    lines = ["for name, losses in runs.items():", "    plt.plot(losses, label=name)", "plt.legend()"]
    return Part("The losses as curves.", _drawn(e, lines))


def _drawn(e: Experiment, lines: list[str]) -> str:
    scale = ['plt.yscale("log")'] if e.data.log_scale else []
    return _PLOT.format(drawn="\n".join(f"    {line}" for line in [*lines, *scale]))


def _listed(log: Mapping[int, float], levels: int = 0) -> str:
    """The pairs of ``log``, in lines of bounded width."""
    pairs = [f"({epoch}, {_number(loss)})," for epoch, loss in log.items()]
    rows: list[str] = []
    row = " " * 4 * (levels + 1)
    for pair in pairs:
        if row.strip() and len(row) + len(pair) > _WIDTH:
            rows, row = [*rows, row.rstrip()], " " * 4 * (levels + 1)
        row += f"{pair} "
    return "\n".join(["[", *rows, row.rstrip(), f"{' ' * 4 * levels}]"])


def _number(loss: float) -> str:
    """A loss as Python reads it."""
    return f"{loss:.7g}" if isfinite(loss) else f'float("{loss}")'
