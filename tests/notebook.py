"""The oracle: gradient descent as a learner writes it in a plain PyTorch notebook."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch
from torch import Tensor

X = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]])
Y = torch.tensor([[10.0], [20.0], [30.0], [40.0]])


@dataclass
class Log:
    """What the loop noted: ``params`` at every point, the rest of every update."""

    params: list[Tensor] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    batch_losses: list[float] = field(default_factory=list)
    grads: list[Tensor] = field(default_factory=list)

    def add(self, w: Tensor, b: Tensor, loss: Tensor) -> None:
        self.params.append(flat(w, b))
        self.losses.append(full_loss(w, b).item())
        self.batch_losses.append(loss.item())
        self.grads.append(flat(w.grad, b.grad))


def flat(w: Tensor, b: Tensor) -> Tensor:
    """One vector (w1, w2, b)."""
    return torch.cat([w.detach().flatten(), b.detach()])


def draw(seed: int) -> tuple[Tensor, Tensor]:
    """The initial weights and bias after ``torch.manual_seed(seed)``."""
    torch.manual_seed(seed)
    w = torch.rand((2, 1), requires_grad=True)
    b = torch.rand((1,), requires_grad=True)
    return w, b


def shuffled(seed: int, epochs: int, size: int) -> list[Tensor]:
    """The mini-batches of a notebook that shuffles each epoch, after its initial draws."""
    draw(seed)
    return [batch for _ in range(epochs) for batch in torch.randperm(len(X)).split(size)]


def mean_squared_error(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> Tensor:
    return ((torch.relu(x @ w + b) - y) ** 2).mean()


def full_loss(w: Tensor, b: Tensor) -> Tensor:
    with torch.no_grad():
        return mean_squared_error(w, b, X.to(w.dtype), Y.to(w.dtype))


def full_batch_losses(seed: int, learning_rate: float, epochs: int) -> list[float]:
    """The loss log of the plainest loop there is."""
    w, b = draw(seed)
    losses = []
    for _ in range(epochs):
        loss = mean_squared_error(w, b, X, Y)
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            w -= learning_rate * w.grad
            b -= learning_rate * b.grad
        w.grad.zero_()
        b.grad.zero_()
    return [*losses, full_loss(w, b).item()]


def by_hand(params: list[Tensor], learning_rate: float) -> Callable[[], None]:
    """The update and the zeroing, written out."""

    def step() -> None:
        with torch.no_grad():
            for p in params:
                p -= learning_rate * p.grad
        for p in params:
            p.grad.zero_()

    return step


def with_sgd(params: list[Tensor], learning_rate: float) -> Callable[[], None]:
    """The update and the zeroing, left to torch.optim.SGD."""
    optimizer = torch.optim.SGD(params, lr=learning_rate)

    def step() -> None:
        optimizer.step()
        optimizer.zero_grad()

    return step


Updater = Callable[[list[Tensor], float], Callable[[], None]]


def descend(
    start: Tensor, batches: Iterable[Tensor], learning_rate: float, updater: Updater = by_hand
) -> Log:
    """Descend from ``start`` (w1, w2, b), one update a batch of sample indices (-1 is no sample)."""
    w = start[:2].clone().view(2, 1).requires_grad_()
    b = start[2:].clone().requires_grad_()
    x, y, log = X.to(start.dtype), Y.to(start.dtype), Log()
    step = updater([w, b], learning_rate)
    for batch in batches:
        seen = batch[batch >= 0]
        loss = mean_squared_error(w, b, x[seen], y[seen])
        loss.backward()
        log.add(w, b, loss)
        step()
    log.params.append(flat(w, b))
    log.losses.append(full_loss(w, b).item())
    return log
