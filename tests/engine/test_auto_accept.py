"""Row 15 at work: each order rings once, is accepted once, and never while alarm or printer isn't well."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from posdesk.domain.hearing import Hearing
from posdesk.domain.orders.auto_accept import ACTOR, AutoState, Held
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.sound_classes import SoundClass
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine import auto_accept
from posdesk.engine.auto_accept import RING_S, AutoAccept
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.journal.orders import intents, print_acts, print_rows, prints
from posdesk.settings.settings import Settings, parse
from posdesk.settings.sound import Sound
from tests.engine.making import partner, settings, until
from tests.journal.making import KEY, START, Counter, SetClock, key_of

PRINTS = """
[[printer]]
name = "wok"
address = "127.0.0.1:9"
[[slip]]
kind = "kitchen"
printer = "wok"
"""


def chosen(**rule: object) -> Settings:
    base = settings(partner())
    wanted = base.auto_accept.model_validate({"on": True, **rule})
    return base.model_copy(update={"auto_accept": wanted})


class Rig:
    """Auto-accept with an alarm that was heard, and the counter beside it."""

    def __init__(self, journal: Journal, clock: SetClock, given: Settings) -> None:
        self.counter, self.clock = Counter(journal), clock
        self.status = StatusBoard(given, clock)
        self.part = AutoAccept(given, journal, self.status, clock)
        self.hear()

    def hear(self, *, heard: bool = True) -> None:
        self.status.hearing(Hearing(heard_at=START if heard else None))

    def look(self) -> None:
        asyncio.run(self.part.look())

    def ring(self, *keys: OrderKey) -> None:
        """The alarm rings for these, to its end."""
        self.part.rung(frozenset(keys))
        self.clock.walk(RING_S)

    def accepted(self, key: OrderKey = KEY) -> list[str]:
        return [i.actor for i in self.counter.view(key).intents if i.kind is Kind.ACCEPT]

    @property
    def told(self) -> AutoState:
        return self.status.status.auto


@pytest.fixture
def rig(journal: Journal, clock: SetClock) -> Rig:
    return Rig(journal, clock, chosen())


def test_an_order_is_accepted_once_after_it_has_rung(rig: Rig) -> None:
    rig.counter.add()
    rig.look()
    assert rig.accepted() == [], "nobody could hear of it yet"
    rig.part.rung(frozenset({KEY}))
    rig.clock.walk(RING_S / 2)
    rig.look()
    assert rig.accepted() == [], "it still rings"
    rig.clock.walk(RING_S / 2)
    rig.look()
    rig.ring(KEY)
    rig.look()
    assert rig.accepted() == [ACTOR]
    (intent,) = rig.counter.view().intents
    assert intent.leaves_at - intent.pressed_at == timedelta(seconds=2), "it can be undone as any other"
    assert rig.counter.audited().count("intent.pressed") == 1


def test_switched_off_it_does_nothing_and_says_nothing(journal: Journal, clock: SetClock) -> None:
    rig = Rig(journal, clock, settings(partner()))
    rig.counter.add()
    rig.ring(KEY)
    rig.look()
    assert rig.accepted() == []
    assert rig.told == AutoState()


def test_unheard_or_muted_it_is_off_by_itself_and_says_so(journal: Journal, clock: SetClock) -> None:
    rig = Rig(journal, clock, chosen())
    rig.counter.add()
    rig.hear(heard=False)
    rig.ring(KEY)
    rig.look()
    assert (rig.accepted(), rig.told) == ([], AutoState(is_on=True, held=Held.NOT_HEARD))
    rig.hear()
    rig.look()
    assert (rig.accepted(), rig.told) == ([], AutoState(is_on=True)), "nobody heard it ring"
    rig.ring(KEY)
    rig.look()
    assert rig.accepted() == [ACTOR]
    rig.part.adopt(chosen().model_copy(update={"sound": Sound(muted=(SoundClass.NEW,))}))
    rig.look()
    assert rig.told.held is Held.MUTED


def test_a_print_of_which_nobody_knows_keeps_it_off_until_a_person_has_decided(
    journal: Journal, clock: SetClock
) -> None:
    printing = parse(PRINTS, "posdesk.toml")
    given = chosen().model_copy(update={"printer": printing.printer, "slip": printing.slip})
    rig = Rig(journal, clock, given)
    journal.print_by(given.print_plan)
    rig.counter.add("B")
    rig.counter.done(Kind.ACCEPT, key_of("B"))
    (job,) = journal.read(print_rows.open_ones)
    assert job.slip is SlipKind.KITCHEN
    rig.counter.write(lambda tx: prints.begin(tx, job.seq))
    rig.counter.write(prints.recover)
    rig.counter.add()
    rig.ring(KEY)
    rig.look()
    assert (rig.accepted(), rig.told.held) == ([], Held.PRINTER)
    rig.counter.write(partial(print_acts.came_out, seq=job.seq, actor="Li"))
    rig.look()
    rig.ring(KEY)
    rig.look()
    assert (rig.accepted(), rig.told.held) == ([ACTOR], None)


def test_no_more_than_the_most_in_fifteen_minutes(journal: Journal, clock: SetClock) -> None:
    rig = Rig(journal, clock, chosen(most=2))
    keys = [key_of(f"B{n}") for n in range(4)]
    for key in keys:
        rig.counter.add(key.bill)
    rig.ring(*keys)
    rig.look()
    assert sum(len(rig.accepted(key)) for key in keys) == 2
    clock.walk(901)
    late = key_of("late")
    rig.counter.add(late.bill)
    rig.ring(*keys, late)
    rig.look()
    assert rig.accepted(late) == [ACTOR]
    assert sum(len(rig.accepted(key)) for key in keys) == 2, "those that it left are a person's"


def test_what_a_person_took_back_is_not_taken_again(rig: Rig) -> None:
    rig.counter.add()
    rig.ring(KEY)
    rig.look()
    (intent,) = rig.counter.view().intents
    rig.counter.write(partial(intents.withdraw, seq=intent.seq, actor="Li"))
    rig.ring(KEY)
    rig.look()
    assert [i.outcome for i in rig.counter.view().intents] == [Outcome.WITHDRAWN]


def test_a_person_who_is_quicker_wins_and_nothing_is_sent_twice(rig: Rig) -> None:
    rig.counter.add()
    rig.ring(KEY)
    rig.counter.press(Kind.ACCEPT)
    rig.look()
    assert rig.accepted() == ["Li"]


def test_it_works_in_the_engines_loop_from_the_ring_to_the_intent(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auto_accept, "LOOK_EVERY_S", 0.01)
    rig.counter.add()

    async def day() -> None:
        task = asyncio.create_task(rig.part.run())
        rig.part.rung(frozenset({KEY}))
        rig.clock.walk(RING_S)
        await until(rig.accepted, "an accept")
        task.cancel()

    asyncio.run(day())
    assert rig.accepted() == [ACTOR]


def test_switched_on_while_it_runs_it_begins_at_once_and_no_order_wakes_it_before(
    journal: Journal, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, looks = Rig(journal, clock, settings(partner())), list[bool]()
    look = rig.part.look

    async def counted() -> None:
        looks.append(rig.part.rule is not None)
        await look()

    monkeypatch.setattr(rig.part, "look", counted)

    async def day() -> None:
        task = asyncio.create_task(rig.part.run())
        await until(lambda: looks, "a first look")
        rig.counter.add()
        await asyncio.to_thread(journal.write(lambda _tx: None).result)  # all have heard of it by now
        await asyncio.sleep(0)
        rig.part.adopt(chosen())
        await until(lambda: rig.told.is_on, "auto-accept that says that it is on")
        task.cancel()

    asyncio.run(day())
    assert looks == [False, True]
