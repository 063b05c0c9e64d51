"""The board stands first: what costs a start, and what nobody sees yet, comes after the first look."""

import json
import subprocess
import sys
from typing import Any, NamedTuple

import pytest

from tests.bench.shop import home_with
from tests.support.engine import EngineHome
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]
NEW, TAKEN = 3, 60
NOT_YET = (
    *("httpx", "httpcore", "keyring", "uvicorn", "starlette", "h11", "httptools", "asyncio", "ssl"),
    *("tomlkit", "serial", "PIL", "PySide6.QtNetwork", "PySide6.QtPrintSupport"),
    *("posdesk.engine.parts", "posdesk.journal.rescue.salvage", "posdesk.updates", "posdesk.platforms.http"),
    *(f"posdesk.desk.{page}" for page in ("pickup", "hours", "sync", "shift", "settings", "first_start")),
    *("posdesk.desk.corner", "posdesk.desk.bridge.books_bridge", "posdesk.domain.books.ledger"),
    *("posdesk.devices.sound", "posdesk.devices.outputs", "posdesk.settings.broken_toml", "platformdirs"),
    *(f"posdesk.desk.frame.{part}" for part in ("alarm", "sound_band", "sound_check", "key_help")),
)
"""Of these no module is imported before the board stands."""


class Started(NamedTuple):
    """What a start said of itself: at the first look, and when the pages of every shift were there."""

    first: dict[str, Any]
    then: dict[str, Any]
    code: int


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Started:
    home = home_with(tmp_path_factory.mktemp("home"), "http://127.0.0.1:9", new=NEW, taken=TAKEN)
    return _started(home)


def _started(home: EngineHome) -> Started:
    done = subprocess.run(
        [sys.executable, "-m", "tests.desk.start.first_look", str(home.folder)],
        env=seeded_environment(home.secrets),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, then = (json.loads(line) for line in done.stdout.splitlines())
    return Started(first, then, done.returncode)


def test_nothing_heavy_is_imported_before_the_board_stands(started: Started) -> None:
    loaded = started.first["modules"]
    early = [name for name in loaded if any(name == each or name.startswith(f"{each}.") for each in NOT_YET)]
    assert not early


def test_the_engine_and_the_other_pages_come_after_the_first_look(started: Started) -> None:
    assert not started.first["engine"]
    assert started.first["made"] == []


def test_the_window_was_painted_with_its_orders_before_the_engine_comes(started: Started) -> None:
    assert started.first["paints"] > 0
    assert started.first["too_early"] == 0


def test_no_source_is_read_and_no_garbage_looked_for_until_then(started: Started) -> None:
    assert started.first["sources"] == 0
    assert not started.first["collects"]


def test_of_the_rows_only_those_are_made_that_show(started: Started) -> None:
    first = started.first
    assert first["rows"] == NEW + TAKEN
    assert 0 < first["cards"] <= first["looked_at"]
    assert first["looked_at"] < first["rows"] / 2


def test_of_the_bands_only_those_are_made_that_say_something(started: Started) -> None:
    assert 0 < started.first["bands"] < 4


def test_the_pages_that_stay_are_not_looked_through_by_the_collector(started: Started) -> None:
    assert started.then["frozen"] > started.first["frozen"]
    assert started.then["looked_through"] < started.then["frozen"] / 10


def test_the_pages_of_every_shift_are_made_by_themselves_the_others_are_not(started: Started) -> None:
    assert sorted(started.then["made"]) == ["hours", "pickup", "shift", "sync"]
    assert "posdesk.desk.settings.all_panes" not in started.then["modules"]
    assert started.then["ahead"] == ["hours", "pickup", "shift", "sync"], "a piece before it"
