"""Visitors that follow a script: every pair of choices by a link, and any action on any page.

``python -m tests.visitors`` sends many of them; the tests in this folder a few.
"""
