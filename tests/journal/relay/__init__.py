"""The relay in the journal: its position, the calls that went astray, what others are to know."""
