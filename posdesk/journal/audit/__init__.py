"""The audit trail: its chain, the seals of its end, and what is found in it."""
