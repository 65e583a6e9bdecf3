"""Gradient Descent Lab, installed: ``gradient-descent-lab`` on the command line starts the app."""
