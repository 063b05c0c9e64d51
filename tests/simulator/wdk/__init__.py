"""Tests of posdesk.simulator.wdk."""
