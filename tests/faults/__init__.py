"""The fault laboratory: the real engine, the simulated platforms, seeded faults, the invariants afterwards."""
