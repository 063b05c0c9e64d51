"""What the corner card says at one moment, as values: a pure choice among what there is."""

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.facts import Facts, Moment, facts_of
from posdesk.desk.corner.waiting import Waiting
from posdesk.desk.frame.alarm import USUAL_ACCEPT_S
from posdesk.desk.frame.bands import trouble_said
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.say import clock_time
from posdesk.desk.words.states import Sentence
from posdesk.domain.corner import CornerFace
from posdesk.domain.orders.board import (
    Countdown,
    OrderView,
    countdown_of,
    lane_of,
)
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.status import EngineStatus

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ScanSaid:
    """What came of the last code that was read: the order's number where there is one, and the words."""

    number: int  # of the look-up
    what: str
    todo: str = ""
    facts: Facts | None = None
    role: StateRole = StateRole.SENDING
    sign: Sign = Sign.ARROW


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown. `accepts` is whether the order can be accepted by a touch; `more` counts those behind.

    `hint` says how a code can be scanned while another program is in front, where that takes a touch first.
    """

    face: CornerFace
    facts: Facts | None = None
    more: int = 0
    countdown: Countdown | None = None
    accepts: bool = False
    snoozes: bool = False
    said: Sentence = field(default_factory=lambda: Sentence(""))
    scan: ScanSaid | None = None
    counts: tuple[int, int, int] = (0, 0, 0)  # to accept, being made, ready
    received: datetime | None = None
    hint: str = ""

    @property
    def about(self) -> object:
        """What a touch would act on: another one is another card."""
        scan = self.scan.number if self.scan is not None else None
        return self.face, self.facts.key if self.facts else None, self.accepts, self.snoozes, scan

    @property
    def key(self) -> OrderKey | None:
        """The order that is shown."""
        return self.facts.key if self.facts else None


def scene_of(
    counter: Counter,
    waiting: Waiting,
    *,
    scan: ScanSaid | None,
    snoozed: bool,
    only_opens: bool,
    hint: str,
) -> Scene:
    """STOP beats a scan's result beats new beats gap beats the quiet strip."""
    stops, first = waiting.stops, waiting.first
    if stops:
        facts, more = facts_at(counter, stops[0]), len(stops) - 1
        return Scene(CornerFace.STOP, facts, more)
    if scan is not None:
        return Scene(CornerFace.SCAN, scan.facts, scan=scan)
    if first is not None:
        return _new(
            counter, first, waiting.new - 1, accepts=not only_opens, snoozes=not (only_opens or snoozed)
        )
    said = gap_said(counter.status(), counter)
    if said.what:
        return Scene(CornerFace.GAP, said=said)
    making, ready = waiting.counts(counter.clock.now())
    return Scene(CornerFace.QUIET, counts=(0, making, ready), received=_received(counter.status()), hint=hint)


def gap_said(status: EngineStatus, counter: Counter) -> Sentence:
    """Why orders can't come in now; what was missed and is over waits on the desk."""
    listens = counter.settings.listener
    said = trouble_said(status, f"{listens.host}:{listens.port}")
    if not said.what:
        return said
    starts = [gap.start for gap in status.gaps if gap.end is None]
    if not starts:
        return said
    since = translate("corner", "No orders since {time}. {what}")
    return Sentence(since.format(time=clock_time(min(starts)), what=said.what), said.todo)


def _new(counter: Counter, first: OrderView, more: int, *, accepts: bool, snoozes: bool) -> Scene:
    left_s = counter.accept_left_s(first.order.key)
    partner = counter.settings.partner_named(first.order.key.partner)
    total_s = partner.accept_within_s if partner else USUAL_ACCEPT_S
    countdown = None if left_s is None else countdown_of(left_s, total_s)
    facts = facts_at(counter, first)
    return Scene(CornerFace.NEW, facts, more, countdown=countdown, accepts=accepts, snoozes=snoozes)


def facts_at(counter: Counter, view: OrderView) -> Facts:
    """What an order's card shows at this moment."""
    now = counter.clock.now()
    return facts_of(view, lane_of(view, now), Moment(now, counter.settings.store.counter))


def _received(status: EngineStatus) -> datetime | None:
    return max((p.last_received for p in status.partners if p.last_received), default=None)
