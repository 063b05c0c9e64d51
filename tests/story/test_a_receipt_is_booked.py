"""A receipt from the till to WDK: field by field, once, and what is not taken is told and changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk.domain.books.ledger import IntakeFault, IntakeTrouble
from posdesk.domain.books.posting import Book
from posdesk.domain.books.receipt import Door, ReceiptKey
from posdesk.domain.orders.intent import Outcome
from posdesk.journal.books import receipts
from tests.support.bookshop import POS, STORE, TOKEN, BookShop, book_shop, drop, hand_in, past_hour, rung
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.till_receipts import as_csv

pytestmark = pytest.mark.waits

EXAMPLE = json.loads((ROOT / "tests/data/wdk/ReceiptOrderDO.json").read_bytes())
EXAMPLE_KEY = ReceiptKey("33571001", "POS001", "20180101000002")
SYNC = "alibaba.wdk.order.sync"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[BookShop]:
    with book_shop(tmp_path, ovopark=None) as opened:
        yield opened


def wait_outcome(shop: BookShop, serial: str, outcome: Outcome) -> None:
    def came() -> bool:
        posting = shop.receipt(serial)
        return posting is not None and posting.outcome is outcome

    wait_for(came, f"receipt {serial} {outcome}")


def wait_settled(shop: BookShop, marker: str) -> None:
    """Whatever came in before this receipt has had its turn: it is the youngest, and it is through."""
    shop.hand_in(rung(marker, past_hour(0)))
    wait_outcome(shop, marker, Outcome.CONFIRMED)


def troubles(shop: BookShop) -> tuple[IntakeTrouble, ...]:
    return shop.journal.read(receipts.troubles)


def same(found: object, wanted: object) -> bool:
    """Equal in value and in JSON's type: to Python True is 1 and 1.0 is 1."""
    return json.dumps(found, sort_keys=True) == json.dumps(wanted, sort_keys=True)


@pytest.mark.parametrize("method", ["md5", "hmac", "hmac-sha256"])
def test_the_documents_own_example_reaches_wdk_field_by_field(tmp_path: Path, method: str) -> None:
    with book_shop(tmp_path, ovopark=None, wdk=f'sign_method = "{method}"\n') as shop:
        shop.hand_in(EXAMPLE)
        wait_outcome(shop, EXAMPLE_KEY.serial_num, Outcome.CONFIRMED)
        seen = shop.simulator.receipts()[EXAMPLE_KEY]
        assert same(seen.body, EXAMPLE)
        assert type(seen.body["actual_amt"]) is int
        lines = seen.body["sub_orders"]
        assert isinstance(lines, list)
        assert (lines[0]["quantity"], type(lines[0]["member_discount"])) == ("2", int)
        (posting,) = shop.postings(Book.RECEIPT)
        assert posting.target == seen.target
        assert int(seen.target) > 2**53
        assert shop.simulator.tally().complaints() == ()


def test_the_same_again_changes_nothing(shop: BookShop) -> None:
    shop.hand_in(EXAMPLE)
    wait_outcome(shop, EXAMPLE_KEY.serial_num, Outcome.CONFIRMED)
    turned = dict(reversed(EXAMPLE.items()))
    for again in (EXAMPLE, [EXAMPLE, EXAMPLE], turned):
        answer = hand_in(shop.home.receipts, again)
        known = len(again) if isinstance(again, list) else 1
        assert (answer.status_code, answer.json()) == (200, {"stored": 0, "known": known})
    wait_settled(shop, "9000")
    assert shop.simulator.tally().effects(SYNC, "33571001/POS001/20180101000002") == 1
    assert len(shop.simulator.tally().calls_of(SYNC, "33571001/POS001/20180101000002")) == 1
    assert shop.count("receipts") == 2
    assert troubles(shop) == ()


def test_another_one_under_the_same_key_is_a_conflict_and_shown(shop: BookShop) -> None:
    shop.hand_in(EXAMPLE)
    wait_outcome(shop, EXAMPLE_KEY.serial_num, Outcome.CONFIRMED)
    other = EXAMPLE | {"op_name": "另一位收银员"}
    answer = hand_in(shop.home.receipts, [rung("0001", past_hour(1)), other])
    assert answer.status_code == 409
    assert EXAMPLE_KEY.serial_num in answer.json()["error"]
    wait_settled(shop, "9000")
    assert shop.receipt("0001") is None
    assert same(shop.simulator.receipts()[EXAMPLE_KEY].body, EXAMPLE)
    assert shop.simulator.receipts()[EXAMPLE_KEY].count == 1
    (trouble,) = troubles(shop)
    assert (trouble.what, trouble.door, trouble.receipt) == (IntakeFault.CONFLICT, Door.HTTP, EXAMPLE_KEY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"actual_amt": 10.5}, "actual_amt"),
        ({"actual_amt": "10.00"}, "actual_amt"),
        ({"actual_amt": True}, "actual_amt"),
        ({"op_num": [123]}, "op_num"),
        ({"trd_time": "2026-02-30 00:00:00"}, "trd_time"),
        ({"sub_orders": [{"deal_amt": 1, "item_code": "1", "quantity": 2}]}, "sub_orders[0]"),
        ({"store_id": None}, "store_id"),
    ],
    ids=str,
)
def test_a_bad_one_among_good_ones_stores_none(
    bad_door: BookShop, changes: dict[str, object], field: str
) -> None:
    before = bad_door.count("receipts")
    good = [rung(f"2{number}", past_hour(1)) for number in range(2)]
    answer = hand_in(bad_door.home.receipts, [good[0], rung("31", past_hour(1)) | changes, good[1]])
    assert answer.status_code == 400
    assert "receipt 2 (serial_num 31)" in answer.json()["error"]
    assert field in answer.json()["error"]
    assert bad_door.count("receipts") == before == 0
    assert answer.json()["error"] in {trouble.reason for trouble in troubles(bad_door)}


@pytest.fixture(scope="module")
def bad_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BookShop]:
    """Shared: nothing of what comes to it is taken."""
    with book_shop(tmp_path_factory.mktemp("bad"), ovopark=None) as opened:
        yield opened


@pytest.mark.parametrize("token", [None, "x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "令牌"])
def test_a_token_missing_or_wrong_is_401_and_nothing_is_read(bad_door: BookShop, token: str | None) -> None:
    before = troubles(bad_door)
    for content in (rung("0001", past_hour(1)), b"{"):
        answer = hand_in(bad_door.home.receipts, content, token)
        assert answer.status_code == 401
        assert TOKEN not in answer.text
    assert bad_door.count("receipts") == 0
    assert troubles(bad_door) == before


def test_a_file_with_one_bad_line_goes_to_rejected_whole(shop: BookShop) -> None:
    folder = shop.home.folder / "receipts-in"
    good = [rung(f"1{number}", past_hour(1), 100 + number) for number in range(4)]
    wrong = as_csv(good).decode("utf-8-sig").replace(",103,", ",1.03,", 1)
    drop(folder, "bad.csv", wrong.encode())
    line = [json.dumps(each).encode() for each in good]
    drop(folder, "bad.jsonl", b"\n".join([line[0], line[1].replace(b'"op_num": "123"', b'"op_num": [1]')]))
    drop(folder, "good.csv", as_csv([rung("50", past_hour(1))]))
    wait_for((folder / "done/good.csv").exists, "the good file in done/")
    reasons = {name: folder / f"rejected/{name}.reason.txt" for name in ("bad.csv", "bad.jsonl")}
    for name, reason in reasons.items():
        wait_for(reason.exists, f"the reason beside {name}")
    assert "line 5, column item.deal_amt" in reasons["bad.csv"].read_text(encoding="utf-8-sig")
    said = reasons["bad.jsonl"].read_text(encoding="utf-8-sig")
    assert "line 2 (serial_num 11) op_num" in said
    assert (folder / "rejected/bad.csv").read_bytes() == wrong.encode()
    wait_outcome(shop, "50", Outcome.CONFIRMED)
    assert shop.count("receipts") == 1
    assert {trouble.name for trouble in troubles(shop)} == {"bad.csv", "bad.jsonl"}
    assert {trouble.door for trouble in troubles(shop)} == {Door.FOLDER}


def test_the_import_command_says_by_its_exit_code_what_was_taken(shop: BookShop, tmp_path: Path) -> None:
    good, bad, conflict = (tmp_path / name for name in ("good.json", "bad.csv", "conflict.json"))
    good.write_text(json.dumps([rung("1", past_hour(1)), rung("2", past_hour(1))]), encoding="utf-8")
    bad.write_bytes(as_csv([rung("3", past_hour(1))]).replace(b"op_num", b"op_nmu"))
    conflict.write_text(json.dumps([rung("4", past_hour(1)), rung("1", past_hour(1), 5)]), encoding="utf-8")
    words = ("--home", shop.home.folder, "receipts", "import")
    assert shop.command(*words, good).returncode == 0
    assert shop.command(*words, good).stdout.endswith("stored 0, known 2\n")
    mixed = shop.command(*words, bad, conflict, good)
    assert mixed.returncode == 1
    assert "op_nmu" in mixed.stdout.splitlines()[0]
    assert shop.command(*words).returncode == 2
    assert shop.command("--home", tmp_path / "nowhere", "receipts", "import", good).returncode == 2
    wait_settled(shop, "9000")
    for serial in ("1", "2"):
        wait_outcome(shop, serial, Outcome.CONFIRMED)
    assert [shop.simulator.receipts()[STORE, POS, serial].count for serial in ("1", "2")] == [1, 1]
    assert shop.count("receipts") == 3
    assert sorted(trouble.what for trouble in troubles(shop)) == [IntakeFault.CONFLICT, IntakeFault.REFUSED]
