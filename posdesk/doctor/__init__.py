"""`posdesk doctor`: looks at every part beside a running desk or without one, and says what to do."""

from posdesk.doctor.command import Looked, examine, look

__all__ = ["Looked", "examine", "look"]
