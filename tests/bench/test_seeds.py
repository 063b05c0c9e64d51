"""The bench's homes are what the product itself would have written: it finds nothing wrong with them."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.journal import Journal
from posdesk.journal.books import posting_rows, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import intent_rows, views
from tests.bench import seeds
from tests.bench.seeds import Seed
from tests.support.engine import engine_home
from tests.support.paths import ROOT

SMALL = Seed("small", days=(3, 2, 1), orders=40, receipts=90, open=20)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    seeds.make(folder / "home", SMALL, template=seeds.template_of(folder / "day", SMALL))
    return folder / "home"


def _command(*words: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "posdesk", *map(str, words)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_multiplied_trail_is_whole(home: Path) -> None:
    done = _command("audit", "verify", "--home", home)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_multiplied_journal_is_sound(home: Path) -> None:
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        counts = [db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("orders", "receipts")]
    assert counts[0] == 3 * 40 + 20
    assert counts[1] >= 3 * 90


def test_of_a_seed_only_the_open_orders_wait(home: Path) -> None:
    clock = SystemClock()
    with contextlib.closing(Journal(home, clock, "1")) as journal:
        board = journal.read(lambda db: tuple(views.each_on_board(db, clock.now())))
        assert sum(not view.order.is_final for view in board) == SMALL.open
        assert all(view.order.content.tbillno == view.order.key.bill for view in board)
        assert not journal.read(intent_rows.open_ones)
        assert not journal.read(posting_rows.waiting)
        assert not journal.read(receipts.unqueued)
        assert journal.read(lambda db: views.search(db, "欧阳女士"))


def test_an_engine_starts_on_a_seed_as_after_a_clean_stop(home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(home, tmp_path / "home"))
    with engine_home(seeds.engine_of(home)):
        pass
    with contextlib.closing(Journal(home, SystemClock(), "1")) as journal:
        said = journal.read(
            lambda db: db.execute("SELECT what FROM audit WHERE what LIKE 'journal.%'").fetchall()
        )
        lost = journal.read(lambda db: db.execute("SELECT count(*) FROM losses").fetchone()[0])
    assert not said
    assert not lost
