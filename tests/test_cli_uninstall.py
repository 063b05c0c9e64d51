"""Row 74: before the program is removed, what is not sent is said, and the shop's data is never touched."""

import contextlib
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind
from posdesk.journal import Journal
from tests.doctor.test_doctor import TOML
from tests.journal.making import Counter
from tests.platforms.wdk.making import body, example

BOOKS = """
[ovopark]
akey = "k"
shop_id = "001"
enterprise_id = 1

[wdk]
app_key = "k"
store_id = "001"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir(mode=0o700)
    (made / "posdesk.toml").write_text(TOML + BOOKS, encoding="utf-8")
    Journal.migrate(made)
    return made


def check(capsys: pytest.CaptureFixture[str], home: Path, language: str = "en") -> tuple[int, str]:
    code = cli.main(["uninstall-check", "--home", str(home), "--language", language])
    return code, capsys.readouterr().out


def _bytes(home: Path) -> dict[str, bytes]:
    """All but what a reader leaves beside the journal: an empty -wal and -shm."""
    files = (path for path in home.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


def test_a_home_in_which_all_is_settled_ends_with_zero(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = check(capsys, home)
    assert code == 0
    assert "Nothing waits" in said
    assert str(home) in said
    assert check(capsys, tmp_path / "new") == (0, f"There is no shop's data in {tmp_path / 'new'}.\n")


def test_open_orders_unsent_answers_receipts_and_hours_are_each_named_and_nothing_is_changed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.closing(Journal(home, SystemClock(), "1")) as journal:
        counter = Counter(journal)
        counter.add()
        counter.press(Kind.ACCEPT)
    file = tmp_path / "receipt.json"
    file.write_bytes(body(example(serial_num="1")))
    assert cli.main(["receipts", "import", str(file), "--home", str(home)]) == 0
    capsys.readouterr()
    before = _bytes(home)
    code, said = check(capsys, home)
    assert code == 1
    assert "orders that are not ended: 1" in said
    assert "meituan accept: 1" in said
    assert "receipts not yet sent: 1" in said
    assert "hours not yet reported: 1" in said
    assert "deletes none of the shop's data" in said
    assert "未完成的订单 1 张" in check(capsys, home, "zh_CN")[1]
    assert _bytes(home) == before


def test_what_can_not_be_known_is_taken_for_waiting(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "journal.sqlite").write_bytes(b"no journal at all" * 100)
    code, said = check(capsys, home)
    assert code == 1
    assert "can't be known" in said
    assert str(home) in said
