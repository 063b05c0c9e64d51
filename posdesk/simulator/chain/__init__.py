"""A chain on one machine: platforms that call its gateway, and its counters in a few processes."""
