"""Scans are read at key level, wherever the focus is (product rows 24-28, 30)."""
