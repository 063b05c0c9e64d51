"""Windows beside ours: the least that PySide6 shows, and a board as Qt's own table would be one."""
