"""The wizard's frame: steps in their order, back, leave open, on; what is done stays done."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.store import StoreStep
from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.domain.status import Trouble
from posdesk.settings.settings import Desk, Settings, Store
from tests.desk.first_start.making import Wizard
from tests.support import sample_views as sample

pytestmark = pytest.mark.window


def test_the_steps_are_gone_through_by_keys_and_each_saves_at_once(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard = Wizard(qtbot)
    assert "Which language?" in wizard.words()
    assert not wizard.window.shell.rail.isVisible()
    wizard.letter("E")
    assert wizard.books.calls("save") == [("desk", {"language": "en"}, {})]
    wizard.saved(Settings(desk=Desk(language="en")))
    wizard.letter("N")
    assert wizard.page.step.key == "store"
    wizard.letter("N")
    assert "Write the store's name." in wizard.words()
    for letter in "West":
        wizard.press(Qt.Key(ord(letter.upper())))
    wizard.letter("N")
    assert wizard.books.calls("save")[-1] == ("store", {"name": "west"}, {})
    wizard.saved(Settings(desk=Desk(language="en"), store=Store(name="west")))
    assert wizard.page.step.key != "store"
    wizard.letter("B")
    assert wizard.page.step.key == "store"
    wizard.letter("B")
    assert wizard.page.step.key == "language"


def test_a_wrong_number_is_said_at_its_field_and_nothing_is_saved(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, progress=Progress(at="store"))
    step = wizard.page.step
    assert isinstance(step, StoreStep)
    step.rows["name"].editor.set_value("West")
    step.rows["uid"].editor.set_value("A1")
    wizard.letter("N")
    assert wizard.books.calls("save") == []
    assert "Digits only" in step.rows["uid"].wrong


def test_a_step_left_open_is_marked_named_and_kept_in_the_home(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, progress=Progress(at="store"))
    wizard.letter("L")
    assert "store" in wizard.page.progress.left
    ((progress, *_),) = [call for call in wizard.counter.calls("first_start") if call[-1] == "left open"]
    assert progress == Progress(at="store", left=frozenset({"store"}), began=wizard.counter.clock.now())
    store = next(button for button in wizard.page.rail.buttons if button.step.key == "store")
    assert "open" in store.accessibleName()


def test_closed_half_done_it_goes_on_where_it_was(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, progress=Progress(at="store"))
    assert wizard.page.step.key == "store"
    wizard.press(Qt.Key.Key_PageUp)
    assert wizard.page.step.key == "language"
    assert wizard.page.progress.at == "language"


def test_nothing_is_ticked_before_it_is_done(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot)
    ticked = [button.accessibleName() for button in wizard.page.rail.buttons]
    assert [words for words in ticked if "done" in words] == []


def test_no_band_asks_for_what_the_wizard_asks_itself_and_worse_trouble_is_said(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard = Wizard(qtbot)
    band = wizard.window.shell.bands.trouble
    lacking = replace(sample.healthy(), trouble=Trouble.NO_PARTNER, partners=())
    wizard.counter.set_status(lacking)
    assert not band.isVisible()
    wizard.counter.set_status(replace(lacking, trouble=Trouble.PORT_TAKEN))
    assert band.isVisible()
    wizard.counter.set_status(lacking)
    wizard.window.show_page(wizard.orders.number)
    assert band.isVisible()


def test_what_does_not_fit_is_scrolled_by_the_arrows(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, progress=Progress(at="report"))
    wizard.window.setMinimumSize(1, 1)
    wizard.window.resize(911, 441)
    wizard.settle()

    before = wizard.page.step.mapTo(wizard.page, QPoint(0, 0)).y()
    wizard.press(Qt.Key.Key_Down)

    assert wizard.page.step.mapTo(wizard.page, QPoint(0, 0)).y() < before
