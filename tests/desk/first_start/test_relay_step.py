"""The step of the chain's relay lacks nothing where there is no chain, and is done once the line is taken."""

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.relay import RelayStep
from posdesk.desk.first_start.step import Standing
from posdesk.desk.words.language import Languages
from posdesk.desk.words.states import Sentence
from posdesk.domain.first_start import Progress
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Settings, Store
from tests.desk.first_start.making import Wizard

pytestmark = pytest.mark.window
CHAIN = Settings(
    store=Store(code="001", counter="2"),
    relay=RelaySettings(servers=("tls://relay.example.cn:443",), shard="s1"),
)


def _at_step(qtbot: QtBot) -> tuple[Wizard, RelayStep]:
    wizard = Wizard(qtbot, progress=Progress(at="relay"))
    step = wizard.page.step
    assert isinstance(step, RelayStep)
    return wizard, step


def test_a_store_of_no_chain_goes_on_and_lacks_nothing(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = _at_step(qtbot)
    assert step.state().standing is Standing.NOTE
    wizard.letter("N")
    assert wizard.page.step.key == "own_order"


def test_a_line_is_pasted_and_taken_by_keys_alone(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = _at_step(qtbot)
    asked: list[str] = []
    step.box.enrol_wanted.connect(asked.append)
    wizard.letter("V")
    assert step.box.field.hasFocus()
    step.box.field.setText("posdesk-relay-1.a.b")
    wizard.letter("S")
    assert asked == ["posdesk-relay-1.a.b"]
    step.box.show_told(Sentence("The line was cut."))
    assert "The line was cut." in wizard.words()
    assert step.state().standing is Standing.NOTE


def test_going_on_takes_a_line_that_is_entered_first(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = _at_step(qtbot)
    asked: list[str] = []
    step.box.enrol_wanted.connect(asked.append)
    step.box.field.setText("posdesk-relay-1.a.b")
    wizard.letter("N")
    assert asked == ["posdesk-relay-1.a.b"]
    assert wizard.page.step is step


def test_a_line_that_was_taken_makes_it_done(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = _at_step(qtbot)
    wizard.books.settings = CHAIN
    step.box.field.setText("posdesk-relay-1.a.b")
    step.box.show_told(Sentence("Counter 2 is enrolled.", is_done=True))
    assert step.state().said == "Enrolled as counter 2 of store 001"
    assert step.box.field.text() == ""


def test_no_line_stays_in_the_field_when_somebody_leaves(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = _at_step(qtbot)
    step.box.field.setText("posdesk-relay-1.a.b")
    wizard.letter("B")
    assert step.box.field.text() == ""
