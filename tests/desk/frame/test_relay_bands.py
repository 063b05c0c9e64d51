"""What the frame says of the relay and the other counters; without a relay it says what it always said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.bands import Bands
from posdesk.desk.frame.pieces import Detail, Situation, left_pieces
from posdesk.desk.frame.top_bar import TopBar
from posdesk.desk.theme import Theme
from posdesk.desk.words.language import Languages
from posdesk.devices.sound_state import SoundState
from posdesk.domain.relay.status import RELAY_GAP, OtherCounter, RelayFault, RelayStatus
from posdesk.domain.status import EngineStatus, Gap, Way
from tests.support import sample_views
from tests.support.fake_counter import NOON, FakeCounter

AGO = NOON - timedelta(minutes=9)
WELL = RelayStatus(connected=True, since=AGO, fault=RelayFault.NONE, counters=(OtherCounter("2", NOON),))


@pytest.fixture
def bands(qtbot: QtBot, light: Theme, counter: FakeCounter) -> Bands:
    made = Bands(light, clock=counter.clock)
    qtbot.addWidget(made)
    made.resize(1290, 10)
    return made


def _with(relay: RelayStatus | None) -> EngineStatus:
    return replace(sample_views.healthy(), relay=relay)


def _said(bands: Bands) -> Iterator[str]:
    return (band.said.what for band in bands.all if band.said.what)


def test_without_a_relay_or_with_one_that_is_well_no_band_stands(bands: Bands) -> None:
    for relay in (None, WELL, RelayStatus()):
        bands.show_status(_with(relay))
        assert list(_said(bands)) == []


def test_a_lost_relay_stands_in_red_and_a_counter_that_can_t_be_seen_in_amber(bands: Bands) -> None:
    bands.show_status(_with(RelayStatus(since=AGO, fault=RelayFault.UNREACHED)))
    assert [said[:44] for said in _said(bands)] == ["The chain's relay is not connected since 12:"]
    bands.show_status(_with(replace(WELL, counters=(OtherCounter("2", AGO, unseen_since=AGO),))))
    assert list(_said(bands)) == ["Counter 2 can't be seen since 12:32."]


def test_a_dead_engine_is_said_alone(bands: Bands) -> None:
    lost = _with(RelayStatus(since=AGO, fault=RelayFault.UNREACHED))
    bands.show_status(replace(lost, alive=False))
    assert not bands.relay.said.what


def test_calls_that_can_t_be_read_here_lead_to_sync(bands: Bands) -> None:
    bands.show_status(_with(replace(WELL, strays=2)))
    assert "2 calls" in bands.strays.said.what
    assert "Sync page" in bands.strays.said.todo


def test_a_gap_of_the_relay_is_told_with_its_days(bands: Bands, languages: Languages) -> None:
    gap = Gap(1, NOON - timedelta(days=8), NOON - timedelta(days=7), RELAY_GAP)
    bands.show_status(replace(_with(WELL), gaps=(gap,)))
    assert bands.gap.said.what.startswith("What came to the chain's gateway 2026-11-13 12:41 – ")
    assert not bands.gap.button.isHidden()


def test_the_bar_says_by_which_way_only_where_there_are_two(
    qtbot: QtBot, light: Theme, counter: FakeCounter
) -> None:
    bar = TopBar(light, counter.settings, counter.clock)
    qtbot.addWidget(bar)
    bar.set_status(_with(None))
    plain = bar.accessibleName()
    assert "relay" not in plain
    assert "to this PC" not in plain
    heard = tuple(replace(each, way=Way.RELAY) for each in sample_views.healthy().partners)
    bar.set_status(replace(_with(WELL), partners=heard))
    assert bar.accessibleName().count("by the relay") == sum(p.last_received is not None for p in heard)


def test_where_there_is_little_room_the_relays_way_is_a_sign(light: Theme, counter: FakeCounter) -> None:
    partners = tuple(replace(each, way=Way.RELAY) for each in sample_views.healthy().partners[:1])
    situation = Situation(counter.settings, replace(_with(WELL), partners=partners), SoundState(), NOON)
    bare = replace(situation, status=replace(situation.status, relay=None))
    for detail in (Detail.ALL, Detail.LITTLE):
        assert len(left_pieces(situation, detail, light)) == len(left_pieces(bare, detail, light)) + 1
