"""The till's folder is tried out by a file of ours that is read and kept nowhere (row 63)."""

import sys
from pathlib import Path

import pytest

from posdesk.engine.listening.folder import is_tills
from posdesk.engine.listening.folder_trial import tried
from posdesk.platforms.wdk.sample_receipts import COUNT
from posdesk.settings.settings import Receipts
from tests.engine.making import PATIENCE_S, HeldSecrets, house, settings


def test_three_receipts_are_read_and_none_is_kept(tmp_path: Path) -> None:
    with house(tmp_path, settings(), HeldSecrets()) as at:
        asked = at.engine.try_folder(settings())
        assert asked is not None
        trial = asked.result(PATIENCE_S)
        assert (trial.receipts, trial.why) == (COUNT, "")
        kept = at.journal.read(lambda db: db.execute("SELECT count(*) FROM receipts").fetchone()[0])
        assert kept == 0
    assert [path.name for path in Path(trial.place).iterdir() if path.is_file()] == []


def test_its_file_is_never_taken_for_a_tills() -> None:
    assert not is_tills(".posdesk-test-0011223344556677.json")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows' own words differ")
def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "No such file" in tried(tmp_path / "gone").why


def test_the_folder_that_is_set_now_is_tried_out_though_it_is_read_from_the_next_start_on(
    tmp_path: Path,
) -> None:
    till = tmp_path / "till"
    till.mkdir()
    chosen = settings().model_copy(update={"receipts": Receipts(folder=str(till))})
    with house(tmp_path / "home", settings(), HeldSecrets()) as at:
        asked = at.engine.try_folder(chosen)
        assert asked is not None
        assert asked.result(PATIENCE_S).place == str(till)
