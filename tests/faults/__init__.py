"""The fault laboratory: the real engine, the simulated platforms, seeded faults, invariants afterwards."""
