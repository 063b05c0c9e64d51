"""The shift: its drawer, its checklist, what is counted, and the Z that ends it."""
