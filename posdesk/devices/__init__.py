"""Doors to what stands on the counter; no Qt here."""
