"""Thousands of runs, of which only the ends are kept."""
