"""Slips on paper: what stands on them, and how that is set in the cells of a receipt printer's line."""
