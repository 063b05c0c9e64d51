"""What the engine knows of itself, gathered from its parts and told to whoever listens."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.clock import Clock, ClockMeasure
from posdesk.domain.hearing import Hearing
from posdesk.domain.journal_health import Loss, TrailDoubt
from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.domain.orders.auto_accept import AutoState
from posdesk.domain.orders.refused import TurnedAway
from posdesk.domain.orders.source import source_of
from posdesk.domain.printing.board import PrinterStatus
from posdesk.domain.printing.outcome import Trouble as PrintTrouble
from posdesk.domain.relay.status import RelayStatus
from posdesk.domain.status import (
    BookStatus,
    EngineState,
    EngineStatus,
    FormState,
    Gap,
    Keeping,
    PartnerStatus,
    Recovered,
    StrangeCall,
    Trouble,
    Way,
)
from posdesk.engine.listening.exposure import exposure_of
from posdesk.platforms.clock_offset import is_time
from posdesk.records import replace
from posdesk.settings.settings import Partner, Settings

if TYPE_CHECKING:
    from posdesk.journal.orders.call_proofs import OutsideCall

log = logging.getLogger(__name__)
Listener = Callable[[EngineStatus], None]
Ended = Answer | PostingAnswer  # of any call
SKEW_STEP_S = 1.0  # less is no other measure: an HTTP date is no finer
_GRAVEST_FIRST = tuple(Trouble)
_UNREACHED = frozenset({CallFault.NO_CONNECTION, CallFault.NO_TLS, CallFault.TIMED_OUT})


class StatusBoard:
    """The engine's status as one value; every part writes its own lines. Safe from any thread."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Start as not alive: nothing is claimed before it is known."""
        self._clock = clock
        self._gate = threading.Lock()
        self._listeners: list[Listener] = []
        self._when_answering: list[Callable[[], None]] = []
        self._has_answered = False
        self._measures: dict[str, ClockMeasure] = {}
        trouble = Trouble.NONE if settings.live_partners else Trouble.NO_PARTNER
        self._idle = trouble
        partners = tuple(_unheard(partner) for partner in settings.live_partners)
        self._troubles: dict[tuple[Trouble, str], str] = {}  # a failed part is a trouble of its own
        books = _books_of(settings)
        self._status = EngineStatus(
            trouble=Trouble.ENGINE_DEAD, partners=partners, books=books, exposure=exposure_of(settings)
        )

    @property
    def status(self) -> EngineStatus:
        """The picture now."""
        return self._status

    @property
    def skews(self) -> tuple[timedelta, ...]:
        """How far the PC's clock is ahead of each platform's now, however it was set since the measure."""
        now, steady = self._clock.now(), self._clock.monotonic()
        return tuple(each.skew_now(now, steady) for each in tuple(self._measures.values()))

    def renew_skews(self) -> None:
        """The PC's clock may have been set since it was measured: what is said of it is as it is now."""
        now, steady = self._clock.now(), self._clock.monotonic()
        for name, measure in tuple(self._measures.items()):
            skew_s = measure.skew_now(now, steady).total_seconds()
            for among in ("partners", "books"):
                known = next((each for each in getattr(self._status, among) if each.name == name), None)
                was = known.skew_s if known is not None else None
                if was is not None and abs(was - skew_s) >= SKEW_STEP_S:
                    self._change_one(among, name, {"skew_s": skew_s})

    @property
    def reaches_listener(self) -> bool:
        """Whether a call would reach the listener and could be checked; the disk is another matter."""
        status = self._status
        able = any(p.trouble is Trouble.NONE for p in status.partners)
        return status.alive and bool(status.address) and able and not self.has(Trouble.LISTENER_LOST)

    @property
    def receives(self) -> bool:
        """Whether a platform's call would be stored now; a failed outbox keeps no order away."""
        return self.reaches_listener and not self.has(Trouble.DISK)

    def has(self, trouble: Trouble) -> bool:
        """Whether this trouble stands, be it the one that is shown or not."""
        return any(kind is trouble for kind, _ in tuple(self._troubles))

    def subscribe(self, listener: Listener) -> None:
        """Be told of each change, in the thread that made it."""
        self._listeners.append(listener)

    def when_answering(self, act: Callable[[], None]) -> None:
        """Do this once, when our own /healthz has answered for the first time, or now where it has.

        In the engine's thread, or at once in the caller's.
        """
        with self._gate:
            has_answered = self._has_answered
            if not has_answered:
                self._when_answering.append(act)
        if has_answered:
            act()

    def answering(self) -> None:
        """Our listener takes calls: one came in, or our own was answered."""
        with self._gate:
            self._has_answered = True
            waiting, self._when_answering = self._when_answering, []
        for act in waiting:
            act()

    def alive(self, address: str) -> None:
        """The engine runs; `address` is host:port, empty while the listener is not bound."""
        with self._gate:
            if address:
                self._troubles.pop((Trouble.PORT_TAKEN, ""), None)
                self._troubles.pop((Trouble.ADDRESS_GONE, ""), None)
        self._change(alive=True, state=EngineState.WORKING, address=address)

    def trouble(self, trouble: Trouble, detail: str = "") -> None:
        """Something keeps orders from being taken; `detail` names the object, of a failed part the part."""
        with self._gate:
            self._troubles[_name_of(trouble, detail)] = detail
        self._change()

    def mended(self, trouble: Trouble, part: str = "") -> None:
        """That trouble is over, of a failed part by the part's name; another one stays and is shown."""
        name = _name_of(trouble, part)
        with self._gate:
            stood = name in self._troubles
            self._troubles.pop(name, None)
        if stood:  # each order that is stored says that the disk is well
            self._change()

    def dead(self, detail: str = "") -> None:
        """The engine has stopped, wanted or not."""
        with self._gate:
            self._troubles.clear()
        dead = EngineState.DEAD
        self._change(alive=False, state=dead, address="", trouble=Trouble.ENGINE_DEAD, detail=detail)

    def gaps(self, gaps: tuple[Gap, ...]) -> None:
        """The gaps nobody has checked, a present one last."""
        self._change(gaps=gaps)

    def damaged(self) -> None:
        """The journal's file was found broken; only a new start mends that."""
        self._change(damaged=True)

    def losses(self, losses: tuple[Loss, ...]) -> None:
        """What a damaged journal has cost, as far as nobody has read it."""
        self._change(losses=losses)

    def trail(self, doubt: TrailDoubt) -> None:
        """What a look at the audit trail and its seals found."""
        self._change(trail=doubt)

    def shared(self, folder: str) -> None:
        """A folder in the home stays open to a till of another account."""
        self._change(shared=folder)

    def turned_away(self, told: TurnedAway) -> None:
        """Refused and wrongly signed calls of which somebody must hear."""
        self._change(turned_away=told)

    def recovered(self, told: Recovered | None) -> None:
        """Whose PIN the recovery code set anew last."""
        self._change(recovered=told)

    def keeping(self, told: Keeping) -> None:
        """Tell which personal data is kept longer than the settings say, and why."""
        self._change(keeping=told)

    def auto(self, told: AutoState) -> None:
        """Whether orders are accepted by themselves, and why not; with each order it is said again."""
        if told != self._status.auto:
            self._change(auto=told)

    def hearing(self, told: Hearing) -> None:
        """Tell whether a person has heard the alarm this shift, and where; auto-accept asks it."""
        self._change(hearing=told)

    def received(self, partner: str, at: datetime, way: Way = Way.LISTENER) -> None:
        """A call of this partner came in with a right signature: told to the second, as it is shown.

        A flood of orders would make everybody who shows it say so again with each of them. What the relay
        brings late says nothing of now: an older moment than the known one changes nothing.
        """
        known = next((each for each in self._status.partners if each.name == partner), None)
        last = known.last_received if known is not None else None
        if last is not None and way is Way.RELAY and at < last:
            return
        if known is None or last is None or (_second_of(last), known.way) != (_second_of(at), way):
            self._partner(partner, last_received=at, way=way)

    def relay(self, told: RelayStatus | None) -> None:
        """How the relay is, and the store's other counters; None in a store without one."""
        self._change(relay=told)

    def proven(
        self, partner: str, form: FormState, at: datetime | None, outside: "OutsideCall | None"
    ) -> None:
        """What this partner's calls prove of its form, and that they come from outside."""
        last, peer = (outside.at, outside.address) if outside is not None else (None, "")
        self._partner(partner, form=form, form_at=at, outside_at=last, outside_from=peer)

    def refused_signs(self, newest: dict[str, datetime], stranger: StrangeCall | None) -> None:
        """When each partner's last call came whose signature did not fit; the last one of nobody's appid."""
        if self._status.stranger != stranger:
            self._change(stranger=stranger)
        for known in self._status.partners:
            if known.refused_at != newest.get(known.name):
                self._partner(known.name, refused_at=newest.get(known.name))

    def keys(self, troubles: dict[str, Trouble]) -> None:
        """Which partners' appkeys can't be had, and why."""
        for name, trouble in troubles.items():
            self._partner(name, trouble=trouble)

    def answered(self, partner: str, answer: Ended) -> None:
        """One of our calls ended: reached or not, and by how much the clocks differ."""
        known = next((p for p in self._status.partners if p.name == partner), PartnerStatus(partner))
        if answer.verdict is not Verdict.UNABLE:
            self._partner(partner, **self._reach(known, answer))

    def book_answered(self, name: str, answer: Ended) -> None:
        """As `answered`, of a platform of the books."""
        known = self._status.book(name) or BookStatus(name)
        if answer.verdict is not Verdict.UNABLE:
            self.book(name, **self._reach(known, answer))

    def _reach(self, known: PartnerStatus | BookStatus, answer: Ended) -> dict[str, object]:
        """Whether a platform is reached, how far the clocks are apart: the last measure while none is new."""
        now, skew = self._clock.now(), known.skew_s
        since = (known.unreachable_since or now) if answer.fault in _UNREACHED else None
        if answer.server_time is not None:
            skew = (now - answer.server_time).total_seconds() - answer.round_trip_s / 2
            if is_time(answer.server_time):
                self._measures[known.name] = ClockMeasure(skew, now, self._clock.monotonic())
        return {"unreachable_since": since, "skew_s": skew}

    def adopt(self, settings: Settings) -> None:
        """Other settings count now; what is known of partners, books and printers that stay, stays."""
        known = {each.name: each for each in self._status.partners}
        partners = tuple(_known_as(known.get(each.name), _unheard(each)) for each in settings.live_partners)
        self._idle = Trouble.NONE if settings.live_partners else Trouble.NO_PARTNER
        self._change(partners=partners, exposure=exposure_of(settings))
        self.set_books(settings)
        self.set_printers(settings)

    def set_books(self, settings: Settings) -> None:
        """Other settings name the platforms of the books now."""
        known = {book.name: book for book in self._status.books}
        books = (replace(known.get(b.name, b), missing=b.missing) for b in _books_of(settings))
        self._change(books=tuple(books))

    def set_printers(self, settings: Settings) -> None:
        """Other settings name the printers now; what is known of those that stay, stays."""
        known = {each.name: each for each in self._status.printers}
        names = (printer.name for printer in settings.printer)
        self._change(printers=tuple(known.get(name, PrinterStatus(name)) for name in names))

    def printer(self, name: str, trouble: PrintTrouble | None) -> None:
        """A printer was tried: what is wrong with it, None where it took the slip."""
        known = next((each for each in self._status.printers if each.name == name), None)
        if known is not None and known.trouble is not trouble:
            since = None if trouble is None else known.since or self._clock.now()
            self._change_one("printers", name, {"trouble": trouble, "since": since})

    def book(self, name: str, **changes: object) -> None:
        """Fields of a platform of the books have changed, by their names in `BookStatus`."""
        self._change_one("books", name, changes)

    def _partner(self, name: str, **changes: object) -> None:
        self._change_one("partners", name, changes)

    def _change_one(self, among: str, name: str, changes: dict[str, Any]) -> None:
        with self._gate:
            old = self._status
            known = getattr(old, among)
            rows = tuple(replace(each, **changes) if each.name == name else each for each in known)
            renewed: dict[str, Any] = {among: rows}
            self._status = replace(old, **renewed)
        self._tell(old)

    def _change(self, **changes: object) -> None:
        with self._gate:
            old = self._status
            self._status = replace(old, **changes)  # type: ignore[arg-type]
            if self._status.alive:
                trouble, detail = self._gravest()
                self._status = replace(self._status, trouble=trouble, detail=detail)
        self._tell(old)

    def _gravest(self) -> tuple[Trouble, str]:
        standing = sorted(self._troubles.items(), key=lambda item: _GRAVEST_FIRST.index(item[0][0]))
        return (standing[0][0][0], standing[0][1]) if standing else (self._idle, "")

    def _tell(self, old: EngineStatus) -> None:
        """A listener that fails never breaks the part that had something to say."""
        if old == self._status:
            return
        for listener in tuple(self._listeners):
            try:
                listener(self._status)
            except Exception:
                log.exception("status: a listener failed")


def _second_of(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _name_of(trouble: Trouble, detail: str) -> tuple[Trouble, str]:
    return trouble, detail if trouble is Trouble.PART_FAILED else ""


def _books_of(settings: Settings) -> tuple[BookStatus, ...]:
    return tuple(BookStatus(name, section.missing) for name, section in settings.books.items())


def _known_as(known: PartnerStatus | None, now: PartnerStatus) -> PartnerStatus:
    """What is known of a partner, under the settings of now."""
    if known is None:
        return now
    return replace(
        known, sources=now.sources, unsigned=now.unsigned, half_signed=now.half_signed, shown=now.shown
    )


def _unheard(partner: Partner) -> PartnerStatus:
    sources = tuple(source_of(str(code)) for code in partner.sources)
    return PartnerStatus(
        partner.name,
        sources,
        unsigned=not partner.is_signed,
        half_signed=partner.is_half_signed,
        shown=partner.shown,
    )
