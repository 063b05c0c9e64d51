"""The relay's part of the engine: several counters of one store."""
