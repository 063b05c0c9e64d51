"""What a job of the writer is given: one transaction, one moment, the head of the audit chain."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import datetime, timedelta
from typing import TypeVar

from posdesk.domain.clock import to_text
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.plan import NO_PLAN, PrintPlan
from posdesk.records import dataclass, replace

T = TypeVar("T")
_AT_ONCE = 300  # old rows: more than the calls of one transaction bring in
INSTANCE = "relay_instance"  # in meta, of a store with a relay only (relay/instance.py)
_HEAD = f"SELECT key, value FROM meta WHERE key IN ('audit', 'salt', '{INSTANCE}')"


@dataclass(slots=True)
class Chain:
    """The head of the chain inside one transaction.

    Where `is_gathering`, the journal's own note of it is written once, by `keep` before the COMMIT.
    `instance` is read with it: empty where the store has no relay.
    """

    number: int
    head: str
    salt: str
    is_gathering: bool = False
    kept: int = -1
    instance: str = ""

    @classmethod
    def read(cls, db: sqlite3.Connection, *, is_gathering: bool = False) -> "Chain":
        """The head as the journal has it now."""
        kept = dict(db.execute(_HEAD).fetchall())
        number, head = kept["audit"].split()
        return cls(int(number), head, kept["salt"], is_gathering, int(number), kept.get(INSTANCE, ""))

    def go_on(self, db: sqlite3.Connection, number: int, head: str) -> None:
        """A line was written: it is the head now."""
        self.number, self.head = number, head
        if not self.is_gathering:
            self.keep(db)

    def keep(self, db: sqlite3.Connection) -> None:
        """Write the journal's note of the head, if it isn't the one that stands there."""
        if self.number != self.kept:
            db.execute("UPDATE meta SET value = ? WHERE key = 'audit'", (f"{self.number} {self.head}",))
            self.kept = self.number

    def hash_of(self, text: str) -> str:
        """A salted hash of personal text: proves sameness, tells nothing."""
        return hashlib.sha256((self.salt + text).encode("utf-8", "surrogatepass")).hexdigest()


def head_of(db: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last line that was committed, be it there still or not.

    Within the writer's transaction the chain says it.
    """
    number, digest = db.execute("SELECT value FROM meta WHERE key = 'audit'").fetchone()[0].split()
    return int(number), digest


@dataclass(slots=True)
class Transaction:
    """What a job is given: the connection inside BEGIN IMMEDIATE, one `now`, a way to say what changed.

    `done` names what needs doing, or asking, but once in a transaction,
    however many jobs share it; it is taken back with a job that failed.
    A job lets sqlite3's errors through: one that swallowed a lost transaction would go on in autocommit.
    """

    db: sqlite3.Connection
    now: datetime
    counter: str
    chain: Chain
    keys: set[OrderKey] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    plan: PrintPlan = NO_PLAN  # what prints with what this transaction does
    done: set[str] = field(default_factory=set)
    is_by_stream: bool = False
    """Whether what comes in now came by the relay's stream, where every counter of the store reads it."""
    came: datetime | None = None
    """When it came to the chain's gateway, by our clock; None where it comes in now."""
    _at: str = ""

    @property
    def instance(self) -> str:
        """This journal's instance among those of its store; empty where that has no relay."""
        return self.chain.instance

    @contextlib.contextmanager
    def by_stream(self, received: datetime | None = None) -> Iterator[None]:
        """What is stored inside came by the relay's stream: nobody needs to be told of it.

        `received` (aware, by our clock) is when the gateway took it.
        """
        before, self.is_by_stream = self.is_by_stream, True
        try:
            with self.came_at(received):
                yield
        finally:
            self.is_by_stream = before

    @contextlib.contextmanager
    def came_at(self, received: datetime | None) -> Iterator[None]:
        """What is stored inside came in at that moment (aware, by our clock), or now, but never later."""
        before, self.came = self.came, received
        try:
            yield
        finally:
            self.came = before

    @property
    def received(self) -> datetime:
        """When what is being stored came in."""
        return self.now if self.came is None else min(self.came, self.now)

    @property
    def received_text(self) -> str:
        """The same as journal text."""
        return self.at if self.came is None else to_text(self.received)

    @property
    def at(self) -> str:
        """`now` as journal text, written once."""
        self._at = self._at or to_text(self.now)
        return self._at

    def turn_to(self, moment: datetime) -> None:
        """Another `now`, for who tells a past; what was done but once was done for the moment before."""
        self.now, self._at = moment, ""
        self.done.clear()

    def touch(self, topic: str, key: OrderKey | None = None) -> None:
        """Note that rows of a table changed, of an order where one is meant."""
        self.topics.add(topic)
        if key is not None:
            self.keys.add(key)

    def first(self, what: str) -> bool:
        """Whether this is to be done for the first time in this transaction; from now on it is done."""
        is_first = what not in self.done
        self.done.add(what)
        return is_first

    def mark(self) -> "Mark":
        """What was said so far: for whoever may have to take back what comes after."""
        return Mark(replace(self.chain), frozenset(self.keys), frozenset(self.topics), frozenset(self.done))

    def go_back(self, mark: "Mark") -> None:
        """The rows of a savepoint were rolled back: so is what was said of them."""
        self.chain = replace(mark.chain)
        self.keys, self.topics, self.done = set(mark.keys), set(mark.topics), set(mark.done)


@dataclass(frozen=True, slots=True)
class Mark:
    """See `Transaction.mark`."""

    chain: Chain
    keys: frozenset[OrderKey]
    topics: frozenset[str]
    done: frozenset[str]


def forget_old(tx: Transaction, table: str, kept: timedelta, most: int) -> None:
    """Delete a table's rows that came longer ago than `kept`, and those before the newest `most`.

    A few at a time, and once in a transaction: no single job pays for all of them, and no job for none.
    """
    if not tx.first(f"old {table}"):
        return
    old = f"SELECT number FROM {table} WHERE at < ? ORDER BY at LIMIT {_AT_ONCE}"
    many = (
        f"SELECT number FROM {table} WHERE number <= (SELECT max(number) FROM {table}) - ?"
        f" ORDER BY number LIMIT {_AT_ONCE}"
    )
    tx.db.execute(f"DELETE FROM {table} WHERE number IN ({old})", (to_text(tx.now - kept),))
    tx.db.execute(f"DELETE FROM {table} WHERE number IN ({many})", (most,))


Job = Callable[[Transaction], T]
