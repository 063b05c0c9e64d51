"""The first wall: a platform's call is on disk before code 0, whatever the call looks like."""

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.journal.orders import views
from tests.journal.making import DOCUMENTED
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.simulator import MEITUAN

SAMPLE = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
SEQ = "eb46ce74-dffa-4108-87bc-4809144ca33c"
BILL = DOCUMENTED


@pytest.fixture
def home(tmp_path: Path) -> Iterator[EngineHome]:
    with engine_home(EngineHome(tmp_path, "http://127.0.0.1:9", [MEITUAN])) as running:
        yield running


def exported(home: EngineHome, tmp_path: Path, what: str) -> list[dict[str, object]]:
    target = tmp_path / f"{what}.jsonl"
    words = ["export", what, "--format", "jsonl", "-o", str(target), "--with-personal-data"]
    assert cli.main(["--home", str(home.folder), *words]) == 0
    lines = target.read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal) for line in lines]


def test_the_documents_sample_posted_three_times_is_there_once(home: EngineHome, tmp_path: Path) -> None:
    for _ in range(3):
        reply = home.post(MEITUAN, SAMPLE)
        assert reply.status_code == 200
        assert reply.json()["code"] == 0
        assert reply.json()["seq"] == SEQ
    rows = exported(home, tmp_path, "orders")
    assert [(row["partner"], row["tbillno"], row["state"]) for row in rows] == [(*BILL.number, "new")]
    sent = json.loads(SAMPLE, parse_float=Decimal)["items"][0]
    assert rows[0]["raw"] == sent
    with home.journal() as journal:
        view = journal.read(lambda db: views.view(db, BILL))
    assert view is not None
    content = view.order.content
    assert (content.show_no, content.customer, content.phone) == ("#1", "张生", "13507311234")
    assert content.lines[0].amount == Decimal("9.9")
    assert content.payments[0].paid == Decimal("9.5")


def deep(levels: int) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels


BAD_CALLS = {
    "wrong signature": (SAMPLE, {"sign": "0" * 64}, "sign"),
    "no signature": (SAMPLE, {"sign": ""}, "sign"),
    "signature of another alphabet": (SAMPLE, {"sign": "签名"}, "sign"),
    "unknown appid": (SAMPLE, {"appid": "somebody"}, "somebody"),
    "bad JSON": (SAMPLE[:-3], {}, "line"),
    "not an object": (b"[1, 2]", {}, "object"),
    "missing field": (SAMPLE.replace(b'"tshowno"', b'"tshowna"'), {}, "items[0].tshowno"),
    "wrong type": (SAMPLE.replace(b'"actual_fee": 0', b'"actual_fee": "x"'), {}, "items[0].actual_fee"),
    "not a number": (SAMPLE.replace(b'"order_total": 34', b'"order_total": NaN'), {}, "NaN"),
    "unknown cmd": (SAMPLE.replace(b"AddSale", b"EatSale"), {}, "EatSaleOrderBill"),
    "another store": (SAMPLE.replace(b'"storecode": "001"', b'"storecode": "002"'), {}, "002"),
    "over the limit": (SAMPLE + b" " * 1024 * 1024, {}, "1048576"),
    "10,000 objects deep": (deep(10_000), {}, "levels"),
    "10,000 lists deep": (b"[" * 10_000, {}, "levels"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_a_bad_call_is_told_what_and_where_and_nothing_is_stored(
    home: EngineHome, tmp_path: Path, name: str
) -> None:
    body, query, place = BAD_CALLS[name]
    reply = home.post(MEITUAN, body, **query).json()
    assert reply["code"] != 0
    assert place in reply["msg"]
    assert home.is_running()
    assert exported(home, tmp_path, "orders") == []
    assert home.post(MEITUAN, SAMPLE).json()["code"] == 0


def test_a_second_engine_in_the_same_home_says_who_is_there(home: EngineHome) -> None:
    command = [sys.executable, "-m", "posdesk", "engine", "--home", str(home.folder)]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert second.returncode == 1
    assert str(home.pid) in second.stderr
    assert home.post(MEITUAN, SAMPLE).json()["code"] == 0


def test_a_taken_port_is_said_and_ends_with_1(home: EngineHome, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    port = home.gateway.split(":")[2].split("/")[0]
    EngineHome(other, "http://127.0.0.1:9", [MEITUAN], port=int(port))
    command = [sys.executable, "-m", "posdesk", "--home", str(other), "engine"]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert second.returncode == 1
    assert port in second.stderr
    assert "Traceback" not in second.stderr


def test_the_engine_ends_cleanly_when_asked(home: EngineHome) -> None:
    assert home.stop() == 0


def test_the_engine_imports_no_qt() -> None:
    code = "import sys, posdesk.app; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
