"""Start at sign-in is a choice: what is shown as chosen is what the system has."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.domain.rights import Right, Role
from posdesk.host import autostart
from posdesk.settings.settings import Settings, Staff
from tests.desk.first_start.making import Wizard

pytestmark = pytest.mark.window


def test_it_is_chosen_written_where_the_system_looks_and_taken_back(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard = Wizard(qtbot, progress=Progress(at="start"))
    assert not wizard.page.step.state().is_done
    wizard.letter("Y")
    assert autostart.is_on()
    assert wizard.page.step.state().said == "Opens by itself after sign-in"
    assert wizard.books.calls("settings_saved") == [("start", ("at_sign_in",), "")]
    wizard.letter("X")
    assert not autostart.is_on()
    assert wizard.page.step.state().said == "Somebody opens it by hand"
    autostart.turn_on()  # the system's own switch
    wizard.page.step.begin()
    assert wizard.page.step.state().said == "Opens by itself after sign-in"


def test_it_takes_the_administrators_pin_where_there_is_one(qtbot: QtBot, languages: Languages) -> None:
    staff = (Staff(name="chen", role=Role.ADMINISTRATOR),)
    wizard = Wizard(qtbot, Settings(staff=staff), Progress(at="start"))
    wizard.letter("Y")
    assert wizard.counter.people.wanted is Right.SETTINGS
    assert not autostart.is_on()
    wizard.counter.people.give()
    assert autostart.is_on()


@pytest.mark.posix("an autostart folder is a Linux desktop's")
def test_a_system_that_takes_it_not_is_said_and_nothing_is_claimed(
    qtbot: QtBot, languages: Languages
) -> None:
    place: Path = autostart.entry_path()
    place.parent.parent.mkdir(parents=True)
    place.parent.write_text("no folder")
    wizard = Wizard(qtbot, progress=Progress(at="start"))
    wizard.letter("Y")
    assert "The system did not take it." in wizard.words()
    assert not wizard.page.step.state().is_done
