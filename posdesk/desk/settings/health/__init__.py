"""The health: a line a part, its last proof, and where a fault is mended."""
