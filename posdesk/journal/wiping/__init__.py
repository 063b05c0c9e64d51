"""Personal data that was kept long enough: what is wiped of which row, when, and the proof of it."""
