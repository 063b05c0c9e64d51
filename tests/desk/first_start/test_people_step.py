"""People with a PIN each: typed twice the same, nobody else's, tried, and only then said to be set."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.people import PeopleStep
from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.domain.rights import Right, Role
from posdesk.settings.settings import Settings, Staff
from tests.desk.first_start.making import Wizard

pytestmark = pytest.mark.window
CHEN = Staff(name="chen", role=Role.ADMINISTRATOR)


@pytest.fixture
def wizard(qtbot: QtBot, languages: Languages) -> Wizard:
    return Wizard(qtbot, progress=Progress(at="people"))


def typed(wizard: Wizard, text: str) -> None:
    for letter in text:
        wizard.press(Qt.Key(ord(letter.upper())))


def step_of(wizard: Wizard) -> PeopleStep:
    assert isinstance(wizard.page.step, PeopleStep)
    return wizard.page.step


def entered(wizard: Wizard, pin: str, again: str) -> None:
    for each in (pin, again):
        typed(wizard, each)
        wizard.letter("S")


def test_the_first_one_is_the_administrator_and_the_pin_is_typed_twice(wizard: Wizard) -> None:
    step = step_of(wizard)
    wizard.letter("A")
    typed(wizard, "chen")
    wizard.letter("V")
    entered(wizard, "111111", "111112")
    assert "The two were not the same" in step.editor.said
    assert wizard.books.calls("save") == []
    entered(wizard, "111111", "111111")
    rows = {"staff": [{"name": "chen", "role": "administrator"}]}
    assert wizard.books.calls("save") == [("staff", rows, {"staff/chen/pin": "111111"})]
    assert "set" not in " ".join(row.said for row in step.rows)
    wizard.counter.people.pins["chen"] = "111111"
    wizard.books.secrets_there = frozenset({"staff/chen/pin"})
    wizard.saved(Settings(staff=(CHEN,)))
    assert [row.said for row in step.rows] == ["administrator. PIN is set: typed twice, tried once"]
    assert step.state().is_done


def test_a_pin_that_somebody_has_is_not_taken(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, Settings(staff=(CHEN,)), Progress(at="people"))
    wizard.counter.people.pins["chen"] = "111111"
    wizard.counter.set_staff(CHEN)
    wizard.letter("A")
    typed(wizard, "li")
    wizard.letter("V")
    entered(wizard, "111111", "111111")
    assert "Somebody has this PIN" in step_of(wizard).editor.said
    assert wizard.books.calls("save") == []


def test_an_editor_left_open_tells_nobody_whose_pin_is_whose(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, Settings(staff=(CHEN,)), Progress(at="people"))
    wizard.counter.people.pins["chen"] = "111111"
    wizard.letter("A")
    wizard.counter.people.give()  # and its owner goes away
    typed(wizard, "li")
    wizard.letter("V")
    entered(wizard, "111111", "111111")
    assert wizard.counter.people.wanted is Right.PEOPLE
    assert "Somebody has this PIN" not in step_of(wizard).editor.said
    wizard.counter.people.give()
    assert "Somebody has this PIN" in step_of(wizard).editor.said
    assert wizard.books.calls("save") == []


def test_once_there_is_an_administrator_people_ask_for_that_pin(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, Settings(staff=(CHEN,)), Progress(at="people"))
    wizard.letter("A")
    assert wizard.counter.people.wanted is Right.PEOPLE
    assert not step_of(wizard).editor.isVisible()
    wizard.counter.people.give()
    assert step_of(wizard).editor.isVisible()


def test_going_on_forgets_nobody_who_is_being_entered(wizard: Wizard) -> None:
    wizard.letter("A")
    typed(wizard, "chen")
    wizard.letter("N")
    assert "Not saved yet" in wizard.words()
    wizard.letter("X")
    wizard.letter("N")
    assert "Nobody is set up." in wizard.words()
    wizard.letter("L")
    assert "people" in wizard.page.progress.left
