"""Step 5: till and books are asked with nothing booked; a person judges by the platform's own words."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.books import BooksStep
from posdesk.desk.words.language import Languages
from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.first_start import Progress
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Settings
from tests.desk.first_start.making import Wizard
from tests.support.whole_desk import shared_letters

pytestmark = pytest.mark.window
BOTH = Settings(
    ovopark=Ovopark(akey="a", enterprise_id=11, shop_id="D1"),
    wdk=Wdk(app_key="1", store_id="2", pos_no="P1"),
)
DONE = Probe("ovopark", Proof.ACCEPTED, code="0", words="操作成功")
REFUSED = Probe("wdk", Proof.REFUSED, code="25", words="Invalid signature")


def at_step(
    qtbot: QtBot, settings: Settings = BOTH, progress: Progress | None = None
) -> tuple[Wizard, BooksStep]:
    wizard = Wizard(qtbot, settings, progress or Progress(at="books"))
    step = wizard.page.step
    assert isinstance(step, BooksStep)
    return wizard, step


def asked(wizard: Wizard, probe: Probe) -> None:
    """The line below is chosen and tested."""
    wizard.press(Qt.Key.Key_Down)
    wizard.letter("T")
    wizard.books.finish_test(probe)
    wizard.settle()


@pytest.mark.parametrize("fits", [True, False])
def test_the_platform_is_quoted_and_a_person_judges_by_name(
    qtbot: QtBot, languages: Languages, fits: bool
) -> None:
    wizard, step = at_step(qtbot)
    asked(wizard, DONE)
    assert 'It says: "操作成功" code 0' in step.rows.texts[1]
    assert not {line.what: line.state for line in step.lines()}["ovopark"].is_done
    wizard.letter("Y" if fits else "X")
    assert wizard.counter.calls("judged") == [("ovopark", fits)]
    state = next(line.state for line in step.lines() if line.what == "ovopark")
    assert state.is_done is fits
    assert "操作成功" in state.said
    assert "20:12:00" in state.said
    assert "counter 1" in state.said.lower()


def test_a_refusal_that_says_why_is_no_question_to_a_person(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot)
    wizard.press(Qt.Key.Key_Down)
    asked(wizard, REFUSED)
    assert "Invalid signature" in step.rows.texts[2]
    wizard.letter("Y")
    assert wizard.counter.calls("judged") == []
    assert not step.state().is_done


def test_a_judgement_stays_over_a_restart_and_falls_when_section_or_secret_change(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard, _ = at_step(qtbot)
    asked(wizard, DONE)
    wizard.letter("Y")
    again, step = at_step(qtbot, progress=wizard.page.progress)
    state = next(line.state for line in step.lines() if line.what == "ovopark")
    assert state.is_done
    again.books.marks["ovopark"] = "another"
    state = next(line.state for line in step.lines() if line.what == "ovopark")
    assert not state.is_done
    assert "changed since" in state.said


def test_an_answer_to_what_was_changed_meanwhile_is_not_judged(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot)
    wizard.press(Qt.Key.Key_Down)
    wizard.letter("T")
    wizard.books.marks["ovopark"] = "another"
    wizard.books.finish_test(DONE)
    wizard.letter("Y")
    assert wizard.counter.calls("judged") == []
    assert "changed since" in step.rows.texts[1]


def test_the_tills_folder_takes_a_test_file(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot, Settings())
    wizard.letter("T")
    assert wizard.books.calls("try_folder") == [()]
    wizard.books.finish_folder(FolderTrial("/till", why="Permission denied"))
    assert "did not take the test file: Permission denied" in step.rows.texts[0]
    wizard.letter("T")
    wizard.books.finish_folder(FolderTrial("/till", 3))
    wizard.settle()
    assert "3 receipts was taken from /till" in step.rows.texts[0]
    assert step.state().is_done
    assert "Not set up: no hours are reported." in step.rows.texts[1]


@pytest.mark.parametrize("form", ["", "till", "ovopark", "wdk"])
def test_no_letter_stands_twice_on_screen(qtbot: QtBot, languages: Languages, form: str) -> None:
    wizard, step = at_step(qtbot)
    asked(wizard, DONE)
    if form:
        step.behind.show_form(step.forms[form])
        step.forms[form].show_probe(replace(DONE, raw='{"a": 11, "b": 12, "c": 13}'))
        wizard.settle()
    assert shared_letters(wizard.window) == []


def test_a_line_is_filled_in_by_the_settings_own_form(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot, Settings())
    wizard.press(Qt.Key.Key_Down)
    wizard.letter("G")
    assert step.forms["ovopark"].isVisible()
    wizard.letter("I")
    assert not step.forms["ovopark"].isVisible()
    assert "Not set up" in wizard.words()


def test_after_a_form_the_arrows_choose_the_next_line(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot, Settings())
    for name in ("ovopark", "wdk"):
        wizard.press(Qt.Key.Key_Down)
        wizard.letter("G")
        assert step.forms[name].isVisible()
        wizard.letter("V")
        wizard.letter("V")
        wizard.letter("I")


def test_a_secret_that_was_just_saved_lacks_no_more(qtbot: QtBot, languages: Languages) -> None:
    wizard, _ = at_step(qtbot, Settings(ovopark=Ovopark(akey="a", enterprise_id=11, shop_id="D1")))
    wizard.press(Qt.Key.Key_Down)
    wizard.letter("G")
    assert "Missing: Secret" in wizard.words()
    wizard.letter("V")
    wizard.letter("V")
    typed = QApplication.focusWidget()
    assert typed is not None
    QTest.keyClicks(typed, "a-secret")
    wizard.letter("S")
    wizard.books.secrets_there = frozenset({"ovopark/secret"})
    wizard.saved(wizard.books.settings)
    assert "Missing" not in wizard.words()


def test_what_was_judged_holds_once_the_keyring_has_answered(qtbot: QtBot, languages: Languages) -> None:
    wizard, _ = at_step(qtbot)
    asked(wizard, DONE)
    wizard.letter("Y")
    again, step = at_step(qtbot, progress=wizard.page.progress)
    mark = again.books.marks["ovopark"] = again.books.mark_of("ovopark")
    again.books.marks["ovopark"] = "no secret was read yet"
    again.books.signals.secrets_changed.emit()
    assert "changed since" in step.rows.texts[1]
    again.books.marks["ovopark"] = mark
    again.books.signals.secrets_changed.emit()
    assert "操作成功" in step.rows.texts[1]
