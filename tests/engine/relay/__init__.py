"""The relay in the engine: one counter and several, with a real nats-server between."""
