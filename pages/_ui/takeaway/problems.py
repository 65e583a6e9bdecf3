"""Each problem as a person writes it in PyTorch: its data, its start, its model and its loss.

Draws come in the app's order, which is a notebook's: initial parameters, data, and then the
shuffles go on with the same generator.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from gd_core import Experiment
from gd_core.problems.function.landscape import Landscape
from pages._ui.takeaway.torch_code import torch_code


@dataclass(frozen=True)
class Part:
    """A piece of the program, and what is said above it; several runs may have it ``shared``."""

    text: str
    code: str
    shared: bool = False


@dataclass(frozen=True)
class Written:
    """One problem: what it ``learns``, its parts for an experiment, and what an optimizer moves.

    After the parts ``whole`` is the loss on all data; where there are batches, there is a function
    ``loss_on(inputs, targets)``, and ``x``, ``y`` are the whole data.
    """

    learns: str
    parts: Callable[[Experiment], list[Part]]
    parameters: str
    imports: str = "import torch\nfrom torch import nn"
    whole: str = "loss_on(x, y)"


def number(value: float) -> str:
    """The shortest decimal that PyTorch reads as the same float32."""
    single = torch.tensor(value, dtype=torch.float32)
    for digits in range(1, 10):
        text = f"{single.item():.{digits}g}"
        if torch.tensor(float(text), dtype=torch.float32) == single:
            return repr(float(text))
    return repr(value)


def _numbers(values: tuple[float, ...]) -> str:
    return ", ".join(map(number, values))


def _seed(experiment: Experiment) -> str:
    return f"torch.manual_seed({experiment.seed})"


_UNUSED = (
    "The start is our own. The seed's random start is still drawn, although it is not used, so that the "
    "shuffles below come out the same."
)


def _neuron(experiment: Experiment) -> list[Part]:
    data = Part(
        "Four points.",
        "x = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])\n"
        "y = torch.tensor([[10.0], [20.0], [30.0], [40.0]])",
        shared=True,
    )
    model = Part(
        "The neuron, and the mean squared error of what it says.",
        "def loss_on(inputs, targets):\n"
        "    outputs = torch.relu(inputs @ w + b)\n"
        "    return ((outputs - targets) ** 2).mean()",
    )
    return [data, _neuron_start(experiment), model]


def _neuron_start(experiment: Experiment) -> Part:
    if experiment.start is None:
        drawn = "w = torch.rand(2, 1, requires_grad=True)\nb = torch.rand(1, requires_grad=True)"
        return Part("The start, drawn.", f"{_seed(experiment)}\n{drawn}")
    w1, w2, b = map(number, experiment.start)
    code = f"w = torch.tensor([[{w1}], [{w2}]], requires_grad=True)\n"
    code += f"b = torch.tensor([{b}], requires_grad=True)"
    if experiment.batch == "full":
        return Part("The start is our own.", code)
    return Part(_UNUSED, f"{_seed(experiment)}\ntorch.rand(2, 1), torch.rand(1)\n{code}")


_NETWORK_LOSS = Part(
    "The loss: binary cross-entropy.",
    "def loss_on(inputs, targets):\n    return nn.functional.binary_cross_entropy(model(inputs), targets)",
)


def _network_model(experiment: Experiment) -> Part:
    return Part(
        "Two inputs, three hidden neurons, one output.",
        f"{_seed(experiment)}\n"
        "model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())",
    )


_INPUTS = "x = torch.randint(1, 11, (10, 2)).float()\n"


def _network(experiment: Experiment) -> list[Part]:
    data = Part(
        "Ten points, and labels that are coin tosses.",
        _INPUTS + "y = torch.randint(0, 2, (10, 1)).float()",
    )
    return [_network_model(experiment), *_own_start(experiment), data, _NETWORK_LOSS]


def _comparison(experiment: Experiment) -> list[Part]:
    unused = "torch.randint(0, 2, (10, 1))  # not used; the shuffles come after it\n"
    data = Part(
        "Ten points; a label says whether the second number is the larger one.",
        _INPUTS + ("" if experiment.batch == "full" else unused) + "y = (x[:, 1:] > x[:, :1]).float()",
    )
    return [_network_model(experiment), *_own_start(experiment), data, _NETWORK_LOSS]


def _own_start(experiment: Experiment) -> list[Part]:
    """The parameters put in the place of those that were drawn, if the start is not drawn."""
    if experiment.start is None:
        return []
    values = list(map(number, experiment.start))
    rows = ["    " + ", ".join(values[i : i + 5]) + "," for i in range(0, len(values), 5)]
    text = "\n".join(rows) if len(values) > 5 else f"    {_numbers(experiment.start)},"
    code = f"start = [\n{text}\n]\n" if len(values) > 5 else f"start = [{_numbers(experiment.start)}]\n"
    code += "nn.utils.vector_to_parameters(torch.tensor(start), model.parameters())"
    return [Part(f"The start is our own: {', '.join(experiment.data.names)}.", code)]


_WAVE_MODEL = Part(
    "The model is sin(w x + b): a line, and its sine.",
    "class Wave(nn.Module):\n"
    "    def __init__(self):\n"
    "        super().__init__()\n"
    "        self.line = nn.Linear(1, 1)\n"
    "\n"
    "    def forward(self, x):\n"
    "        return torch.sin(self.line(x))",
    shared=True,
)


def _wave(experiment: Experiment) -> list[Part]:
    data = Part(
        "Eight points of sin(2 x).",
        "x = torch.arange(1, 9).view(8, 1) / 2\ny = torch.sin(2 * x)",
        shared=True,
    )
    drawn = experiment.start is None or experiment.batch != "full"
    seed = f"{_seed(experiment)}\n" if drawn else ""
    model = Part("Its two weights are drawn.", f"{seed}model = Wave()")
    loss = Part(
        "The loss: the mean squared error.",
        "def loss_on(inputs, targets):\n    return nn.functional.mse_loss(model(inputs), targets)",
    )
    return [data, _WAVE_MODEL, model, *_own_start(experiment), loss]


def _function(experiment: Experiment) -> list[Part]:
    problem = experiment.data
    assert isinstance(problem, Landscape)
    drawn = problem.draw(torch.Generator().manual_seed(experiment.seed))
    x, y = map(number, experiment.start or drawn.tolist())
    how = "our own" if experiment.start else f"the Lab's, drawn by the seed {experiment.seed}"
    code = f"def f(x, y):\n    return {torch_code(problem.expression)}"
    start = f"x = torch.tensor({x}, requires_grad=True)\ny = torch.tensor({y}, requires_grad=True)"
    return [
        Part("The function: it is the loss itself, without data or a model.", code, shared=True),
        Part(f"The start is {how}.", start),
    ]


def _down(learns: str) -> Written:
    return Written(learns, _function, "[x, y]", "import torch", "f(x, y)")


WRITTEN = {
    "neuron": Written("One neuron learns four points.", _neuron, "[w, b]", "import torch"),
    "network": Written("A 2-3-1 network learns random labels.", _network, "model.parameters()"),
    "comparison": Written("A 2-3-1 network learns labels by a rule.", _comparison, "model.parameters()"),
    "wave": Written("The wave behind eight points.", _wave, "model.parameters()"),
    "bowl": _down("Down a quadratic bowl."),
    "ravine": _down("Along a ravine."),
    "saddle": _down("Over a saddle."),
    "rosenbrock": _down("Down Rosenbrock's function."),
    "himmelblau": _down("Down Himmelblau's function."),
    "beale": _down("Down Beale's function."),
    "rastrigin": _down("Down Rastrigin's function."),
    "two_valleys": _down("Into one of two valleys."),
    "formula": _down("Gradient descent on your own function."),
}
"""The problems by name."""
