"""The layers on the bench, as a link says them: ``2-3-ReLU,3-1-Sigmoid``."""

from collections.abc import Sequence

from gd_core.problems.network.builder import ACTIVATIONS, MOST_LAYERS, SIZE, Layer
from pages._ui.typed import harmless, number_of


class Layers:
    """A field of a link: how many numbers each layer takes and gives, and its activation."""

    def read(self, name: str, text: str) -> tuple[Layer, ...]:
        """The layers that ``text`` says; ValueError names the field, the bound and the text."""
        parts = text.split(",")
        if len(parts) > MOST_LAYERS:
            raise ValueError(f"The {name} must be at most {MOST_LAYERS}, not {len(parts)}.")
        return tuple(_layer(part) for part in parts)

    def write(self, value: Sequence[Layer]) -> str:
        """The text that says the layers ``value``."""
        return ",".join(f"{layer.takes}-{layer.gives}-{layer.activation}" for layer in value)


def _layer(text: str) -> Layer:
    takes, gives, activation = (*text.split("-"), "", "")[:3] if text.count("-") == 2 else ("", "", "")
    if activation not in ACTIVATIONS:
        known = ", ".join(ACTIVATIONS)
        raise ValueError(
            f"A layer must be like 2-3-ReLU, with one of {known} at its end, not “{harmless(text)}”."
        )
    sizes = [int(number_of(size, "size of a layer", SIZE)) for size in (takes, gives)]
    return Layer(sizes[0], sizes[1], activation)
