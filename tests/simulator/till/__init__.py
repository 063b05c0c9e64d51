"""Tests of posdesk.simulator.till."""
