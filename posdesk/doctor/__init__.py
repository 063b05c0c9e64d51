"""`posdesk doctor`: looks at every part beside a running desk or without one, and says what to do."""

from posdesk.doctor.command import examine

__all__ = ["examine"]
