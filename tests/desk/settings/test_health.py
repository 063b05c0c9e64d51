"""The health's topic: each part in a line, a fault leads to where it is mended, one key makes the file."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.desk.theme import WidthClass
from posdesk.desk.words.language import Languages
from posdesk.doctor.health_words import Place
from posdesk.doctor.report import State, Text
from tests.desk.settings import health_samples as samples
from tests.support.whole_desk import WholeDesk, keyless, shared_letters

pytestmark = pytest.mark.window
Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, languages: Languages) -> WholeDesk:
    """The health on screen, as the design's picture has it."""
    made = WholeDesk(qtbot)
    made.page(6)
    made.settings.show_platform("health")
    made.settings.health.show_health(samples.picture())
    made.settle()
    return made


def test_each_part_is_a_line_with_its_last_proof_and_the_faults_are_counted_beside_the_topic(
    desk: WholeDesk,
) -> None:
    pane = desk.settings.health
    lines = samples.picture().lines
    assert [row.identity for row in pane.rows] == [line.name for line in lines]
    assert pane.wants == 2
    button = next(topic for topic in desk.settings.topics if topic.pane is pane)
    assert button.accessibleName() == "Health, 2"
    for row, line in zip(pane.rows, lines, strict=True):
        part, found, todo, proof = row.texts
        assert (part, found, todo) == (line.title.en, line.found.en, line.todo.en)
        assert row.height() >= (56 if line.state is not State.OK else 38)
        assert proof == ("never" if line is samples.NEVER_CALLED else proof)
        assert found in row.accessibleName()
    assert pane.rows[1].texts[3] == "14:19:08"
    assert keyless(desk.window) == []
    assert shared_letters(desk.window) == []


def test_the_first_fault_is_chosen_and_its_key_leads_to_where_it_is_mended(desk: WholeDesk) -> None:
    pane, wanted = desk.settings.health, list[str]()
    pane.go_wanted.connect(wanted.append)
    assert pane.choice.row is pane.rows[3]
    assert pane.rows[3].button.face.key == "Alt+G"
    assert not pane.rows[11].button.face.key
    desk.letter("G")
    assert wanted == ["sync"]
    for _ in range(8):
        desk.press(Key.Key_Down)
    assert pane.choice.row is pane.rows[11]
    desk.letter("G")
    assert desk.settings.topics[[p.key for p in desk.settings.panes].index("printers")].isChecked()


def test_a_fault_that_no_topic_mends_leads_nowhere(desk: WholeDesk) -> None:
    pane = desk.settings.health
    pane.lead_to([each for each in desk.settings.panes if each.key != "printers"])
    pane.show_health(samples.picture())
    assert not pane.rows[11].button.isVisible()
    assert pane.rows[3].button.isVisible()


def test_it_looks_quickly_when_it_is_seen_and_at_everything_by_its_key(desk: WholeDesk) -> None:
    pane, asked, files = desk.settings.health, list[bool](), list[None]()
    pane.look_wanted.connect(asked.append)
    pane.file_wanted.connect(lambda: files.append(None))
    desk.counter.time.advance(60)
    desk.page(1)
    desk.page(6)
    assert asked == [True]
    desk.letter("R")
    assert asked == [True], "one look at a time"
    pane.show_health(samples.picture())
    desk.letter("R")
    assert asked == [True, False]
    desk.letter("D")
    assert files == [None]
    pane.show_made(Path("/tmp/Documents/posdesk-diagnostic-1.zip"))
    assert pane.said == f"Made: posdesk-diagnostic-1.zip, in {Path('/tmp/Documents')}."
    pane.show_not_made("Make room.")
    assert pane.said == "Make room."


def test_on_a_narrow_screen_no_button_is_cut(desk: WholeDesk) -> None:
    desk.window.resize(911, 640)
    desk.settle()
    assert desk.window.width() < WidthClass.MEDIUM
    pane = desk.settings.health
    for button in (pane.again_button, pane.file_button, pane.rows[3].button):
        assert button.width() >= button.sizeHint().width()


def test_on_a_narrow_screen_the_longest_topics_name_is_whole_on_its_button(desk: WholeDesk) -> None:
    pane, picture = desk.settings.health, samples.picture()
    line = replace(samples.NEVER_CALLED, place=Place.PLATFORMS, found=Text("长" * 60, "long words " * 12))
    desk.window.resize(911, 640)
    pane.show_health(picture._replace(lines=(line, *picture.lines)))
    desk.settle()
    button = pane.rows[0].button
    assert button.face.label == "Go to Platforms and secrets"
    assert button.width() >= button.sizeHint().width()
    assert button.visibleRegion().boundingRect().width() == button.width()
