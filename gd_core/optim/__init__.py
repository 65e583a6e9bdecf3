"""Optimizers and the schedules of their learning rate."""
