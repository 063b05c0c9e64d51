"""A journal of the release before gets its names' suffixes from the engine that runs: behind orders, once."""

import asyncio
import shutil
from pathlib import Path

import pytest

from posdesk.engine import name_filling
from posdesk.engine.backups import Backups
from posdesk.engine.name_filling import NameFilling
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal, backup, meta
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import suffixes
from posdesk.journal.search_step import BELOW
from tests.engine.making import APPKEY, HeldSecrets, house, partner, settings
from tests.journal.making import PATIENCE_S, Counter, SetClock, one_group, opened
from tests.support.paths import ROOT
from tests.support.processes import wait_for


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "tests/data/journal/version-6.sqlite", tmp_path / FILE_NAME)
    return tmp_path


def below(journal: Journal) -> int:
    """Below which number orders wait to be filled in."""
    return int(journal.read(lambda db: meta.value(db, BELOW)) or 0)


def test_a_running_engine_fills_them_in(home: Path) -> None:
    with house(home, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        wait_for(lambda: not below(at.journal), "the names")
        assert len(at.journal.read(lambda db: suffixes.named(db, "张", 50))) == 12


def test_an_order_goes_first_and_what_was_cut_off_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_filling, "BREATH_S", 0.0)
    monkeypatch.setattr(suffixes.fill, "__defaults__", (5,))
    with opened(home) as journal:
        done: list[str] = []
        with one_group(journal):
            filled = journal.write(suffixes.fill, later=True)
            filled.add_done_callback(lambda _: done.append("names"))
            journal.write(lambda _tx: None).add_done_callback(lambda _: done.append("order"))
        assert filled.result(PATIENCE_S)
        assert done == ["order", "names"]
    with opened(home) as journal:
        before = below(journal)
        assert 0 < before < 13
        assert asyncio.run(NameFilling(journal, SetClock()).look())
        assert below(journal) == 0
        Counter(journal).add("NEW")
        assert len(journal.read(lambda db: suffixes.named(db, "张", 50))) == 13


def test_names_that_cant_be_filled_in_keep_no_backup_from_being_made(home: Path) -> None:
    refuses = "CREATE TRIGGER no BEFORE INSERT ON name_suffixes BEGIN SELECT RAISE(ABORT, 'no'); END"
    with opened(home) as journal:
        journal.write(lambda tx: tx.db.execute(refuses)).result(PATIENCE_S)
        status, clock = StatusBoard(settings(partner()), SetClock()), SetClock()
        part = Backups(home, journal, status, clock, names=NameFilling(journal, clock))
        assert asyncio.run(part.look())
        assert below(journal)
    assert backup.backups(home)
