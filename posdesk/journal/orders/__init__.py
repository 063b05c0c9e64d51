"""Orders in the journal: what came in, what was pressed, what was scanned, what a person should read."""
