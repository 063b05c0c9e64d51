"""The pickups at hand: the one on the page, and those whose result still waits for a person."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import Lookup
from posdesk.domain.pickup.pickup import (
    RESULTS,
    Case,
    Face,
    busy,
    ended_verifications,
    face_of,
    verification_of,
    with_lookup,
)

_GONE = 64  # look-ups put away that are remembered: an answer comes within seconds, or never


class OpenCases:
    """Holds the cases; `forget` is told the number of each look-up that nobody needs any more."""

    def __init__(
        self, view_of: Callable[[OrderKey], OrderView | None], forget: Callable[[int], None]
    ) -> None:
        """Nothing is at hand."""
        self._view_of, self._forget = view_of, forget
        self._seen: dict[int, set[Face]] = {}
        self._gone: deque[int] = deque(maxlen=_GONE)
        self._opened = 0
        self._meant: OrderKey | None = None
        self.current: Case | None = None
        self.waiting: tuple[Case, ...] = ()

    def view(self, case: Case | None) -> OrderView | None:
        """A case's order as last read."""
        return self._view_of(case.key) if case is not None and case.key is not None else None

    def face(self, case: Case | None) -> Face:
        """What to show of a case."""
        return face_of(case, self.view(case))

    def concerns(self, keys: Iterable[OrderKey]) -> bool:
        """Whether one of these orders is at hand, chosen or only fitting."""
        cases = [case for case in (self.current, *self.waiting) if case is not None]
        mine = {case.key for case in cases} | {k for c in cases if c.lookup for k in c.lookup.keys}
        return not mine.isdisjoint(keys)

    @property
    def current_view(self) -> OrderView | None:
        """The order on the page."""
        return self.view(self.current)

    def hear(self, lookup: Lookup) -> bool:
        """Take a look-up's answer; whether it is a new one, which comes to the top."""
        if lookup.number in self._gone:
            return False
        known = next((c for c in (self.current, *self.waiting) if c and c.number == lookup.number), None)
        if known is not None:
            self._swap(known, self._begun(with_lookup(known, lookup)))
        else:
            self._raise(self._begun(with_lookup(Case(lookup.number, key=self._meant), lookup)))
            self._meant = None
        self._merge()
        return known is None

    def open_order(self, key: OrderKey) -> None:
        """Open an order from the board; what it has been through already makes no sound."""
        if self.current is not None and self.current.key == key:
            return
        self._opened += 1
        case = self._begun(Case(-self._opened, key=key))
        self._seen[case.number] = {self.face(case)}
        self._raise(case)

    def choose(self, key: OrderKey) -> None:
        """One of the several orders of the case on the page."""
        if self.current is not None:
            self.current = self._begun(replace(self.current, key=key))

    def ask_code(self) -> None:
        """The next code is meant for the order on the page."""
        self._meant = self.current.key if self.current else None

    def mark_handed_over(self, number: int) -> None:
        """The local hand-over of a case was pressed."""
        self._mark(number, handed_over=True)

    def not_handed_over(self, number: int) -> None:
        """It came to nothing: what completes the order now was done elsewhere."""
        self._mark(number, handed_over=False)

    def close(self) -> bool:
        """Put the case on the page away, into the list if its end is still open; whether there was one."""
        if self.current is None:
            return False
        case, self.current, self._meant = self.current, None, None
        self._put_away(case, keep=self._unfinished(case))
        return True

    def bring(self, number: int) -> None:
        """Show a case of the list again."""
        case = next((c for c in self.waiting if c.number == number), None)
        if case is not None:
            self.waiting = tuple(c for c in self.waiting if c is not case)
            self._raise(case)

    def new_faces(self) -> tuple[Face, ...]:
        """The results reached since the last call, the page's own last; parked ones that ended well go."""
        new = tuple(face for case in (*self.waiting, self.current) if case and (face := self._news(case)))
        for case in self.waiting:
            if not busy(self.face(case)):
                self._put_away(case, keep=False)
        return new

    def _unfinished(self, case: Case) -> bool:
        """Whether it can still come to something that a person must hear of."""
        intent = verification_of(case, self.view(case))
        return intent is not None and intent.is_open and not intent.without_answer

    def _news(self, case: Case) -> Face | None:
        face, seen = self.face(case), self._seen.setdefault(case.number, set())
        if face not in RESULTS or face in seen:
            return None
        seen.add(face)
        return face

    def _begun(self, case: Case) -> Case:
        """Leave out what had ended before this order came up; once it is on, all belongs to the case."""
        known = next((c for c in (self.current, *self.waiting) if c and c.number == case.number), None)
        if known is not None and known.key == case.key:
            return case
        return replace(case, before=ended_verifications(self.view(case)))

    def _merge(self) -> None:
        """A second scan of an order takes the first one's place; what has sounded doesn't sound again."""
        top = self.current
        for case in self.waiting:
            if top is not None and top.key is not None and case.key == top.key:
                self._seen.setdefault(top.number, set()).update(self._seen.get(case.number, set()))
                self._put_away(case, keep=False)

    def _mark(self, number: int, *, handed_over: bool) -> None:
        for case in (self.current, *self.waiting):
            if case is not None and case.number == number:
                self._swap(case, replace(case, handed_over=handed_over))

    def _swap(self, old: Case, new: Case) -> None:
        self.current = new if self.current is old else self.current
        self.waiting = tuple(new if c is old else c for c in self.waiting)

    def _raise(self, case: Case) -> None:
        if self.current is not None:
            self._put_away(self.current, keep=busy(self.face(self.current)))
        self.current = case

    def _put_away(self, case: Case, *, keep: bool) -> None:
        self.waiting = tuple(c for c in self.waiting if c is not case)
        if keep:
            self.waiting = (case, *self.waiting)
            return
        self._seen.pop(case.number, None)
        if case.number > 0:
            self._gone.append(case.number)
            self._forget(case.number)
