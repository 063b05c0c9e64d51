"""The platforms' wires: one module or folder each. Wire spellings live here and nowhere else."""
