"""Hostile calls at the listener, by the million: `python -m tests.fuzz --inputs N --seed S`."""
