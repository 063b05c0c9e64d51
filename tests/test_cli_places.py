"""Every command works wherever a home and a file are: Chinese names, long ones, what a URI would misread."""

from pathlib import Path

import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.engine.listening import folder_place
from posdesk.journal import start_up
from tests.journal.making import Counter
from tests.journal.making import opened as journal_in
from tests.platforms.wdk.making import body, example

_LONG = "/".join([f"{'很长的文件夹名' * 5}{'-long' * 13}"] * 2)  # 200 characters; SQLite takes 512 bytes
PLACES = ("湘阴一店 收银", "100%25 #1 & more;", "a'b (c) [d] {e} ~!@$^+=,", _LONG)


def run(*words: object) -> int:
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as end:
        return int(str(end.code))


def an_hour_there(place: Path) -> None:
    """All that a shop does with files, in a home and to files that lie there."""
    home, other = place / "home", place / "另一个 文件夹"
    start_up.make_ready(home, SystemClock())
    with journal_in(home) as journal:
        Counter(journal).add("A")
    other.mkdir()
    (other / "小票.json").write_bytes(body(example(serial_num="1")))
    assert run("receipts", "import", other / "小票.json", "--home", home) == 0
    for form in ("csv", "jsonl", "xlsx"):
        assert run("export", "orders", "--format", form, "-o", other / f"订单.{form}", "--home", home) == 0
    assert run("backup", "--home", home) == 0
    for _ in range(2):
        assert run("backup", "-o", other / "备份.sqlite", "--home", home) == 0
    assert run("restore", other / "备份.sqlite", "--home", home) == 0
    assert run("audit", "verify", "--home", home) == 0
    run("doctor", "--home", home, "--zip", other / "诊断.zip")
    there = {"小票.json", "订单.csv", "订单.jsonl", "订单.xlsx", "备份.sqlite", "诊断.zip"}
    assert {path.name for path in other.iterdir()} == there


@pytest.mark.parametrize("name", PLACES)
def test_every_command_works_there(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.mkdir(parents=True)
    an_hour_there(place)


@pytest.mark.windows("only Windows writes paths so")
@pytest.mark.parametrize("lead", ["\\\\?\\", "//?/"])
def test_every_command_works_by_a_path_that_windows_takes_as_it_is(tmp_path: Path, lead: str) -> None:
    an_hour_there(Path(f"{lead}{tmp_path}"))


@pytest.mark.windows("only Windows has drives and names without capitals")
def test_one_home_is_one_by_whatever_letters_it_is_named(tmp_path: Path) -> None:
    home = tmp_path / "Home"
    start_up.make_ready(home, SystemClock())
    assert run("backup", "--home", str(home).upper()) == 0
    assert run("backup", "-o", str(home / "JOURNAL.SQLITE").lower(), "--home", home) == 2
    assert folder_place.NAME not in {path.name for path in home.iterdir()}
