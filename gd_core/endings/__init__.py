"""How a run ended, judged by its losses, its parameters and the ground."""
