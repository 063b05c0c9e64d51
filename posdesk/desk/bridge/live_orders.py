"""The orders as last read, and the reader that keeps them so: one thread, whatever number of changes."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from posdesk.desk.bridge.threads import Post, Worker
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import Database, Journal, Notice
from posdesk.journal.orders import refused_calls, views
from posdesk.journal.shifts.topic import TOPIC as SHIFTS

log = logging.getLogger(__name__)
EVERYTHING: tuple[OrderKey, ...] = ()
STRAYS = "strays"  # journal/relay/stray_calls, which a store without a relay doesn't import
BOOK_TOPICS = frozenset({"receipts", "postings", "remarks", refused_calls.TOPIC, STRAYS})
PRINTS = "prints"
TOPICS = BOOK_TOPICS | {"scans", PRINTS, SHIFTS}
"""What pages follow by topic: each may have changed where nobody says what did."""
GATHER_MS = 100
NOTICE_S = 0.05  # a commit of our own is told of so soon: longer, and it was another process's


class LiveOrders(QObject):
    """Orders by key. Notices are hints: a hole in their numbers, or a commit without one, loads all.

    The first change is read at once; what comes within `GATHER_MS` after it was shown is read together.
    """

    def __init__(
        self,
        journal: Journal,
        post: Post,
        reader: Worker,
        changed: Callable[[tuple[OrderKey, ...]], None],
        topics: Callable[[frozenset[str]], None],
    ) -> None:
        """`changed` and `topics` are called in the GUI thread; `load` comes after the subscription.

        `topics` is told of `TOPICS` alone: of orders, which come in floods, `changed` says what there is.
        """
        super().__init__()
        self._journal, self._post, self._reader = journal, post, reader
        self._changed, self._topics = changed, topics
        self._gate = threading.Lock()
        self._wanted: set[OrderKey] | None = set()  # None: everything
        self._asked = False  # a read is under way, or was shown just now
        self._last_number = 0
        self._told = threading.Condition()
        self.rest = QTimer(self, singleShot=True, interval=GATHER_MS)  # what comes meanwhile waits for it
        self.rest.timeout.connect(self._rested)
        self.views: dict[OrderKey, OrderView] = {}
        self._unsubscribe = journal.subscribe(self._noticed)
        self.load()

    def load(self) -> None:
        """Read everything anew."""
        self._want(None)

    def ask(self, work: Callable[[], None]) -> None:
        """Have the reader's thread do something else; after `close` nothing is done any more."""
        self._reader.ask(work)

    def look_for_others(self) -> None:
        """Has another process committed? It sends no notice, but it takes a number.

        While the engine works it looks for all; without it this is asked each second.
        """
        self.ask(self._look)

    @property
    def lacks(self) -> bool:
        """Whether something could not be read: then a look reads it again."""
        return self._wanted is None and not self._asked

    def close(self) -> None:
        """End the reader."""
        self.rest.stop()
        self._reader.shut()
        self._unsubscribe()
        self._reader.close()

    def _noticed(self, notice: Notice) -> None:
        """In the writer's thread, or the engine's."""
        with self._told:
            hole = notice.is_of_others or notice.number > self._last_number + 1
            self._last_number = max(self._last_number, notice.number)
            self._told.notify_all()
        if hole or notice.keys:
            self._want(None if hole else set(notice.keys))
        topics = TOPICS if hole else notice.topics & TOPICS
        if topics:
            self._post.hand_in(lambda: self._topics(topics))

    def _want(self, keys: set[OrderKey] | None) -> None:
        with self._gate:
            self._wanted = None if keys is None or self._wanted is None else self._wanted | keys
            if self._asked:
                return
            self._asked = True
        self.ask(self._read)

    def _rested(self) -> None:
        """Read what came meanwhile, all at once."""
        with self._gate:
            self._asked = self._wanted is None or bool(self._wanted)
            if not self._asked:
                return
        self.ask(self._read)

    def _read(self) -> None:
        with self._gate:
            wanted, self._wanted = self._wanted, set()
        try:
            if wanted is None:
                everything = self._journal.read(self._board)
                self._post.hand_in(lambda: self._replace(everything))
            else:
                found = self._journal.read(lambda db: views.of_keys(db, wanted))
                self._post.hand_in(lambda: self._put(found))
        except Exception:
            log.exception("desk: the orders can't be read; trying again in a second")
            with self._gate:
                self._wanted, self._asked = None, False

    def _board(self, db: Database) -> tuple[OrderView, ...]:
        """What is as it was is held once, however often it is read, and whoever still holds it."""
        return tuple(map(self._known, views.each_on_board(db, self._journal.now())))

    def _known(self, view: OrderView) -> OrderView:
        old = self.views.get(view.order.key)
        return old if old is not None and old == view else view

    def _look(self) -> None:
        number = self._journal.last_number()
        with self._told:
            others = not self._told.wait_for(lambda: self._last_number >= number, NOTICE_S)
            self._last_number = max(self._last_number, number)
        if others or self._wanted is None:
            self.load()
        if others:
            self._post.hand_in(lambda: self._topics(TOPICS))

    def _replace(self, found: tuple[OrderView, ...]) -> None:
        self.views = {view.order.key: view for view in found}
        self.rest.start()
        self._changed(EVERYTHING)

    def _put(self, found: tuple[OrderView, ...]) -> None:
        self.views.update((view.order.key, view) for view in found)
        self.rest.start()
        self._changed(tuple(view.order.key for view in found))
