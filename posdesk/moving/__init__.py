"""A shop moves to a new PC: one file carries journal, settings and the audit trail's seals over.

`packed` is the file, `leaving` makes it on the old PC, `arriving` takes it over on the new one. The key of
the seals travels in it under a code that is shown once and typed there; no other secret does. Customers' data
is in the journal: the file is as private as a backup.
"""
