"""Who is at the counter: rights that ask for a PIN first, wrong PINs, signing out by itself."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from posdesk.desk.bridge.counter import CounterSignals
from posdesk.desk.bridge.people import People
from posdesk.desk.words.say import actor_name
from posdesk.domain.pins import FIRST_WAIT_S, QUIET_S, WAIT_S
from posdesk.domain.rights import PAD_WAITING, Right, Role, said_name
from posdesk.engine.actions import Actions
from posdesk.engine.engine import Engine
from posdesk.journal import Journal, pin_tries
from posdesk.journal.audit import audit
from posdesk.settings.credentials import SERVICE, Credentials
from posdesk.settings.settings import Desk, Settings, Staff
from tests.journal.making import SetClock, opened
from tests.support.keyring_backend import MemoryKeyring

LI, WANG, ZHAO = (
    Staff(name="李敏"),
    Staff(name="王经理", role=Role.MANAGER),
    Staff(name="赵", role=Role.ADMINISTRATOR),
)
PINS = {LI: "111111", WANG: "222222", ZHAO: "333333"}
WRONG = "999999"


class Pins(Credentials):
    """These PINs, in memory; the keyring is not asked."""

    def __init__(self, *people: Staff, was_read: bool = True) -> None:
        super().__init__()
        self._held.update({person.secret_name: PINS[person] for person in people})
        self._answered = frozenset(each.secret_name for each in PINS) if was_read else frozenset()


class Door:
    """The people of one process, and all that was said."""

    def __init__(
        self, home: Path, journal: Journal, clock: SetClock, settings: Settings, pins: Credentials
    ) -> None:
        self.clock, self.journal = clock, journal
        self.signals, self.did, self.said = CounterSignals(), list[str](), list[str]()
        actions = Actions(journal, Engine(home, settings, journal, pins, clock))
        self.people = People(
            settings,
            pins,
            actions,
            clock,
            signals=self.signals,
            follow=lambda future: future.result(20),
            kept=journal.read(pin_tries.read),
        )
        self.signals.sign_in_failed.connect(lambda: self.said.append("failed"))
        self.signals.right_wanted.connect(lambda right: self.said.append(f"wanted {right}"))
        self.signals.right_ended.connect(lambda: self.said.append("ended"))
        self.signals.right_lacking.connect(lambda staff: self.said.append(f"lacking {staff.name}"))

    def want(self, right: Right, of: str = "") -> None:
        """Somebody presses what takes it; what is done is noted with the name that it is done in."""
        act = f"{right} {of}".strip()
        self.people.with_right(
            right,
            lambda: self.did.append(f"{act} by {self.people.actor}"),
            lambda: self.did.append(f"{act} dropped"),
            of=of,
        )

    def type_wrong(self, count: int) -> None:
        for _ in range(count):
            self.people.sign_in(WRONG)

    def pass_by(self, seconds: int) -> None:
        """Time goes by, and somebody looks each second, as the desk does."""
        for _ in range(seconds):
            self.clock.walk(1)
            self.people.look()

    def lines(self) -> list[tuple[str, str, str]]:
        """The trail, but for its beginning."""
        question = "SELECT what, actor, detail FROM audit WHERE what LIKE 'staff.%' ORDER BY number"
        return self.journal.read(lambda db: db.execute(question).fetchall())


House = Callable[..., AbstractContextManager[Door]]


@pytest.fixture
def house(tmp_path: Path, qapp: QApplication) -> House:
    """Opens the same home again and again, each time as a new process would."""

    @contextmanager
    def opening(
        *,
        staff: tuple[Staff, ...] = (LI, WANG, ZHAO),
        pins: Credentials | None = None,
        desk: Desk | None = None,
    ) -> Iterator[Door]:
        clock = SetClock()
        with opened(tmp_path, clock) as journal:
            settings = Settings(staff=staff, desk=desk or Desk())
            yield Door(tmp_path, journal, clock, settings, pins or Pins(*staff))

    return opening


@pytest.fixture
def door(house: House) -> Iterator[Door]:
    """A cashier, a manager and an administrator are set up, each with a PIN; nobody is signed in."""
    with house() as made:
        yield made


# the pad opens first


@pytest.mark.parametrize("right", Right)
def test_without_a_sign_in_the_pad_opens_first_and_nothing_is_done(door: Door, right: Right) -> None:
    door.want(right)
    assert door.said == [f"wanted {right}"]
    assert door.did == []
    door.people.drop()
    assert door.did == [f"{right} dropped"]
    assert door.people.wanted is None


def test_after_a_right_pin_the_act_goes_on_in_that_name_and_its_owner_is_signed_in(door: Door) -> None:
    door.want(Right.REFUSE)
    door.people.sign_in(PINS[LI])
    assert door.did == ["refuse by 李敏"]
    assert (door.people.staff, door.people.wanted) == (LI, None)
    door.want(Right.REVEAL)
    assert door.did[1:] == ["reveal by 李敏"]


def test_a_managers_pin_is_a_word_for_one_act_while_the_cashier_stays_signed_in(door: Door) -> None:
    door.people.sign_in(PINS[LI])
    door.want(Right.COVER)
    door.people.sign_in(PINS[WANG])
    assert door.did == ["cover by 王经理"]
    assert (door.people.staff, door.people.actor) == (LI, "李敏")
    door.want(Right.COVER)
    assert door.did == ["cover by 王经理"]


def test_who_may_not_is_told_so_and_the_pad_stays_open(door: Door) -> None:
    door.want(Right.SETTLE)
    door.people.sign_in(PINS[LI])
    assert door.said[-1] == "lacking 李敏"
    assert (door.people.staff, door.people.wanted, door.did) == (None, Right.SETTLE, [])
    door.people.sign_in(PINS[WANG])
    assert door.did == ["settle by 王经理"]


def test_an_act_that_asks_again_for_what_it_was_given_asks_nobody(door: Door) -> None:
    """A page asks before its act, the bridge once more; the word covers both, and no other right."""

    def act() -> None:
        door.want(Right.COVER)
        door.want(Right.SETTINGS)

    door.people.sign_in(PINS[LI])
    door.people.with_right(Right.COVER, act, lambda: None)
    door.people.sign_in(PINS[WANG])
    assert door.did == ["cover by 王经理"]
    assert door.people.wanted is Right.SETTINGS


def test_another_act_takes_the_pads_place_and_the_first_is_said_not_to_be_done(door: Door) -> None:
    door.want(Right.COVER)
    door.want(Right.REFUSE)
    door.people.sign_in(PINS[WANG])
    assert door.did == ["cover dropped", "refuse by 王经理"]


def test_the_same_right_for_something_else_drops_the_first_and_says_so(door: Door) -> None:
    door.want(Right.REFUSE, "A")
    door.want(Right.REFUSE, "B")
    assert door.did == ["refuse A dropped"]
    door.people.sign_in(PINS[LI])
    assert door.did[1:] == ["refuse B by 李敏"]


def test_the_same_pressed_twice_is_one_act_and_nothing_is_dropped(door: Door) -> None:
    door.want(Right.REFUSE, "A")
    door.want(Right.REFUSE, "A")
    door.people.sign_in(PINS[LI])
    assert door.did == ["refuse A by 李敏"]


def test_a_stop_that_was_ended_while_the_pad_waits_is_not_said_to_be_undone(door: Door) -> None:
    door.want(Right.END_STOP, "A")
    door.type_wrong(5)
    door.want(Right.END_STOP, "A")
    door.people.drop()
    assert door.did == [f"end_stop A by counter 1, {PAD_WAITING}"]


def test_a_right_that_nobody_with_a_pin_holds_falls_to_the_highest_that_there_is(
    house: House,
) -> None:
    with house(pins=Pins(LI)) as door:
        assert door.people.asks(Right.SETTINGS) is Role.CASHIER
        door.want(Right.SETTINGS)
        door.people.sign_in(PINS[LI])
        assert door.did == ["settings by 李敏"]


@pytest.mark.parametrize(("staff", "pins"), [((), Pins()), ((LI, WANG), Pins())])
def test_where_nobody_is_set_up_or_has_a_pin_nothing_asks(
    house: House, staff: tuple[Staff, ...], pins: Pins
) -> None:
    with house(staff=staff, pins=pins) as door:
        for right in Right:
            door.want(right)
        assert door.did == [f"{right} by counter 1" for right in Right]


def test_while_the_keyring_is_locked_nothing_is_free_but_ending_a_stop(
    house: House,
) -> None:
    with house(pins=Pins(was_read=False)) as door:
        assert not door.people.can_read_pins
        for right in set(Right) - {Right.END_STOP}:
            door.want(right)
            door.people.drop()
        door.want(Right.END_STOP)
        assert [did for did in door.did if "dropped" not in did] == [f"end_stop by counter 1, {PAD_WAITING}"]


def test_the_keyrings_answer_about_another_secret_opens_no_right(
    house: House, memory_keyring: MemoryKeyring
) -> None:
    """The key of the trail's seals is asked for alone, and may be read before the PINs are."""
    memory_keyring.set_password(SERVICE, LI.secret_name, PINS[LI])
    with closing(Credentials()) as secrets, house(pins=secrets) as door:
        secrets.read(["audit/seal/1"])
        door.want(Right.SETTINGS)
        assert (door.did, door.people.can_read_pins) == ([], False)
        secrets.read([person.secret_name for person in PINS])
        assert door.people.can_read_pins
        door.people.sign_in(PINS[LI])
        assert door.did == ["settings by 李敏"]  # nobody else has a PIN


# wrong PINs


def test_after_five_wrong_pins_one_is_taken_per_30_s_then_per_60_s(door: Door) -> None:
    door.type_wrong(5)
    assert door.people.wait_s == FIRST_WAIT_S
    door.people.sign_in(PINS[LI])  # not taken, though it is right
    assert door.people.staff is None
    door.pass_by(int(FIRST_WAIT_S))
    door.type_wrong(1)
    assert door.people.wait_s == WAIT_S
    door.pass_by(int(WAIT_S))
    door.people.sign_in(PINS[LI])
    assert door.people.staff == LI
    assert door.people.wait_s == 0
    door.type_wrong(4)
    assert door.people.wait_s == 0


def test_a_pin_of_somebody_who_may_not_does_not_end_the_count(door: Door) -> None:
    door.type_wrong(4)
    door.want(Right.SETTLE)
    door.people.sign_in(PINS[LI])
    door.type_wrong(1)
    assert door.people.wait_s == FIRST_WAIT_S


def test_while_the_pad_waits_a_stop_is_ended_as_the_counter_and_nothing_else_is(door: Door) -> None:
    door.want(Right.SETTLE)
    door.type_wrong(5)
    door.want(Right.END_STOP)
    assert door.did == [f"end_stop by counter 1, {PAD_WAITING}"]
    assert door.people.wanted is Right.SETTLE  # what the pad is open for stays so
    door.want(Right.REFUSE)
    assert door.did[1:] == ["settle dropped"]


def test_a_restart_does_not_reset_the_count_and_begins_with_the_wait(
    house: House,
) -> None:
    with house() as door:
        door.type_wrong(4)
    with house() as door:
        assert door.people.wait_s == 0
        door.type_wrong(1)
        assert door.people.wait_s == FIRST_WAIT_S
        door.pass_by(29)
    with house() as door:
        assert door.people.wait_s == FIRST_WAIT_S
        door.pass_by(int(FIRST_WAIT_S))
        door.people.sign_in(PINS[LI])
    with house() as door:
        door.type_wrong(4)
        assert door.people.wait_s == 0


def test_ten_quiet_minutes_end_the_count_after_a_restart_too(
    house: House,
) -> None:
    with house() as door:
        door.type_wrong(7)
        door.pass_by(int(QUIET_S))
        assert door.people.wait_s == 0
    with house() as door:
        door.type_wrong(4)
        assert door.people.wait_s == 0


def test_a_count_that_nobody_can_read_is_none(house: House) -> None:
    with house() as door:
        door.journal.write(lambda tx: tx.db.execute("INSERT INTO meta VALUES ('pin_tries', 'x y')")).result(
            20
        )
        assert door.journal.read(pin_tries.read) == (0, 0)


def test_wrong_pins_are_audited_a_line_a_minute_with_how_many(door: Door) -> None:
    door.type_wrong(3)
    assert door.lines() == [("staff.pin_failed", "counter 1", '{"tries":1}')]
    door.pass_by(59)
    assert len(door.lines()) == 1
    door.pass_by(1)
    assert door.lines()[1:] == [("staff.pin_failed", "counter 1", '{"tries":2}')]
    door.pass_by(600)
    assert len(door.lines()) == 2
    assert door.journal.read(audit.verify).broken_at is None


def test_wrong_pins_that_the_trail_lacks_at_a_stop_are_told_after_the_next_start(
    house: House,
) -> None:
    with house() as door:
        door.type_wrong(3)
    with house() as door:
        assert len(door.lines()) == 1
        door.pass_by(60)
        assert door.lines()[1:] == [("staff.pin_failed", "counter 1", '{"tries":2}')]


# signing out by itself


def test_after_ten_minutes_without_a_key_or_a_touch_whoever_is_signed_in_is_signed_out(door: Door) -> None:
    door.people.sign_in(PINS[LI])
    door.pass_by(599)
    door.people.touched()
    door.pass_by(599)
    assert door.people.staff == LI
    door.pass_by(1)
    assert door.people.staff is None
    assert [what for what, _, _ in door.lines()] == ["staff.signed_in", "staff.signed_out"]


def test_what_nobody_gives_a_pin_for_is_dropped_when_whoever_wanted_it_has_gone(door: Door) -> None:
    door.people.sign_in(PINS[LI])
    door.want(Right.SETTLE)
    door.pass_by(599)
    assert (door.did, door.people.staff) == ([], LI)
    door.pass_by(1)
    assert (door.did, door.people.staff, door.people.wanted) == (["settle dropped"], None, None)
    door.people.sign_in(PINS[WANG])
    assert door.did == ["settle dropped"]


def test_a_pc_that_slept_meanwhile_signs_out_too(door: Door) -> None:
    door.people.sign_in(PINS[LI])
    door.clock.wall += timedelta(minutes=10)  # the monotonic clock stood still
    door.people.look()
    assert door.people.staff is None


def test_with_0_minutes_nobody_is_ever_signed_out(house: House) -> None:
    with house(desk=Desk(sign_out_min=0)) as door:
        door.people.sign_in(PINS[LI])
        door.clock.walk(100_000)
        door.people.look()
        assert door.people.staff == LI


def test_where_nobody_has_a_pin_a_name_is_asked_and_the_record_tells_it_from_a_proven_one(
    house: House,
) -> None:
    with house(staff=(LI,), pins=Pins()) as door:
        assert door.people.needs_name(Right.END_STOP)
        door.people.under_name(" 李  敏 ", lambda: door.want(Right.END_STOP))
        door.want(Right.END_STOP)
    assert door.did == ["end_stop by counter 1, said 李 敏", "end_stop by counter 1"]
    assert said_name("counter 1, said 李 敏") == "李 敏"
    assert said_name("李敏") == said_name("counter 1") == said_name(f"counter 1, {PAD_WAITING}") == ""
    assert actor_name("counter 1, said 李敏") == "李敏 (not proven)"


def test_where_somebody_has_a_pin_no_name_is_asked(house: House) -> None:
    with house() as door:
        assert not door.people.needs_name(Right.END_STOP)
        assert not door.people.needs_name(Right.CLOSE_HERE)
    with house(staff=()) as door:
        assert door.people.needs_name(Right.CLOSE_HERE)
