"""The journal: a SQLite file that is the truth between the desk and the engine. The only SQL is here."""

from posdesk.journal.journal import Database, Journal
from posdesk.journal.transaction import Transaction
from posdesk.journal.writer import Notice

__all__ = ["Database", "Journal", "Notice", "Transaction"]
