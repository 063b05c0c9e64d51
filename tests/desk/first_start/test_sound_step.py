"""The alarm is heard once a person counted its notes right; the band asks nothing beside the step."""

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.domain.orders.ringing import CHECKS
from tests.desk.first_start.making import Wizard

pytestmark = pytest.mark.window


@pytest.fixture
def wizard(qtbot: QtBot, languages: Languages) -> Wizard:
    return Wizard(qtbot, progress=Progress(at="sound"))


def test_only_the_right_number_proves_it_and_what_is_proven_stays_in_the_home(wizard: Wizard) -> None:
    assert wizard.sound.played == [CHECKS[3]]
    wizard.letter("A")  # nobody can know the number before the end
    assert not wizard.page.step.state().is_done
    wizard.sound.end(whole=True)
    wizard.settle()
    assert not wizard.window.shell.sound_band.isVisible()
    wizard.letter("A")
    assert "3 played, 2 said: not counted right." in wizard.words()
    wizard.qtbot.waitUntil(lambda: len(wizard.sound.played) == 2, timeout=20_000)
    wizard.sound.end(whole=True)
    wizard.letter("S")
    assert "3 played, 3 said: it is heard." in wizard.words()
    assert wizard.page.step.state().is_done
    assert "at" in wizard.page.progress.facts["sound"]
    assert wizard.counter.status_now.hearing.heard_at is not None


def test_who_hears_nothing_is_told_what_to_do_and_may_leave_it_open(wizard: Wizard) -> None:
    wizard.sound.end(whole=True)
    wizard.settle()
    wizard.letter("X")
    assert "Turn the speaker on and up" in wizard.words()
    wizard.letter("N")
    assert wizard.page.step.key == "sound"
    wizard.letter("L")
    assert wizard.page.step.key != "sound"
    assert "sound" in wizard.page.progress.left


def test_what_was_heard_before_posdesk_was_closed_is_not_asked_again(
    qtbot: QtBot, languages: Languages
) -> None:
    facts = {"sound": {"at": "2026-11-21T04:11:40.000000+00:00"}}
    wizard = Wizard(qtbot, progress=Progress(at="sound", facts=facts))
    assert wizard.sound.played == []
    assert "12:11" in wizard.page.step.state().said
