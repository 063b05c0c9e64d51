"""posdesk receipts import: every file is reported on its own line, each whole or not at all."""

from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.journal import Journal
from posdesk.platforms.wdk.table import columns
from tests.engine.receipt_making import serials_in, troubles_in
from tests.platforms.wdk.making import body, example
from tests.platforms.wdk.test_table import table
from tests.test_cli import home, run

__all__ = ["home"]  # a fixture


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def stored_in(at: Path) -> list[str]:
    journal = Journal(at, SystemClock(), "1")
    try:
        return serials_in(journal)
    finally:
        journal.close()


def test_every_file_is_told_of_and_one_bad_one_refuses_no_other(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = file(tmp_path, "a.json", body([example(serial_num="1"), example(serial_num="2")]))
    bad = file(tmp_path, "b.json", body([example(serial_num="3"), example(serial_num="4", op_num=[4])]))
    sheet = file(tmp_path, "c.csv", table(example(serial_num="2"), example(serial_num="5")))
    assert run("receipts", "import", good, bad, sheet, tmp_path / "gone.json", "--home", home) == 1
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first == f"{good}: stored 2, known 0"
    assert second.startswith(f"{bad}: 第 2 张小票（流水号 4） op_num：")
    assert third == f"{sheet}: stored 1, known 1"
    assert last.startswith(f"{tmp_path / 'gone.json'}: can't be read: ")
    assert stored_in(home) == ["1", "2", "5"]


def test_all_taken_is_0_and_the_home_may_stand_before_or_after(home: Path, tmp_path: Path) -> None:
    path = file(tmp_path, "a.json", body(example()))
    assert run("receipts", "import", path, "--home", home) == 0
    assert run("--home", home, "receipts", "import", path) == 0
    assert run("receipts", "--home", home, "import", path) == 0
    assert len(stored_in(home)) == 1


def test_a_refused_file_is_remembered_for_the_page(home: Path, tmp_path: Path) -> None:
    run("receipts", "import", file(tmp_path, "a.json", b"{"), "--home", home)
    journal = Journal(home, SystemClock(), "1")
    try:
        assert [trouble.name for trouble in troubles_in(journal)] == ["a.json"]
    finally:
        journal.close()


@pytest.mark.parametrize("words", [(), ("import",), ("export", "x.json")])
def test_wrong_use_is_2(home: Path, words: tuple[str, ...]) -> None:
    assert run("receipts", *words, "--home", home) == 2


def test_the_help_documents_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("receipts", "import", "--help") == 0
    told = capsys.readouterr().out
    assert [name for name in columns() if name not in told] == []
