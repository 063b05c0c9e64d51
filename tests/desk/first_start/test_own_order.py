"""Step 11: each line is proven by its own fact, and what the printer can't say a person is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.own_order import OwnOrderStep
from posdesk.desk.first_start.store import StoreStep
from posdesk.desk.words.language import Languages
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.first_start import Progress
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Seq
from posdesk.domain.orders.order import TRAINING, OrderKey, OrderState, Origin
from posdesk.domain.orders.own_order import OwnPut, PutEnd
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from tests.desk.first_start.making import Wizard
from tests.support import sample_views as sample

pytestmark = pytest.mark.window
KEY = OrderKey(TRAINING, "0b6c7d2e", "")


def view(state: OrderState = OrderState.NEW) -> OrderView:
    order = sample.board()[0].order
    content = replace(order.content, show_no="1", customer="", phone="", address="")
    return OrderView(replace(order, key=KEY, origin=Origin.TRAINING, state=state, content=content))


def paper(wizard: Wizard, outcome: PrintState, trouble: Trouble | None = None) -> PrintJob:
    now = wizard.counter.clock.now()
    return PrintJob(
        1,
        Seq("a"),
        KEY,
        1,
        SlipKind.KITCHEN,
        1,
        "kitchen",
        "zh_CN",
        now,
        now,
        outcome,
        trouble,
        ended_at=now + timedelta(seconds=1),
        needs_person=outcome is PrintState.DOUBTFUL,
    )


def at_step(qtbot: QtBot) -> tuple[Wizard, OwnOrderStep]:
    wizard = Wizard(qtbot, progress=Progress(at="own_order"))
    step = wizard.page.step
    assert isinstance(step, OwnOrderStep)
    return wizard, step


def put(wizard: Wizard, end: PutEnd = PutEnd.TAKEN, words: str = "") -> None:
    wizard.letter("D")
    key = KEY if end is PutEnd.TAKEN else None
    now = wizard.counter.clock.now()
    wizard.counter.end_own_order(OwnPut(end, now, 0.2, key, "127.0.0.1:8765", words))
    wizard.settle()


def accepted(wizard: Wizard) -> None:
    put(wizard)
    wizard.counter.put(view())
    wizard.counter.signals.rang.emit(frozenset({KEY}))
    wizard.counter.time.advance(4.1)
    wizard.press(Qt.Key.Key_F2)
    wizard.counter.put(view(OrderState.ACCEPTED))
    wizard.settle()


def test_a_call_a_card_a_ring_and_a_paper_prove_it_one_by_one(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot)
    assert "does not prove the platform" in wizard.words()
    put(wizard)
    assert "Came in at 127.0.0.1:8765, signature right, on disk. 0.2 s" in step.rows.texts[0]
    assert "Not on the Orders page yet" in step.rows.texts[1]
    wizard.counter.put(view())
    wizard.settle()
    assert "as number 1" in step.rows.texts[1]
    assert "Has not rung yet" in step.rows.texts[2]
    wizard.counter.signals.rang.emit(frozenset({KEY}))
    assert "It rings. F2 accepts it." in step.rows.texts[2]
    wizard.counter.time.advance(4.1)
    wizard.press(Qt.Key.Key_F2)
    assert wizard.counter.calls("wish")[-1][:2] == (KEY, Kind.ACCEPT)
    wizard.counter.put(view(OrderState.ACCEPTED))
    wizard.settle()
    assert "Rang until it was accepted with F2. 4.1 s" in step.rows.texts[2]
    wizard.counter.tell("read_papers", (paper(wizard, PrintState.PRINTED),), KEY)
    wizard.settle()
    assert "it said so after the cut" in step.rows.texts[3]
    assert step.state().is_done
    wizard.letter("N")
    assert wizard.counter.calls("put_away") == [(KEY,)]
    assert wizard.page.step.key == "report"
    assert "It proves no platform" in wizard.words()


@pytest.mark.parametrize("outcome", [PrintState.DOUBTFUL, PrintState.HANDED_OVER])
@pytest.mark.parametrize("is_there", [True, False])
def test_what_the_printer_cant_say_is_asked(
    qtbot: QtBot, languages: Languages, outcome: PrintState, is_there: bool
) -> None:
    wizard, step = at_step(qtbot)
    accepted(wizard)
    wizard.counter.tell("read_papers", (paper(wizard, outcome, Trouble.SILENT),), KEY)
    wizard.settle()
    assert "Is the paper there?" in step.rows.texts[3]
    assert not step.state().is_done
    wizard.letter("Y" if is_there else "X")
    assert step.state().is_done is is_there
    assert ("Somebody saw the paper" in step.rows.texts[3]) is is_there


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (PutEnd.NO_PORT, "Nothing listens there"),
        (PutEnd.NO_ANSWER, "No answer came"),
        (PutEnd.REFUSED, 'refused it: "why"'),
    ],
)
def test_a_port_that_is_not_proven_says_why(
    qtbot: QtBot, languages: Languages, end: PutEnd, said: str
) -> None:
    wizard, step = at_step(qtbot)
    put(wizard, end, "why")
    assert said in step.rows.texts[0]
    assert not step.state().is_done
    assert step.state().mend


def test_without_a_slip_that_prints_the_printer_stays_open_and_named(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard, step = at_step(qtbot)
    accepted(wizard)
    wizard.counter.tell("read_papers", (), KEY)
    wizard.settle()
    assert "No slip prints when an order is accepted" in step.rows.texts[3]
    assert step.state().said == "Not proven: Printer."


def test_after_a_restart_it_says_when_it_was_proven_and_one_of_before_can_be_put_away(
    qtbot: QtBot, languages: Languages
) -> None:
    facts = {"own_order": {"at": "2026-11-21T04:41:30+00:00"}}
    wizard = Wizard(qtbot, progress=Progress(at="own_order", facts=facts))
    step = wizard.page.step
    assert isinstance(step, OwnOrderStep)
    assert step.state().is_done
    assert all("Proven 12:41:30" in text for text in step.rows.texts)
    wizard.counter.put(view(OrderState.ACCEPTED))
    wizard.settle()
    wizard.letter("W")
    assert wizard.counter.calls("put_away") == [(KEY,)]


def test_an_own_order_fixes_no_store_code_as_a_platforms_order_does(
    qtbot: QtBot, languages: Languages
) -> None:
    for order, is_free in ((view(), True), (sample.board()[0], False)):
        wizard = Wizard(qtbot)
        wizard.counter.put(order)
        wizard.press(Qt.Key.Key_PageDown)
        step = wizard.page.step
        assert isinstance(step, StoreStep)
        assert step.rows["code"].editor.first.isEnabled() is is_free


def test_a_bell_that_no_loudspeaker_played_is_not_proven(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot)
    wizard.sound.become(SoundState(SoundTrouble.NO_DEVICE, "aplay"))
    accepted(wizard)
    assert "Only the bar flashed" in step.rows.texts[2]
    wizard.counter.tell("read_papers", (paper(wizard, PrintState.PRINTED),), KEY)
    wizard.settle()
    assert not step.state().is_done
