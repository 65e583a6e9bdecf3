"""``python -m benchmarks.core``: how much faster the core is than a plain notebook.

Each ratio is the median of several rounds; within a round the two sides run one
after the other, so that a slow moment of the machine meets both.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median
from time import perf_counter

import torch
from torch import Tensor, nn
from torch.nn.utils import vector_to_parameters

from benchmarks.table import Parts
from gd_core import PRESETS, Experiment, Plane, Sweep, loss_surface, train, train_many
from gd_core.analysis.path_curvature import path_curvature
from gd_core.problems.catalog import NEURON

ROUNDS = 7
SHOWN = 4
RUNS_AT_ONCE = 20
RESOLUTION = 200
SWEPT_SEEDS = 20
SWEPT_RATES = [10 ** (-5 + 5 * place / 199) for place in range(200)]
"""From the least rate that the Lab offers to the greatest."""
SAMPLED_POINTS = 400
"""The per-point loop is timed on this many grid points and scaled up to all of them."""

CURVED_POINTS = 1000
SAMPLED_CURVATURES = 50
CURVATURE_SECONDS = 0.06


def notebook(experiment: Experiment) -> tuple[list[Tensor], list[Tensor], list[float]]:
    """The training as a notebook writes it, recording what a Run records: the params, the
    gradient, the batch's loss and, where that is not the same, the loss on the full data."""
    x, y, size = NEURON.inputs, NEURON.targets, experiment.samples_per_update
    torch.manual_seed(experiment.seed)
    w = torch.rand((2, 1), requires_grad=True)
    b = torch.rand((1,), requires_grad=True)
    params, grads, losses = [], [], []
    whole = experiment.batch == "full"
    for _ in range(experiment.epochs):
        for batch in [slice(None)] if whole else torch.randperm(len(x)).split(size):
            loss = ((torch.relu(x[batch] @ w + b) - y[batch]) ** 2).mean()
            loss.backward()
            params.append(torch.cat([w.detach().flatten(), b.detach()]))
            grads.append(torch.cat([w.grad.flatten(), b.grad]))
            losses.append(loss.item())
            if not whole:
                with torch.no_grad():
                    losses.append(((torch.relu(x @ w + b) - y) ** 2).mean().item())
            with torch.no_grad():
                w -= experiment.learning_rate * w.grad
                b -= experiment.learning_rate * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return params, grads, losses


def network_notebook(experiment: Experiment) -> list[float]:
    """The 2-3-1 network's training in full batch as a notebook writes it, recording the loss alone."""
    x, y = experiment.fit.inputs, experiment.fit.targets
    torch.manual_seed(experiment.seed)
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())
    losses = []
    for _ in range(experiment.epochs):
        loss = nn.functional.binary_cross_entropy(model(x), y)
        model.zero_grad()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            for p in model.parameters():
                p.sub_(experiment.learning_rate * p.grad)
    return losses


def point_by_point(grid: Tensor) -> list[float]:
    """The loss at each point of ``grid`` (G, 3), one forward pass of an nn.Module a point."""
    model = nn.Sequential(nn.Linear(2, 1), nn.ReLU())
    losses = []
    with torch.no_grad():
        for point in grid:
            vector_to_parameters(point, model.parameters())
            losses.append(nn.functional.mse_loss(model(NEURON.inputs), NEURON.targets).item())
    return losses


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def compare(plain: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float]:
    """The median seconds of each side, measured in turns after one warm-up."""
    plain(), ours()
    rounds = [(seconds(plain), seconds(ours)) for _ in range(ROUNDS)]
    return median(a for a, _ in rounds), median(b for _, b in rounds)


def report(title: str, unit: str, plain: float, ours: float, bar: int) -> None:
    """Print one row: both sides, their ratio and the ratio asked for."""
    ratio = f"{plain / ours:7.1f} x   (>= {bar} x)"
    print(f"{title:34} {plain * 1e6:9.2f} {ours * 1e6:9.3f} {unit:12} {ratio}", flush=True)


def one_run(title: str, experiment: Experiment) -> None:
    """One run against the notebook's loop, both recording everything."""
    plain, ours = compare(lambda: notebook(experiment), lambda: train(experiment))
    report(title, "us/step", plain / experiment.updates, ours / experiment.updates, 10)


def many_runs(title: str, experiment: Experiment) -> None:
    """Many seeds at once against the notebook's loop for one of them."""
    seeds = [replace(experiment, seed=seed) for seed in range(RUNS_AT_ONCE)]
    plain, ours = compare(lambda: notebook(experiment), lambda: train_many(seeds, together=True))
    run_steps = experiment.updates * RUNS_AT_ONCE
    report(title, "us/run-step", plain / experiment.updates, ours / run_steps, 60)


def shown_runs(title: str, experiment: Experiment) -> None:
    """Some runs that are shown side by side, each as it is alone, and what stacking them would save."""
    seeds = [replace(experiment, seed=seed) for seed in range(SHOWN)]
    stacked, alone = compare(lambda: train_many(seeds, together=True), lambda: train_many(seeds))
    run_steps = experiment.updates * SHOWN
    print(
        f"{title:34} {stacked / run_steps * 1e6:9.2f} {alone / run_steps * 1e6:9.3f} {'us/run-step':12} "
        f"{alone / stacked:7.1f} x the time of a stack",
        flush=True,
    )


def sweep(experiment: Experiment, plain: float) -> None:
    """Rates by seeds, of which only the ends are kept, against ``plain`` seconds for one of them."""
    made = []

    def ours() -> None:
        every = Sweep.of_rates(experiment, SWEPT_RATES, range(SWEPT_SEEDS))
        every.advance()
        made.append(every.made)

    ours()
    took = median(seconds(ours) for _ in range(ROUNDS))
    runs = len(SWEPT_RATES) * SWEPT_SEEDS
    title = f"sweep of {runs:,}, {experiment.problem}"
    # Only the updates that were made count: who died early is not followed to the end.
    report(title, "us/run-step", plain / experiment.updates, took / made[-1], 200)
    print(f"{'':34} {'':9} {took:9.3f} {'s in all':12} {'':9}   (< 1 s)")


def sweeps() -> None:
    """The sweeps of the neuron and of the 2-3-1 network."""
    neuron, network = Experiment(), Experiment("network", epochs=500)
    sweep(neuron, median(seconds(lambda: notebook(neuron)) for _ in range(ROUNDS)))
    sweep(network, median(seconds(lambda: network_notebook(network)) for _ in range(ROUNDS)))


def surface(title: str, experiment: Experiment) -> None:
    """A grid of losses against one forward pass a point."""
    path = train(experiment).params
    plane = Plane.through(NEURON.names, "w1", "w2", at=path[-1])
    extent = (0.0, 4.0, 0.0, 4.0)
    grid = plane.lift(torch.rand(SAMPLED_POINTS, 2) * 4)
    plain, ours = compare(
        lambda: point_by_point(grid), lambda: loss_surface(experiment, plane, RESOLUTION, extent)
    )
    report(title, "us/point", plain / SAMPLED_POINTS, ours / RESOLUTION**2, 100)


def curvature(title: str, experiment: Experiment) -> None:
    """The curvature along a path against PyTorch's own Hessian, a point at a time."""
    run = train(replace(experiment, epochs=CURVED_POINTS - 1))
    problem, some = run.experiment.data, run.params[:: CURVED_POINTS // SAMPLED_CURVATURES]

    def plain() -> None:
        for point in some:
            hessian = torch.autograd.functional.hessian(lambda at: problem.losses(at[None])[0], point)
            torch.linalg.eigvalsh(hessian)

    theirs, ours = compare(plain, lambda: path_curvature(run))
    report(title, "us/point", theirs / len(some), ours / CURVED_POINTS, 10)
    met = "yes" if ours <= CURVATURE_SECONDS else "NO"
    print(f"{'':34} {'':9} {ours * 1e3:9.1f} ms in all    (<= {CURVATURE_SECONDS * 1e3:.0f} ms: {met})")


PARTS: dict[str, Callable[[str], None]] = {
    "one run, full batch": lambda title: one_run(title, Experiment()),
    "one run, mini-batch of 2": lambda title: one_run(title, Experiment(batch="mini")),
    "one run, stochastic": lambda title: one_run(title, Experiment(batch="stochastic")),
    f"{RUNS_AT_ONCE} runs at once": lambda title: many_runs(title, Experiment()),
    f"{SHOWN} runs shown, neuron": lambda title: shown_runs(title, Experiment()),
    f"{SHOWN} runs shown, 2-3-1": lambda title: shown_runs(title, PRESETS["comparison"].experiment),
    "sweeps": lambda title: sweeps(),
    f"{RESOLUTION} x {RESOLUTION} surface *": lambda title: surface(title, Experiment()),
    "curvature at 1000 points, neuron *": lambda title: curvature(title, Experiment()),
    "curvature at 1000 points, 2-3-1 *": lambda title: curvature(title, PRESETS["comparison"].experiment),
}


def main() -> int:
    """Print each row as it is measured; 1 if any part failed."""
    torch.set_num_threads(1)
    print(f"{'':34} {'notebook':>9} {'gd_core':>9}", flush=True)
    parts = Parts()
    for title, part in PARTS.items():
        parts.run(title, partial(part, title))
    points = (
        f"on {SAMPLED_POINTS} of {RESOLUTION**2} points, on {SAMPLED_CURVATURES} of a path's {CURVED_POINTS}"
    )
    print(f"* the notebook's side is timed {points}, and scaled")
    return parts.code


if __name__ == "__main__":
    sys.exit(main())
