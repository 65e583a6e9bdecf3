"""The oracle for the 2-3-1 network: a plain PyTorch notebook, nn.Sequential and torch.optim.SGD."""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector


@dataclass
class Notebook:
    """What a notebook holds after ``torch.manual_seed(seed)`` and its draws."""

    seed: int
    comparison: bool = False
    model: nn.Sequential = field(init=False)
    x: Tensor = field(init=False)
    y: Tensor = field(init=False)

    def __post_init__(self) -> None:
        torch.manual_seed(self.seed)
        self.model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())
        self.x = torch.randint(1, 11, (10, 2)).float()
        self.y = torch.randint(0, 2, (10, 1)).float()
        if self.comparison:
            self.y = (self.x[:, 1] > self.x[:, 0]).float().view(10, 1)

    @property
    def params(self) -> Tensor:
        """All 13 parameters as they are now."""
        return parameters_to_vector(self.model.parameters()).detach().clone()

    def full_loss(self) -> float:
        with torch.no_grad():
            return float(nn.BCELoss()(self.model(self.x), self.y))

    def train(self, epochs: int, learning_rate: float, size: int = 10) -> list[float]:
        """The loss on all points before each update and after the last.

        A ``size`` below 10 shuffles each epoch, going on with the generator the draws left behind.
        """
        optimizer, losses = torch.optim.SGD(self.model.parameters(), lr=learning_rate), []
        for _ in range(epochs):
            for batch in [torch.arange(10)] if size == 10 else torch.randperm(10).split(size):
                losses.append(self.full_loss())
                optimizer.zero_grad()
                nn.BCELoss()(self.model(self.x[batch]), self.y[batch]).backward()
                optimizer.step()
        return [*losses, self.full_loss()]
