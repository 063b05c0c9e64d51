"""A till of the store: it rings believable receipts and hands them in."""

from posdesk.simulator.till.maker import history

__all__ = ["history"]
