"""STOP: a cancel after accept stands over every page until a person ends it."""
