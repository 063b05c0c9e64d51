"""The bridge over a real journal: what it says of the engine, of time, and of wishes that came to nothing."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge import counter_bridge as bridge_module
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.bridge.engine_watch import EngineWatch
from posdesk.desk.bridge.questions import read_history, search
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.hearing import UNHEARD
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq, new_seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import CodeFrom, Found, Lookup
from posdesk.domain.rights import Right, Role
from posdesk.domain.status import EngineState, EngineStatus, StartWait, Trouble
from posdesk.engine.actions import Actions
from posdesk.engine.engine import Engine
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskFault, NotDone, OrderReason
from posdesk.journal import Journal
from posdesk.journal.journal import READERS
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings, Staff, Store
from tests.engine.making import blocked, partner
from tests.journal.making import CASH, KEY, PATIENCE_S, Counter, SetClock, key_of, one_group, opened

LI, WANG = Staff(name="李敏"), Staff(name="王经理", role=Role.MANAGER)
TWIN, OTHER_TWIN, BLANK = Staff(name="甲"), Staff(name="乙"), Staff(name="丙")
PINS = {LI: "111111", WANG: "222222", TWIN: "333333", OTHER_TWIN: "333333"}
PEOPLE = (*PINS, BLANK)
SETTINGS = Settings(store=Store(code="001", undo_s=5), partner=(partner(),), staff=PEOPLE)
WITHIN_S = 300.0
Publish = Callable[[Lookup], None]


class Pins(Credentials):
    """The PINs in memory; the keyring is not asked."""

    def __init__(self) -> None:
        super().__init__()
        self._held.update({person.secret_name: pin for person, pin in PINS.items()})


@dataclass
class StandInEngine:
    """What the bridge sees of an engine, as a test says."""

    status: StatusBoard
    pulse: float | None
    is_alive: bool = True
    is_starting: bool = False
    waits_for: StartWait = StartWait.NOTHING
    has_parts: bool = True
    asked: list[tuple[Lookup, Publish]] = field(default_factory=list)

    def claim_out(self, _key: OrderKey, _actor: str, *, takes_over: bool) -> None:
        """A store without a relay: nobody is asked."""

    def look_up(self, lookup: Lookup, _actor: str, publish: Publish) -> object | None:
        self.asked.append((lookup, publish))
        return self if self.has_parts else None

    def hurry(self, _seq: Seq) -> None:
        """Nothing is sent here."""


class Desk:
    """A bridge at work, and all that it said."""

    def __init__(self, journal: Journal, clock: SetClock, engine: StandInEngine) -> None:
        self.journal, self.clock, self.engine = journal, clock, engine
        self.counter = Counter(journal)
        real = cast(Engine, engine)
        actions = Actions(journal, real)
        self.bridge = CounterBridge(SETTINGS, journal, real, actions, secrets=Pins(), clock=clock)
        self.said: list[tuple[Any, ...]] = []
        signals = self.bridge.signals
        for name in (
            "status_changed",
            "notice",
            "unsaved",
            "unwished",
            "staff_changed",
            "lookup_changed",
        ):
            getattr(signals, name).connect(lambda *what, name=name: self.said.append((name, *what)))
        signals.sign_in_failed.connect(lambda: self.said.append(("sign_in_failed",)))

    def hear_found(self, views: tuple[OrderView, ...], text: str) -> None:
        """A call-back: what was found."""
        self.said.append(("found", text, views))

    def hear_history(self, lines: tuple[HistoryLine, ...], key: OrderKey) -> None:
        """A call-back: an order's history."""
        self.said.append(("history", key, lines))

    def pass_by(self, seconds: int) -> None:
        """Time goes by, and the bridge looks each second, as it does while its thread is free."""
        for _ in range(seconds):
            self.clock.walk(1)
            self.bridge.look()

    def states(self) -> list[EngineState]:
        told = [what[1].state for what in self.said if what[0] == "status_changed"]
        return [state for state, _ in groupby(told)]

    def troubles(self) -> list[Trouble]:
        return [what[1].trouble for what in self.said if what[0] == "status_changed"]

    def intents(self, key: OrderKey = KEY) -> tuple[Intent, ...]:
        view = self.bridge.view(key)
        return view.intents if view is not None else ()


@contextmanager
def desk_at(home: Path, clock: SetClock, **engine: Any) -> Iterator[Desk]:
    """A bridge on the journal of this home, with an engine that was alive a moment ago."""
    with opened(home, clock) as journal:
        board = StatusBoard(SETTINGS, clock)
        if not engine.get("is_starting"):
            board.alive("127.0.0.1:1")
        pulse = None if engine.get("is_starting") else clock.monotonic()
        made = Desk(journal, clock, StandInEngine(board, pulse, **engine))
        with closing(made.bridge):
            yield made


@pytest.fixture(autouse=True)
def frequent_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bridge's own timer, faster; a load every so often would hide what a notice missed."""
    monkeypatch.setattr(bridge_module, "LOOK_MS", 10)
    monkeypatch.setattr(bridge_module, "RELOAD_EVERY", 10**9)


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands still until it is moved."""
    return SetClock()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """A bridge that shows one new order."""
    with desk_at(tmp_path, clock) as made:
        made.counter.add()
        qtbot.waitUntil(lambda: made.bridge.view(KEY) is not None)
        yield made


# the engine


def test_the_engines_word_is_told_at_once_and_a_flood_of_words_by_the_last_one(
    desk: Desk, qtbot: QtBot
) -> None:
    pace = desk.bridge._status_pace
    qtbot.waitUntil(lambda: not pace.rest.isActive())
    pace.rest.setInterval(3_600_000)  # so that nothing below has waited for its end
    desk.said.clear()
    board = desk.engine.status
    board.trouble(Trouble.PORT_TAKEN)
    qtbot.waitUntil(lambda: desk.troubles() == [Trouble.PORT_TAKEN])
    for _ in range(20):
        board.trouble(Trouble.DISK)
        board.mended(Trouble.DISK)
    board.mended(Trouble.PORT_TAKEN)
    pace.rest.start(0)
    qtbot.waitUntil(lambda: desk.troubles() == [Trouble.PORT_TAKEN, Trouble.NONE])


def test_an_engine_that_falls_silent_is_said_in_seconds_then_dead_and_its_return_too(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.bridge.look()
    desk.pass_by(8)
    assert desk.bridge.status().state is EngineState.SILENT
    assert desk.bridge.status().silent_s == 8
    assert not desk.bridge.status().takes_orders
    desk.pass_by(22)
    assert desk.bridge.status().trouble is Trouble.ENGINE_DEAD
    desk.engine.pulse = desk.clock.monotonic()
    qtbot.waitUntil(lambda: desk.bridge.status() == desk.engine.status.status)
    assert desk.states() == [EngineState.SILENT, EngineState.DEAD, EngineState.WORKING]


def test_a_screen_that_stood_still_is_not_the_engines_silence(desk: Desk) -> None:
    desk.bridge.look()
    desk.clock.walk(60)
    desk.bridge.look()
    assert desk.bridge.status().state is EngineState.WORKING
    assert desk.bridge.status().takes_orders


def test_an_engine_that_ended_is_said_however_fresh_its_last_pulse(desk: Desk, qtbot: QtBot) -> None:
    desk.engine.is_alive = False
    qtbot.waitUntil(lambda: desk.troubles() == [Trouble.ENGINE_DEAD])
    assert not desk.bridge.status().alive


def test_a_silent_engine_stays_dead_whatever_it_last_said(desk: Desk, qtbot: QtBot) -> None:
    desk.bridge.look()
    desk.pass_by(30)
    desk.engine.status.trouble(Trouble.DISK)
    qtbot.waitUntil(lambda: bool(desk.troubles()))
    assert desk.bridge.status().trouble is Trouble.ENGINE_DEAD


def test_what_the_engine_says_is_said_once(desk: Desk, qtbot: QtBot) -> None:
    threading.Thread(target=desk.engine.status.trouble, args=(Trouble.DISK,)).start()
    qtbot.waitUntil(lambda: bool(desk.troubles()))
    threading.Thread(target=desk.engine.status.mended, args=(Trouble.DISK,)).start()
    qtbot.waitUntil(lambda: desk.troubles() == [Trouble.DISK, Trouble.NONE])


def test_a_start_is_never_said_to_be_a_death_and_a_long_one_says_what_it_waits_for(
    tmp_path: Path, clock: SetClock
) -> None:
    with desk_at(tmp_path, clock, is_starting=True, waits_for=StartWait.KEYRING) as desk:
        desk.pass_by(29)
        assert desk.bridge.status().state is EngineState.STARTING
        assert not desk.bridge.status().takes_orders
        desk.pass_by(1)
        late = desk.bridge.status()
        assert (late.state, late.waits_for) == (EngineState.LATE, StartWait.KEYRING)
        assert Trouble.ENGINE_DEAD not in desk.troubles()


def test_an_engine_whose_first_word_is_still_on_its_way_is_starting_not_dead(
    tmp_path: Path, clock: SetClock
) -> None:
    """It pulses and listens; what it said last is of before its start."""
    status = StatusBoard(Settings(), clock)
    status.hearing(UNHEARD)
    watch = EngineWatch(cast(Engine, StandInEngine(status, pulse=clock.monotonic())), clock)
    watch.look()
    assert (watch.status.state, watch.status.trouble) == (EngineState.STARTING, Trouble.NONE)
    status.alive("127.0.0.1:8765")
    watch.said = status.status
    assert watch.status.state is EngineState.WORKING


def test_a_trouble_that_the_engine_names_is_said_in_place_of_what_it_waits_for(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.engine.waits_for = StartWait.PORT
    desk.bridge.look()
    assert desk.bridge.status().state is EngineState.STARTING
    desk.engine.status.trouble(Trouble.PORT_TAKEN)
    qtbot.waitUntil(lambda: desk.bridge.status().trouble is Trouble.PORT_TAKEN)
    assert desk.bridge.status().alive


def test_after_close_nothing_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.bridge.close()
    desk.engine.status.trouble(Trouble.DISK)
    desk.clock.walk(9)
    looked = threading.Event()
    QTimer.singleShot(3 * bridge_module.LOOK_MS, looked.set)
    qtbot.waitUntil(looked.is_set)
    assert desk.said == []


# time


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_wall_clock_that_jumps_moves_no_deadline_and_no_undo(desk: Desk, qtbot: QtBot, hours: int) -> None:
    assert desk.bridge.accept_left_s(KEY) == WITHIN_S
    first = desk.counter.press(Kind.ACCEPT, leaves_after_s=5)
    qtbot.waitUntil(lambda: bool(desk.intents()))
    desk.clock.wall += timedelta(hours=hours)
    desk.counter.press(Kind.PAY)
    qtbot.waitUntil(lambda: len(desk.intents()) == 2)
    assert desk.bridge.accept_left_s(KEY) == WITHIN_S
    assert desk.bridge.undo_left_s(first.seq) == 5
    desk.clock.walk(2)
    assert desk.bridge.accept_left_s(KEY) == WITHIN_S - 2
    assert desk.bridge.undo_left_s(first.seq) == 3


def test_a_clock_that_was_set_back_before_the_start_gives_no_more_than_the_deadlines_own_length(
    qtbot: QtBot, tmp_path: Path, clock: SetClock
) -> None:
    with opened(tmp_path, clock) as journal:
        Counter(journal).add()
    clock.wall -= timedelta(hours=2)
    with desk_at(tmp_path, clock) as desk:
        qtbot.waitUntil(lambda: desk.bridge.view(KEY) is not None)
        assert desk.bridge.accept_left_s(KEY) == WITHIN_S


def test_a_deadline_goes_on_over_a_restart(qtbot: QtBot, tmp_path: Path, clock: SetClock) -> None:
    with opened(tmp_path, clock) as journal:
        Counter(journal).add()
    clock.walk(100)
    with desk_at(tmp_path, clock) as desk:
        qtbot.waitUntil(lambda: desk.bridge.view(KEY) is not None)
        assert desk.bridge.accept_left_s(KEY) == WITHIN_S - 100


def test_an_order_without_a_deadline_has_none(desk: Desk) -> None:
    assert desk.bridge.accept_left_s(key_of("nobody's")) is None
    assert desk.bridge.undo_left_s(Seq("nobody's")) == 0


# wishes


def test_a_wish_that_the_journal_refuses_is_said_with_order_and_reason(desk: Desk, qtbot: QtBot) -> None:
    desk.bridge.wish(KEY, Kind.ACCEPT)
    desk.bridge.sign_in(PINS[LI])
    desk.bridge.wish(KEY, Kind.REFUSE, reason="sold out")
    qtbot.waitUntil(lambda: desk.said[1:] == [("unwished", KEY), ("notice", reason_words(OrderReason.STATE))])
    qtbot.waitUntil(lambda: [intent.kind for intent in desk.intents()] == [Kind.ACCEPT])


def test_a_wish_that_cant_be_written_is_said_with_its_order(desk: Desk, qtbot: QtBot) -> None:
    with blocked(desk.journal):
        desk.bridge.wish(KEY, Kind.ACCEPT)
        qtbot.waitUntil(lambda: desk.said == [("unwished", KEY), ("unsaved", "disk_locked")])
    desk.bridge.wish(KEY, Kind.ACCEPT)
    qtbot.waitUntil(lambda: len(desk.intents()) == 1)


def test_a_press_that_waits_for_the_disk_is_said_before_it_fails_and_its_end_too(
    desk: Desk, qtbot: QtBot
) -> None:
    with one_group(desk.journal):
        desk.bridge.wish(KEY, Kind.ACCEPT)
        desk.clock.walk(3)
        qtbot.waitUntil(lambda: desk.troubles() == [Trouble.DISK])
        assert desk.bridge.status().detail == DiskFault.LOCKED
    qtbot.waitUntil(lambda: desk.troubles() == [Trouble.DISK, Trouble.NONE])


def test_a_wish_that_a_fault_of_ours_broke_is_said_as_ours(desk: Desk, qtbot: QtBot) -> None:
    desk.bridge.wish(KEY, Kind.PAY, payments=cast("Any", (object(),)))
    qtbot.waitUntil(lambda: desk.said == [("unwished", KEY), ("unsaved", "ours")])


def test_an_undo_after_it_left_is_not_allowed_and_says_so(desk: Desk, qtbot: QtBot) -> None:
    pressed = desk.counter.press(Kind.ACCEPT)
    assert desk.counter.begin(pressed.seq) is not None
    qtbot.waitUntil(lambda: [intent.outcome for intent in desk.intents()] == [Outcome.SENDING])
    desk.bridge.act(partial(Actions.undo, seq=pressed.seq))
    qtbot.waitUntil(lambda: desk.said == [("notice", reason_words(OrderReason.LEFT))])
    assert desk.counter.intent(pressed.seq).outcome is Outcome.SENDING


def test_an_undo_in_time_withdraws(desk: Desk, qtbot: QtBot) -> None:
    desk.bridge.wish(KEY, Kind.ACCEPT)
    qtbot.waitUntil(lambda: len(desk.intents()) == 1)
    desk.bridge.act(partial(Actions.undo, seq=desk.intents()[0].seq))
    qtbot.waitUntil(lambda: desk.counter.view().intents[0].outcome is Outcome.WITHDRAWN)
    assert desk.said == []


@pytest.mark.parametrize("pin", ["", PINS[LI]])
def test_a_hand_out_against_a_signature_without_a_manager_is_not_written(
    desk: Desk, qtbot: QtBot, pin: str
) -> None:
    key = with_a_code(desk, qtbot)
    if pin:
        desk.bridge.sign_in(pin)
    desk.bridge.wish(key, Kind.VERIFY, code="123456", without_answer=True)
    desk.bridge.people.drop()
    assert ("notice", reason_words(NotDone.NO_PIN)) in desk.said
    desk.bridge.wish(key, Kind.ACCEPT)
    qtbot.waitUntil(lambda: [intent.kind for intent in desk.intents(key)] == [Kind.ACCEPT])


def test_a_hand_out_against_a_signature_is_written_under_the_managers_name(desk: Desk, qtbot: QtBot) -> None:
    key = with_a_code(desk, qtbot)
    desk.bridge.sign_in(PINS[WANG])
    desk.bridge.wish(key, Kind.VERIFY, code="123456", without_answer=True)
    qtbot.waitUntil(lambda: len(desk.intents(key)) == 1)
    written = desk.intents(key)[0]
    assert (written.actor, written.without_answer) == (WANG.name, True)


ASKING: dict[str, tuple[Right, Callable[[Desk], None]]] = {
    "refuse": (Right.REFUSE, lambda d: d.bridge.wish(KEY, Kind.REFUSE, reason="sold out")),
    "hand out": (
        Right.HAND_OUT,
        lambda d: d.bridge.wish(KEY, Kind.VERIFY, code="1", without_answer=True),
    ),
    "settle": (Right.SETTLE, lambda d: d.bridge.act(partial(Actions.settle, seq=new_seq(), done=True))),
    "end a stop": (Right.END_STOP, lambda d: d.bridge.act(partial(Actions.acknowledge_stop, key=KEY))),
    "end the stops of a number": (
        Right.END_STOP,
        lambda d: d.bridge.act(partial(Actions.cancel_this, key=KEY)),
    ),
    "close here": (
        Right.CLOSE_HERE,
        lambda d: d.bridge.act(partial(Actions.close_here, key=KEY, reason=CloseReason.NO_SHOW)),
    ),
    "open again": (Right.CLOSE_HERE, lambda d: d.bridge.act(partial(Actions.open_again, key=KEY))),
    "reveal": (Right.REVEAL, lambda d: d.bridge.act(partial(Actions.revealed, key=KEY))),
}
NEVER_ASKING: dict[str, Callable[[Desk], None]] = {
    "accept": lambda d: d.bridge.wish(KEY, Kind.ACCEPT),
    "ready": lambda d: d.bridge.wish(KEY, Kind.READY),
    "pay": lambda d: d.bridge.wish(KEY, Kind.PAY, payments=(CASH,)),
    "verify": lambda d: d.bridge.wish(KEY, Kind.VERIFY, code="1"),
    "hand over": lambda d: d.bridge.act(partial(Actions.hand_over, key=KEY)),
    "undo": lambda d: d.bridge.act(partial(Actions.undo, seq=new_seq())),
    "ask again": lambda d: d.bridge.act(partial(Actions.ask_again, seq=new_seq())),
    "snooze": lambda d: d.bridge.act(partial(Actions.snoozed)),
    "scan": lambda d: d.bridge.look_up("1", CodeFrom.SCANNER),
    "find": lambda d: d.bridge.ask(d.hear_found, search, "XS"),
}


@pytest.mark.parametrize("act", ASKING)
def test_what_takes_a_right_asks_for_a_pin_first_and_without_one_nothing_is_written(
    desk: Desk, act: str
) -> None:
    right, do = ASKING[act]
    before = desk.journal.last_number()
    do(desk)
    assert desk.bridge.people.wanted is right
    desk.bridge.people.drop()
    assert [what[1] for what in desk.said if what[0] == "notice"] == [reason_words(NotDone.NO_PIN)]
    desk.journal.write(lambda tx: None).result(PATIENCE_S)
    assert desk.journal.last_number() <= before + 1


@pytest.mark.parametrize("act", NEVER_ASKING)
def test_what_takes_no_right_never_asks(desk: Desk, act: str) -> None:
    NEVER_ASKING[act](desk)
    assert desk.bridge.people.wanted is None


def with_a_code(desk: Desk, qtbot: QtBot) -> OrderKey:
    """An order with a pickup code, shown."""
    key = key_of("with a code")
    desk.counter.add(key.bill, is_verification=True)
    qtbot.waitUntil(lambda: desk.bridge.view(key) is not None)
    return key


# who is signed in


def test_the_right_pin_signs_its_person_in_and_out_again(desk: Desk) -> None:
    desk.bridge.sign_in(PINS[LI])
    assert (desk.bridge.staff(), desk.bridge.actor()) == (LI, LI.name)
    desk.bridge.sign_out()
    assert (desk.bridge.staff(), desk.bridge.actor()) == (None, "counter 1")
    assert desk.said == [("staff_changed", LI), ("staff_changed", None)]


@pytest.mark.parametrize("pin", ["000000", "", "None", PINS[TWIN]])
def test_a_pin_of_nobody_or_of_two_signs_nobody_in(desk: Desk, pin: str) -> None:
    desk.bridge.sign_in(pin)
    assert desk.said == [("sign_in_failed",)]
    assert desk.bridge.staff() is None


def test_a_wrong_pin_leaves_who_is_signed_in(desk: Desk) -> None:
    desk.bridge.sign_in(PINS[WANG])
    desk.bridge.sign_in("000000")
    assert desk.bridge.staff() == WANG


def test_what_was_undone_has_no_time_left_to_undo(desk: Desk, qtbot: QtBot) -> None:
    pressed = desk.counter.press(Kind.ACCEPT, leaves_after_s=5)
    qtbot.waitUntil(lambda: desk.bridge.undo_left_s(pressed.seq) == 5)
    desk.bridge.act(partial(Actions.undo, seq=pressed.seq))
    qtbot.waitUntil(lambda: desk.intents()[0].outcome is Outcome.WITHDRAWN)
    assert desk.bridge.undo_left_s(pressed.seq) == 0


def test_presses_and_look_ups_that_are_over_leave_the_memory(desk: Desk, qtbot: QtBot) -> None:
    def press_and_undo() -> None:
        pressed = desk.counter.press(Kind.ACCEPT, leaves_after_s=5)
        qtbot.waitUntil(lambda: desk.bridge.undo_left_s(pressed.seq) > 0)
        desk.bridge.act(partial(Actions.undo, seq=pressed.seq))
        qtbot.waitUntil(lambda: desk.intents()[-1].outcome is Outcome.WITHDRAWN)

    def a_while(times: int) -> int:
        for number in range(times):
            press_and_undo()
            desk.bridge.look_up(str(number), CodeFrom.SCANNER)
            desk.bridge.close_lookup(desk.engine.asked[-1][0].number)
        return _held_by(desk.bridge)

    assert a_while(5) == a_while(1)


def _held_by(bridge: CounterBridge) -> int:
    """How many things stand in what it keeps, but for the order on the shelf with its intents."""
    return sum(len(kept) for kept in vars(bridge).values() if isinstance(kept, (dict, set, list)))


# look-ups


def test_an_answer_to_a_look_up_that_was_closed_is_not_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.bridge.look_up("111", CodeFrom.SCANNER)
    desk.bridge.look_up("222", CodeFrom.TYPED)
    (closed, tell_closed), (kept, tell_kept) = desk.engine.asked
    desk.bridge.close_lookup(closed.number)
    for tell, lookup in ((tell_closed, closed), (tell_kept, kept)):
        telling = threading.Thread(target=tell, args=(lookup,))
        telling.start()
        telling.join()
    qtbot.waitUntil(lambda: ("lookup_changed", kept) in desk.said)
    assert desk.said == [("lookup_changed", kept)]


def test_where_no_engine_works_a_look_up_cant_be_made_and_says_so(desk: Desk) -> None:
    desk.engine.has_parts = False
    desk.bridge.look_up("111", CodeFrom.SCANNER)
    assert [what[1].found for what in desk.said] == [Found.CANNOT]


# never waiting


def test_no_call_waits_for_a_slow_journal(desk: Desk, qtbot: QtBot) -> None:
    accept = desk.counter.press(Kind.ACCEPT)
    with one_group(desk.journal), ExitStack() as every_reader:
        for _ in range(READERS):
            every_reader.enter_context(a_slow_reader(desk.journal))
        every_call(desk, accept.seq)
    qtbot.waitUntil(lambda: any(what[0] == "found" for what in desk.said))


@contextmanager
def a_slow_reader(journal: Journal) -> Iterator[None]:
    """Somebody reads the journal for the length of the block; were it waited for, that would fail."""
    reading, go = threading.Event(), threading.Event()
    ended: list[bool] = []

    def question(_db: sqlite3.Connection) -> None:
        reading.set()
        ended.append(go.wait(PATIENCE_S))

    reader = threading.Thread(target=journal.read, args=(question,))
    reader.start()
    assert reading.wait(PATIENCE_S)
    try:
        yield
    finally:
        go.set()
        reader.join()
    assert ended == [True]


def every_call(desk: Desk, seq: Seq) -> None:
    """Whatever a page can ask."""
    bridge = desk.bridge
    bridge.sign_in(PINS[WANG])
    bridge.wish(KEY, Kind.PAY, payments=(CASH,))
    bridge.wish(KEY, Kind.VERIFY, code="1", without_answer=True)
    for act in (
        partial(Actions.undo, seq=seq),
        partial(Actions.ask_again, seq=seq),
        partial(Actions.settle, seq=seq, done=True),
        partial(Actions.hand_over, key=KEY),
        partial(Actions.acknowledge_stop, key=KEY),
        partial(Actions.acknowledge_gap, number=1),
        partial(Actions.revealed, key=KEY),
    ):
        bridge.act(act)
    bridge.look_up("1", CodeFrom.SCANNER)
    bridge.ask(desk.hear_found, search, "XS")
    bridge.ask(desk.hear_history, read_history, KEY)
    assert isinstance(bridge.status(), EngineStatus)
    assert [view.order.key for view in bridge.views()] == [KEY]
    assert bridge.scans() == ()
