"""Step 9: a printer is proven by its own answer after the cut, or by a person who saw the paper."""

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.printers import PrintersStep
from posdesk.desk.words.language import Languages
from posdesk.devices.printing.status import Answers
from posdesk.domain.first_start import Progress
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.engine.sending.printer_trial import Trial
from posdesk.settings.printers import PrintedSlip, Printer
from posdesk.settings.settings import Settings
from tests.desk.first_start.making import Wizard
from tests.support.whole_desk import shared_letters

pytestmark = pytest.mark.window
FRONT = Printer(name="front", address="192.168.1.60:9100")
KITCHEN = Printer(name="kitchen", transport="spooler", address="XP-80C", width=58)
SILENT = Trial(Ended(Outcome.HANDED_OVER), Answers.NONE, 1)


def at_step(
    qtbot: QtBot, *printers: Printer, progress: Progress | None = None
) -> tuple[Wizard, PrintersStep]:
    slips = tuple(PrintedSlip(kind="kitchen", printer=each.name) for each in printers[:1])
    wizard = Wizard(qtbot, Settings(printer=printers, slip=slips), progress or Progress(at="printers"))
    step = wizard.page.step
    assert isinstance(step, PrintersStep)
    return wizard, step


def test_what_the_printer_says_after_the_cut_is_kept_at_once(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot, FRONT)
    assert "Not tried out: front." in step.state().said
    wizard.letter("T")
    assert wizard.prints.calls("try_out") == [(FRONT,)]
    assert "on its way" in step.rows.texts[0]
    wizard.prints.finish_trial(Trial(Ended(Outcome.PRINTED), Answers.JOB, 1))
    wizard.settle()
    ((section, values, _secrets),) = wizard.books.calls("save")
    assert section == "printers"
    assert values["printer"][0]["answers"] == "job"  # type: ignore[index]
    assert step.state().is_done


@pytest.mark.parametrize("is_right", [True, False])
def test_of_one_that_cant_answer_a_person_says_and_the_report_names_whom(
    qtbot: QtBot, languages: Languages, is_right: bool
) -> None:
    wizard, step = at_step(qtbot, FRONT, KITCHEN)
    wizard.letter("T")
    wizard.prints.finish_trial(SILENT)
    wizard.settle()
    assert "Is the slip there, and right?" in step.rows.texts[0]
    wizard.letter("Y" if is_right else "X")
    assert wizard.counter.calls("judged") == [("front", is_right)]
    assert ("saw the paper" in step.rows.texts[0]) is is_right
    lines = {line.what: line.state for line in step.lines()}
    assert lines["front"].is_done is is_right
    assert "counter 1" in lines["front"].said.lower()
    assert not lines["kitchen"].is_done


def test_a_persons_word_falls_when_the_printer_is_set_otherwise(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot, KITCHEN)
    wizard.letter("T")
    wizard.prints.finish_trial(SILENT)
    wizard.letter("Y")
    assert step.state().is_done
    facts = wizard.page.progress
    _, same = at_step(qtbot, KITCHEN, progress=facts)
    assert same.state().is_done
    _, other = at_step(qtbot, KITCHEN.model_copy(update={"charset": "raster"}), progress=facts)
    assert not other.state().is_done


def test_a_printer_that_can_not_be_reached_says_so(qtbot: QtBot, languages: Languages) -> None:
    wizard, step = at_step(qtbot, FRONT)
    wizard.letter("T")
    wizard.prints.finish_trial(Trial(Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER), Answers.NONE, 0))
    wizard.settle()
    assert "can't be reached" in step.rows.texts[0]
    assert wizard.books.calls("save") == []


@pytest.mark.parametrize("is_form", [False, True])
def test_no_letter_stands_twice_on_screen(qtbot: QtBot, languages: Languages, is_form: bool) -> None:
    settings = Settings(printer=(FRONT, KITCHEN), slip=(PrintedSlip(kind="kitchen", printer="front"),))
    wizard = Wizard(qtbot, settings, Progress(at="printers"))
    step = wizard.page.step
    assert isinstance(step, PrintersStep)
    wizard.letter("T")
    wizard.prints.finish_trial(SILENT)
    if is_form:
        wizard.letter("A")
    wizard.settle()
    assert step.form.isVisible() is is_form
    assert shared_letters(wizard.window) == []


def test_printers_are_added_in_the_settings_own_form_and_nothing_entered_is_lost(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard, step = at_step(qtbot)
    assert "No printer yet" in wizard.words()
    wizard.letter("A")
    wizard.letter("A")
    assert step.form.is_changed
    wizard.letter("N")
    assert "Not saved yet" in wizard.words()
    wizard.letter("X")
    wizard.letter("I")
    assert not step.form.isVisible()


def test_a_printer_on_which_no_slip_prints_leaves_the_step_open(qtbot: QtBot, languages: Languages) -> None:
    proved = FRONT.model_copy(update={"answers": "job", "proved": datetime(2026, 11, 28, tzinfo=UTC)})
    wizard = Wizard(qtbot, Settings(printer=(proved,)), Progress(at="printers"))
    state = wizard.page.step.state()
    assert not state.is_done
    assert state.said == "No slip prints anywhere yet."


def test_one_without_its_address_is_not_saved_and_it_is_said_in_words(
    qtbot: QtBot, languages: Languages
) -> None:
    wizard, _ = at_step(qtbot)
    wizard.letter("A")
    wizard.letter("A")
    wizard.letter("S")
    assert wizard.books.calls("save") == []
    assert "First enter a name and an address." in wizard.words()
