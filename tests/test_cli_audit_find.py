"""`posdesk audit find ORDER`: who did what with an order, when, where, under which GUID, and how it ended."""

from pathlib import Path

import pytest

from posdesk import cli
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.journal import Transaction
from posdesk.journal.audit import audit
from tests.journal.making import Counter, key_of, opened

BILL = "XS20161010001"
PERSONAL = ("张生", "13507311234", "芙蓉区", "1234")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two orders, of which one was accepted and one refused by the platform."""
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        counter.add(BILL, show_no="#77")
        counter.add("OTHER", show_no="#78")
        counter.done(Kind.ACCEPT, key_of(BILL), actor="Li")
        other = counter.press(Kind.ACCEPT, key_of("OTHER"), actor="Wang")
        counter.attempt(other.seq, Verdict.REFUSED, "张生 13507311234", 3007)
    (tmp_path / "posdesk.toml").write_text('[store]\ncode = "001"\n', encoding="utf-8")
    return tmp_path


def run(home: Path, *words: str) -> int:
    return cli.main(["audit", "--language", "en", *words, "--home", str(home)])


def billno(home: Path, bill: str) -> str:
    with opened(home) as journal:
        return Counter(journal).order(key_of(bill)).billno


def test_it_names_who_when_counter_guid_and_answer(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "find", "OTHER") == 0
    head, *rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert head == ["line", "when", "who", "counter", "what", "order", "GUID", "answer"]
    assert [row[4] for row in rows] == [
        "order.received",
        "intent.pressed",
        "intent.sending",
        "intent.refused",
    ]
    pressed, ended = rows[1], rows[3]
    assert (pressed[1], pressed[2], pressed[3]) == ("2026-05-03 12:25:36", "Wang", "1")
    assert pressed[6] == ended[6] != ""
    assert "code=3007" in ended[7]


def test_it_is_found_by_each_of_its_numbers(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (BILL, f" {BILL}　", billno(home, BILL), billno(home, BILL).lower(), "77", "#77"):
        assert run(home, "find", number) == 0, number
        said = capsys.readouterr().out
        assert "intent.confirmed" in said
        assert "OTHER" not in said


def test_nothing_personal_is_printed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (BILL, "OTHER"):
        run(home, "find", number)
    said = capsys.readouterr().out
    assert not [word for word in PERSONAL[:3] if word in said]


def test_an_order_that_is_not_there_ends_with_1_and_none_named_with_2(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "find", "NOWHERE") == 1
    assert "the audit trail has no line of NOWHERE" in capsys.readouterr().err
    assert run(home, "find", "NOWHERE", "--language", "zh_CN") == 1
    assert "操作记录里没有 NOWHERE" in capsys.readouterr().err
    assert run(home, "find", " ") == 2
    with pytest.raises(SystemExit) as end:
        run(home, "find")
    assert end.value.code == 2


def test_both_languages_before_and_behind_the_word(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "--language", "zh_CN", "find", BILL, "--home", str(home)]) == 0
    assert capsys.readouterr().out.startswith("行\t时间\t人员")
    assert run(home, "find", BILL, "--language", "en") == 0
    assert capsys.readouterr().out.startswith("line\twhen\twho")


def test_it_prints_so_many_lines_and_says_that_there_are_more(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(tx: Transaction) -> None:
        for _ in range(audit.MOST_LINES + 1):
            audit.write(tx, "test.line", key=("p", "MANY"))

    with opened(home) as journal:
        journal.write(work).result(30)
    assert run(home, "find", "MANY") == 0
    *rows, more = capsys.readouterr().out.splitlines()
    assert len(rows) == audit.MOST_LINES + 1
    assert more == "there are more: posdesk export audit"


QUESTIONS: tuple[tuple[str, tuple[object, ...]], ...] = (
    (audit._PARTNERS, ()),
    (audit._BY_BILLNO, ("x",)),
    (audit._BY_SHOW_NO, ("1", "1", 9)),
)


@pytest.mark.parametrize(("question", "values"), QUESTIONS)
def test_it_walks_no_table(home: Path, question: str, values: tuple[object, ...]) -> None:
    with opened(home) as journal:
        plan = journal.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {question}", values).fetchall())
    assert {row[3] for row in plan if row[3].startswith("SCAN ")} <= {"SCAN known"}
