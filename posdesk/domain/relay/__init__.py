"""What several counters of a store tell each other, with no wire and no disk in it."""
