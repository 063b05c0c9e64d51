"""The engine walks the whole trail once a week, in pieces, and goes on from there each hour."""

import asyncio
import contextlib
import sqlite3
import sys
import threading
from pathlib import Path

import pytest

from posdesk.domain.journal_health import WELL, TrailDoubt, TrailFault
from posdesk.engine import trail_walk
from posdesk.engine.trail_walk import TrailWalk
from posdesk.host import own_process
from posdesk.journal import Journal, start_up
from posdesk.journal.audit import audit, trail, walking, walks
from posdesk.journal.audit.walks import Walked
from posdesk.journal.rescue import checkup
from tests.engine.making import APPKEY, HeldSecrets, house, partner, settings
from tests.journal.audit.test_walks import spoil
from tests.journal.making import SetClock
from tests.journal.rescue.test_filling import tear
from tests.journal.rescue.torn_pages import leaves
from tests.journal.sealed import KEY, SealedHome
from tests.support.processes import wait_for

DAY_S = 86400.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real waits, and pieces so small that a few lines take many."""
    monkeypatch.setattr(trail_walk, "BREATH_S", 0.0)
    monkeypatch.setattr(trail_walk, "LINES", 3)


def write(journal: Journal, count: int) -> None:
    for _ in range(count):
        journal.write(lambda tx: audit.write(tx, "test.line")).result(20)


class Walking:
    """The part, with a key at hand or none, and what it told."""

    def __init__(self, journal: Journal, clock: SetClock, key: str | None = KEY) -> None:
        self.journal, self.key, self.told = journal, key, list[TrailDoubt]()
        self.part = TrailWalk(journal, clock, lambda: self.key, self.told.append)

    def look(self) -> Walked | None:
        asyncio.run(self.part.look())
        return self.journal.read(lambda db: walks.last(db, KEY))


@pytest.fixture
def walker(journal: Journal, clock: SetClock) -> Walking:
    write(journal, 20)
    return Walking(journal, clock)


def test_all_is_walked_first_then_what_is_new_and_all_again_after_a_week(
    walker: Walking, journal: Journal, clock: SetClock
) -> None:
    first = walker.look()
    assert first is not None
    assert first.line == 20
    write(journal, 7)
    clock.walk(6 * DAY_S)
    second = walker.look()
    assert second is not None
    assert (second.line, second.at) == (27, first.at), "from the first on it was walked then"
    clock.walk(DAY_S)
    third = walker.look()
    assert third is not None
    assert third.at > first.at
    assert set(walker.told) == {WELL}


def test_a_changed_line_is_told_and_no_look_relies_on_a_walk_any_more(
    walker: Walking, clock: SetClock, tmp_path: Path
) -> None:
    assert walker.look()
    home = SealedHome(tmp_path)
    spoil(home, 4)
    assert walker.look(), "what was walked is not walked again before a week is over"
    clock.walk(7 * DAY_S)
    assert walker.look() is None
    assert walker.told[-1] == TrailDoubt(TrailFault.CHAIN, 4)
    assert walker.look() is None
    assert walker.told.count(walker.told[-1]) == 1, "once a run"


class Asked:
    """How many lines this process has walked itself."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines, step = 0, audit.Walk.step

        def counted(walk: audit.Walk, db: sqlite3.Connection, most: int) -> audit.Check | None:
            before = walk.line
            check = step(walk, db, most)
            self.lines += walk.line - before
            return check

        monkeypatch.setattr(audit.Walk, "step", counted)


def test_a_long_walk_is_another_process_s_and_what_it_finds_is_told(
    walker: Walking, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "FAR", 15)
    asked = Asked(monkeypatch)
    walked = walker.look()
    assert walked is not None
    assert (walked.line, asked.lines) == (20, 0)
    spoil(SealedHome(tmp_path), 4)
    clock.walk(7 * DAY_S)
    assert walker.look() is None
    assert walker.told == [WELL, TrailDoubt(TrailFault.CHAIN, 4)]


def test_where_no_process_can_be_begun_this_one_walks(
    walker: Walking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "FAR", 15)
    monkeypatch.setattr(own_process, "command", lambda _: ["/nowhere/python"])
    walked = walker.look()
    assert walked is not None
    assert walked.line == 20


def test_a_walk_that_is_cut_off_in_the_middle_of_a_word_came_as_far_as_the_word_before(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = "import sys; sys.stdout.write('7 abcd\\n12 ef')"
    monkeypatch.setattr(own_process, "command", lambda _: [sys.executable, "-c", says])
    walk = audit.Walk()
    walking.WalkBeside(journal.path, walk).run()
    assert (walk.line, walk.hash) == (7, "abcd")


def test_a_long_walk_ends_with_the_engine(
    walker: Walking, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        own_process, "command", lambda _: [sys.executable, "-c", "import time; time.sleep(60)"]
    )
    beside = walking.WalkBeside(journal.path, audit.Walk())
    run = threading.Thread(target=beside.run)
    run.start()
    wait_for(lambda: beside._process is not None, "the process")
    beside.end()
    run.join(20)
    assert not run.is_alive()
    assert beside._process is not None
    assert beside._process.returncode is not None


def test_without_the_key_it_walks_once_a_week_and_nothing_is_kept(walker: Walking, clock: SetClock) -> None:
    walker.key = None
    for days in (0, 1, 7):
        clock.walk(days * DAY_S)
        assert walker.look() is None
    assert len(walker.told) == 2
    walker.key = KEY
    assert walker.look()


def test_lines_that_a_damage_took_stay_told_by_the_doctor_after_the_walk(
    tmp_path: Path, clock: SetClock
) -> None:
    """The engine's walk begins behind them: it can't say that all is there from the first line on."""
    home = SealedHome(tmp_path / "home")
    home.start()
    home.lines(100)
    tear(home.path, [list(leaves(home.path, "audit"))[1]])
    start_up.make_ready(home.home, clock)
    with contextlib.closing(Journal(home.home, clock, "1")) as journal:
        assert Walking(journal, clock).look(), "what came since is walked, and need not be by a start"
        walk = checkup.walked(home.path, KEY)
        found = journal.read(lambda db: trail.news(db, home.entries(), KEY, walk))
        whole = journal.read(lambda db: trail.verify(db, home.entries(), KEY))
    assert found.doubt is TrailFault.CHAIN
    assert (found.line, found.walked) == (whole.line, 0)


def test_a_running_engine_walks_and_tells_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail_walk, "FIRST_S", 0.0)
    monkeypatch.setattr(trail_walk, "LOOK_S", 0.1)
    home = SealedHome(tmp_path)
    home.start()
    home.lines(trail_walk.LINES * 4)
    spoil(home, 5)
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        at.wait_for_status(lambda status: status.trail == TrailDoubt(TrailFault.CHAIN, 5), "the doubt")
        wait_for(lambda: at.engine.is_alive, "an engine that goes on")
