"""Painted cards: facts, then marks with their boxes, then ink. Hit areas are the boxes that were painted."""
