"""The shift in the journal: open, drawer, checklist, figures, and the Z, which is written once."""
