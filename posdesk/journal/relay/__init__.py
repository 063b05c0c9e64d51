"""What the relay needs on disk: position, acts, claims, stray calls, other counters."""
