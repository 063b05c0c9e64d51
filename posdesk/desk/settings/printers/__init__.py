"""The topic of printers: which there are, what they answer, and which slip prints where."""
