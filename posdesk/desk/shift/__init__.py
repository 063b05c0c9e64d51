"""The Shift page: its strip, what it counts, its checklist, the cash, and the Z that ends it."""
