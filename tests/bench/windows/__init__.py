"""Windows beside ours: the least that PySide6 shows, and a board as Qt's own table would be one."""

BARE = ("-m", "tests.bench.windows.bare")
TABLE = ("-m", "tests.bench.windows.table")
"""The arguments that show them; the table wants to know with how many rows."""
