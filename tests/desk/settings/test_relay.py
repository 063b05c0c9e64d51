"""The topic of the chain's relay: what it says without one, what with one, whether this counter prints."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.settings.relay.pane import RelayPane
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.states import Sentence
from posdesk.domain.relay.status import OtherCounter, RelayFault, RelayStatus
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Settings, Store
from tests.support.fake_counter import NOON, FakeCounter

AGO = NOON - timedelta(minutes=9)
CHAIN = Settings(
    store=Store(code="001", counter="1"),
    relay=RelaySettings(servers=("tls://relay.example.cn:443",), shard="s1"),
)
WELL = RelayStatus(connected=True, since=AGO, fault=RelayFault.NONE, counters=(OtherCounter("2", NOON),))


@pytest.fixture
def pane(qtbot: QtBot, light: Theme) -> RelayPane:
    made = RelayPane(light, FakeCounter().clock)
    qtbot.addWidget(made)
    made.show_kept(Settings())
    return made


def test_without_a_relay_it_says_what_one_is_for(pane: RelayPane) -> None:
    assert "works by itself" in pane.state.head
    assert pane.state.prints.isHidden()


def test_with_one_it_says_where_since_when_and_who_else_is_there(pane: RelayPane) -> None:
    pane.show_kept(CHAIN)
    pane.show_status(WELL)
    assert pane.state.head == "Store 001, counter 1: enrolled at relay.example.cn:443"
    lines = pane.state.lines.text()
    assert "Connected since 12:32." in lines
    assert "Counter 2: last word 12:41." in lines


def test_a_lost_one_says_why_and_what_to_do(pane: RelayPane) -> None:
    pane.show_kept(CHAIN)
    pane.show_status(RelayStatus(since=AGO, fault=RelayFault.REVOKED))
    assert "took this PC's permission away" in pane.state.lines.text()
    assert "new enrolment line" in pane.state.lines.text()


def test_one_counter_prints_on_arrival_and_that_is_turned_by_a_press(pane: RelayPane, qtbot: QtBot) -> None:
    pane.show_kept(CHAIN)
    with qtbot.waitSignal(pane.save_wanted) as told:
        pane.state.prints.click()
    assert told.args == [{"prints": False}]
    assert CHAIN.relay is not None
    pane.show_saved(replace_prints(CHAIN.relay))
    with qtbot.waitSignal(pane.save_wanted) as told:
        pane.state.prints.click()
    assert told.args == [{"prints": True}]


def replace_prints(relay: RelaySettings) -> Settings:
    """The same chain, where another counter prints."""
    return CHAIN.model_copy(update={"relay": relay.model_copy(update={"prints": False})})


def test_nothing_of_a_line_can_be_read_in_the_field(pane: RelayPane) -> None:
    pane.box.field.setText("posdesk-relay-1.secret.x")
    assert "secret" not in pane.box.field.displayText()


def test_on_a_small_screen_the_field_and_what_came_of_the_line_come_into_sight(
    pane: RelayPane, qtbot: QtBot
) -> None:
    """At 150 % the box stands below what is seen: an answer that nobody sees is none."""
    pane.show_kept(CHAIN)
    pane.show_status(WELL)
    pane.resize(560, 300)
    pane.show()
    qtbot.waitUntil(lambda: pane.isVisible() and pane.box.height() > 0)
    assert not is_whole(pane.box.field)
    pane.begin_typing()
    qtbot.waitUntil(lambda: is_whole(pane.box.field))
    pane.box.show_told(Sentence("It was refused.", "Ask the chain's administrator for a new one."))
    told = [each for each in pane.box.findChildren(Words) if "new one" in each.text()]
    qtbot.waitUntil(lambda: bool(told) and all(map(is_whole, told)))


def test_nothing_of_it_is_wider_than_a_small_screen(pane: RelayPane) -> None:
    """1366 × 768 at 150 % leaves a topic 560 px; the buttons' words are longest in English."""
    pane.show_kept(CHAIN)
    pane.show_status(WELL)
    inner = pane.box.parentWidget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= 560


def is_whole(part: QWidget) -> bool:
    """Whether all of it is in sight."""
    return part.visibleRegion().boundingRect().height() == part.height()


def test_a_status_that_stays_is_not_said_anew(pane: RelayPane) -> None:
    pane.show_kept(CHAIN)
    pane.show_status(WELL)
    pane.show_status(replace(WELL))
    assert pane.state.lines.text().count("Connected") == 1
