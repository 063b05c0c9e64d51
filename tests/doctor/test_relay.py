"""Health and `posdesk doctor` of a store with a relay; one without has no such line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posdesk.doctor.health_words import Line, Place
from posdesk.doctor.relay import JWT_FILE, RelayFacts, relay_lines
from posdesk.doctor.report import State
from posdesk.doctor.snapshot import Facts, Snapshot
from posdesk.journal.relay.counters import CounterRow
from posdesk.platforms.relay.nkeys import Role, new_pair
from posdesk.platforms.relay.tokens import Permissions, user_token
from posdesk.settings.settings import Settings
from tests.journal.making import SetClock

NOW = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
WELL = RelayFacts(
    40, NOW - timedelta(seconds=20), (CounterRow("i", "2", NOW - timedelta(seconds=25), 7, 7, (), 40),)
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    _enrol(tmp_path, NOW + timedelta(days=300))
    return tmp_path


def _enrol(home: Path, until: datetime) -> None:
    account, user = new_pair(Role.ACCOUNT), new_pair(Role.USER)
    jwt = user_token(
        account, user.public, "001/1", Permissions([], []), NOW - timedelta(days=100), expires=until
    )
    (home / JWT_FILE).write_text(f"{jwt}\ntls://relay.example.cn:443\n", encoding="ascii")


def _lines(home: Path, told: RelayFacts | None) -> dict[str, Line]:
    clock = SetClock(NOW)
    snapshot = Snapshot(home, clock, Settings(), facts=Facts(7, is_readable=True, relay=told))
    return {line.name: line for line in relay_lines(snapshot)}


def test_a_store_without_a_relay_has_no_line_of_one(home: Path) -> None:
    assert _lines(home, None) == {}


def test_one_that_is_well_tells_how_far_it_has_read_and_each_counters_last_word(home: Path) -> None:
    lines = _lines(home, WELL)
    assert {name: line.state for name, line in lines.items()} == {"relay": State.OK, "counter/2": State.OK}
    assert lines["relay"].found.en == "Read up to 40: that was all."
    assert lines["counter/2"].proved == NOW - timedelta(seconds=25)


def test_one_that_was_not_heard_for_long_is_to_be_looked_at(home: Path) -> None:
    line = _lines(home, RelayFacts(40, NOW - timedelta(hours=1)))["relay"]
    assert (line.state, line.place) == (State.LOOK, Place.RELAY)
    assert _lines(home, RelayFacts())["relay"].found.en == "It was never connected."


def test_a_permission_that_lacks_ran_out_or_ends_soon_comes_first(home: Path) -> None:
    _enrol(home, NOW + timedelta(days=3))
    assert "nobody renewed it" in _lines(home, WELL)["relay"].found.en
    _enrol(home, NOW - timedelta(days=1))
    assert _lines(home, WELL)["relay"].state is State.BROKEN
    (home / JWT_FILE).unlink()
    assert "not enrolled" in _lines(home, WELL)["relay"].found.en


def test_calls_that_can_t_be_read_lead_to_sync(home: Path) -> None:
    line = _lines(home, RelayFacts(40, NOW, strays=2))["relay/strays"]
    assert (line.state, line.place) == (State.BROKEN, Place.SYNC)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"), [(12, "快了 12 分钟", "12 min fast"), (-90, "慢了 90", "90 min slow")]
)
def test_a_gateways_wrong_clock_is_told_with_what_to_do(home: Path, minutes: int, zh: str, en: str) -> None:
    line = _lines(home, replace(WELL, gateway_ahead=timedelta(minutes=minutes)))["relay/clock"]
    assert (line.state, line.place) == (State.LOOK, Place.RELAY)
    assert zh in line.found.zh
    assert en in line.found.en
    assert (line.todo.zh, line.todo.en) == ("告诉总部管理员。", "Tell the chain's administrator.")
    assert "relay/clock" not in _lines(home, WELL)


def test_a_counter_that_can_t_be_seen_or_lacks_acts_is_to_be_looked_at(home: Path) -> None:
    away = CounterRow("i", "2", NOW - timedelta(minutes=9), 7, 7, (), 40)
    assert "can't be seen" in _lines(home, RelayFacts(40, NOW, (away,)))["counter/2"].found.en
    lacking = CounterRow("i", "2", NOW, 7, 9, (5,), 40)
    assert "3 have not come" in _lines(home, RelayFacts(40, NOW, (lacking,)))["counter/2"].found.en
