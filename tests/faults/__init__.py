"""The fault laboratory: the real engine, the simulated platforms, seeded faults, and the laws afterwards."""
