"""The engine as a process: what a kill, a clean end and a first start leave behind."""

import contextlib
import os
import signal
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.domain.status import Gap
from posdesk.engine.listening.listener_socket import FILE_NAME
from posdesk.journal import Journal, heartbeats
from posdesk.platforms.o2o.answers import AnswerCode
from tests.support.engine import EngineHome, engine_home
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN


def gaps(home: EngineHome) -> tuple[Gap, ...]:
    with home.journal() as journal:
        return journal.read(lambda db: heartbeats.open_gaps(db, "1"))


def last_beat(home: EngineHome) -> datetime | None:
    with home.journal() as journal:
        return journal.read(lambda db: heartbeats.last_beat(db, "1"))


def test_the_gap_after_a_kill_is_told_exactly_and_a_first_start_has_none(tmp_path: Path) -> None:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as home:
        wait_for(lambda: last_beat(home) is not None, "a beat")
        assert gaps(home) == ()
        home.kill()
        beat = last_beat(home)
        restarted = SystemClock().now()
        home.start()
        wait_for(lambda: gaps(home) != (), "the gap")
        (gap,) = gaps(home)
        assert (gap.start, gap.reason) == (beat, "not_running")
        assert gap.end is not None
        assert gap.end >= restarted


def test_after_a_clean_end_the_gap_begins_when_the_listener_ended(tmp_path: Path) -> None:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as home:
        wait_for(lambda: last_beat(home) is not None, "a beat")
        first, told_to_end = last_beat(home), SystemClock().now()
        assert home.stop() == 0
        beat = last_beat(home)
        assert first is not None
        assert beat is not None
        assert first < told_to_end <= beat <= SystemClock().now()
        assert not (tmp_path / FILE_NAME).exists()


def test_a_very_old_beat_is_one_gap_and_not_many(tmp_path: Path) -> None:
    home = EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])
    Journal.migrate(tmp_path)
    month_ago = SystemClock().now() - timedelta(days=30)
    with contextlib.closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db, db:
        db.execute("INSERT INTO heartbeats VALUES ('1', ?)", (month_ago.isoformat(timespec="microseconds"),))
    db.close()
    with engine_home(home):
        wait_for(lambda: gaps(home) != (), "the gap")
        assert [gap.start for gap in gaps(home)] == [month_ago]


@pytest.mark.waits
@pytest.mark.posix("a process can't be stopped for a while there")
def test_fifteen_seconds_of_sigstop_are_a_gap_and_the_door_is_not_called_dead(tmp_path: Path) -> None:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as home:
        wait_for(lambda: last_beat(home) is not None, "a beat")
        beat = last_beat(home)
        stopped_at, began = SystemClock().now(), time.monotonic()
        os.kill(home.pid, signal.SIGSTOP)
        wait_for(lambda: time.monotonic() - began >= 15, "fifteen seconds")
        os.kill(home.pid, signal.SIGCONT)
        wait_for(lambda: gaps(home) != (), "the gap")
        wait_for(lambda: last_beat(home) not in {None, beat}, "another beat")
        (gap,) = gaps(home)
        assert gap.reason == "asleep"
        assert gap.end is not None
        assert gap.start <= stopped_at
        assert gap.end - gap.start >= timedelta(seconds=15)
        assert home.post(MEITUAN, b"{}").json()["code"] == AnswerCode.MISSING_FIELD
