"""Tests of posdesk.simulator.ovopark."""
