"""The desk's start: what is there at the first look, what comes after it."""
