"""Tests of the simulated ordering sites."""
