"""Networks: their layers, losses, and the engines that go back through them."""
