"""What is turned away at the gateway reaches somebody; what strangers send fills neither screen nor disk."""

import gzip
import hashlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from posdesk.domain.clock import in_china, to_text
from posdesk.domain.orders.refused import RefusedCall, RefusedKind, TurnedAway, WrongSigns
from posdesk.domain.status import PartnerStatus
from posdesk.engine.listening import call_bodies, gateway, turned_away
from posdesk.journal import heartbeats
from posdesk.journal.orders import refused_calls
from posdesk.platforms.o2o import reading, scanner
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.settings import SignatureRecipe
from tests.engine.listening.test_listener import SAMPLE, orders_in, post, signed
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, blocked, house, partner, settings
from tests.support.processes import wait_for

SAMPLE_CALL = json.loads(SAMPLE)
BILL = SAMPLE_CALL["items"][0]["tbillno"]
WRONG = {"appid": "meituan-app", "sign": "0" * 64}
NO_SIGN = {"appid": "meituan-app"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What strangers send is gathered for moments only, so that no test waits."""
    monkeypatch.setattr(turned_away, "LOOK_S", 0.05)
    monkeypatch.setattr(turned_away, "GATHER_S", 0.01)
    monkeypatch.setattr(turned_away, "WRITE_EVERY_S", 0.05)


def bent(**changes: Any) -> bytes:
    """The sample's order with these fields."""
    call = json.loads(SAMPLE)
    call["items"][0] |= changes
    return json.dumps(call).encode()


def told(at: House) -> TurnedAway:
    return at.journal.read(refused_calls.turned_away)


def one_call(at: House) -> RefusedCall:
    (call,) = told(at).calls
    return call


def meituan(at: House) -> PartnerStatus:
    return at.engine.status.status.partners[0]


REFUSED: dict[str, tuple[bytes, AnswerCode, str, RefusedKind]] = {
    "cut off": (SAMPLE[:-40], AnswerCode.BAD_JSON, BILL, RefusedKind.ORDER),
    "no object": (b"[1]", AnswerCode.NOT_AN_OBJECT, "", RefusedKind.OTHER),
    "a field missing": (bent(isbooklist=None), AnswerCode.MISSING_FIELD, BILL, RefusedKind.ORDER),
    "a wrong type": (bent(billitems=7), AnswerCode.WRONG_TYPE, BILL, RefusedKind.ORDER),
    "another store": (bent(storecode="002"), AnswerCode.OTHER_STORE, BILL, RefusedKind.ORDER),
    "unknown cmd": (b'{"cmd":"No","seq":"1","items":{}}', AnswerCode.UNKNOWN_CMD, "", RefusedKind.OTHER),
    "a cancel without its store": (
        b'{"cmd":"CancelSaleOrderBill","seq":"1","items":{"tbillno":"B9"}}',
        AnswerCode.MISSING_FIELD,
        "B9",
        RefusedKind.CANCEL,
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refused_call_of_a_partner_reaches_the_desk_and_proves_that_it_reached_us(
    counter: House, what: str
) -> None:
    body, code, bill, kind = REFUSED[what]
    assert post(counter, body)["code"] == code
    call = one_call(counter)
    assert (call.partner, call.what.tbillno, call.what.code, call.what.kind) == ("meituan", bill, code, kind)
    assert meituan(counter).last_received is not None
    assert "meituan" in counter.journal.read(heartbeats.last_received)
    counter.wait_for_status(lambda status: status.turned_away.calls == (call,), "the desk's word")
    assert orders_in(counter.journal) == 0


def test_repeats_of_a_refused_call_are_one_row(counter: House) -> None:
    for _ in range(3):
        post(counter, bent(isbooklist=None))
    assert one_call(counter).count == 3


def test_a_refused_call_is_over_when_its_order_is_taken(counter: House) -> None:
    post(counter, bent(isbooklist=None))
    post(counter, bent(isbooklist=None, tbillno="other"))
    assert post(counter)["code"] == 0
    assert one_call(counter).what.tbillno == "other"
    counter.wait_for_status(lambda status: len(status.turned_away.calls) == 1, "the desk's word")


def test_an_order_that_was_refused_another_day_is_not_over_when_its_number_comes_again(
    counter: House,
) -> None:
    """Numbers begin anew: today's order says nothing of yesterday's, which nobody has."""
    post(counter, bent(isbooklist=None))
    counter.journal.write(
        lambda tx: (
            tx.db.execute("UPDATE refused_calls SET last_at = ?", (to_text(tx.now - 2 * DAY),)).rowcount
        )
    ).result(PATIENCE_S)
    today = f"{in_china(datetime.now(UTC)):%Y-%m-%d %H:%M:%S}"
    assert post(counter, bent(ordertime=today))["code"] == 0
    assert one_call(counter).what.tbillno == BILL


def test_where_it_can_not_be_kept_the_answer_is_the_same(
    counter: House, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = post(counter, bent(isbooklist=None))
    with blocked(counter.journal):
        assert post(counter, bent(isbooklist=None)) == wanted
    assert one_call(counter).count == 1
    assert "could not be kept" in caplog.text
    assert post(counter)["code"] == 0


def test_behind_much_else_it_is_written_later_and_nobody_waits(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "NOTE_PATIENCE_S", 0.05)
    go = threading.Event()
    counter.journal.write(lambda _tx: go.wait(PATIENCE_S))
    assert post(counter, bent(isbooklist=None))["code"] == AnswerCode.MISSING_FIELD
    assert told(counter).calls == ()
    go.set()
    wait_for(lambda: len(told(counter).calls) == 1, "the refused call")


@pytest.mark.parametrize("query", [WRONG, NO_SIGN])
def test_a_wrongly_signed_call_is_counted_and_proves_nothing(counter: House, query: dict[str, str]) -> None:
    assert post(counter, bent(isbooklist=None), query)["code"] in {2002, 2003}
    wait_for(lambda: [each.count for each in told(counter).wrong_signs] == [1], "the count")
    assert meituan(counter).last_received is None
    assert told(counter).calls == ()
    assert told(counter).wrong_signs[0].since is None, "one is chance"


def test_what_was_gathered_is_written_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        monkeypatch.setattr(turned_away, "WRITE_EVERY_S", 1e9)
        post(at, SAMPLE, WRONG)
        assert at.engine.stop()
        assert [each.count for each in told(at).wrong_signs] == [1]


def alarmed(at: House) -> WrongSigns | None:
    """The wrongly signed ones, once the desk says so."""
    return next((each for each in at.engine.status.status.turned_away.wrong_signs if each.since), None)


def test_many_of_them_are_said_until_a_right_one_comes(counter: House) -> None:
    for _ in range(turned_away.TOO_MANY):
        post(counter, SAMPLE, WRONG)
    wait_for(lambda: alarmed(counter) is not None, "the desk's word")
    assert post(counter)["code"] == 0
    wait_for(lambda: alarmed(counter) is None, "its end")
    wait_for(lambda: told(counter).wrong_signs[0].count == turned_away.TOO_MANY, "the count stays")


def test_what_is_wrong_after_a_right_one_is_said_again(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turned_away, "CALM_S", 0.0, raising=False)
    for _ in range(2):
        for _ in range(turned_away.TOO_MANY):
            post(counter, SAMPLE, WRONG)
        wait_for(lambda: alarmed(counter) is not None, "the desk's word")
        assert post(counter)["code"] == 0
        wait_for(lambda: alarmed(counter) is None, "its end")


def test_once_somebody_has_read_of_them_a_stranger_can_not_bring_them_back(counter: House) -> None:
    for _ in range(turned_away.TOO_MANY):
        post(counter, SAMPLE, WRONG)
    wait_for(lambda: alarmed(counter) is not None, "the desk's word")
    counter.journal.write(lambda tx: refused_calls.see_wrong_signs(tx, "李敏")).result(PATIENCE_S)
    wait_for(lambda: alarmed(counter) is None, "its end")
    for _ in range(2 * turned_away.TOO_MANY):
        post(counter, SAMPLE, WRONG)
    wait_for(lambda: told(counter).wrong_signs[0].count == 3 * turned_away.TOO_MANY, "the count")
    assert alarmed(counter) is None


def test_a_flood_of_strangers_writes_as_seldom_as_one(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(counter, SAMPLE, WRONG)
    wait_for(lambda: told(counter).wrong_signs != (), "the first")
    monkeypatch.setattr(turned_away, "WRITE_EVERY_S", 1e9)
    before = lines_of(counter)
    for number in range(60):
        post(counter, SAMPLE, WRONG if number % 2 else {"appid": f"stranger {number}", "sign": "0" * 64})
    assert lines_of(counter) == before
    assert [each.count for each in told(counter).wrong_signs] == [1]
    monkeypatch.setattr(turned_away, "WRITE_EVERY_S", 0.0)
    wait_for(lambda: [each.count for each in told(counter).wrong_signs] == [31], "one row, all counted")
    assert lines_of(counter) == before, "one line an hour"


def lines_of(at: House) -> int:
    return at.journal.read(lambda db: int(db.execute("SELECT count(*) FROM audit").fetchone()[0]))


def test_what_was_counted_outlives_a_full_disk(counter: House) -> None:
    with blocked(counter.journal):
        for _ in range(3):
            post(counter, SAMPLE, WRONG)
    wait_for(lambda: [each.count for each in told(counter).wrong_signs] == [3], "the count")


def test_a_call_that_can_not_be_checked_or_stored_is_none_that_was_refused(tmp_path: Path) -> None:
    secrets = HeldSecrets()
    with house(tmp_path, settings(partner()), secrets) as at:
        assert post(at)["code"] == AnswerCode.NO_APPKEY
        secrets.give("meituan", APPKEY)
        wait_for(lambda: meituan(at).trouble == "", "the key")
        assert post(at)["code"] == 0
        assert told(at) == TurnedAway()


BY_CMD = SignatureRecipe(hash="md5", text="{cmd}{seq}{appkey}")


def by_cmd(body: bytes, cmd: str, seq: str) -> dict[str, str]:
    sign = hashlib.md5(f"{cmd}{seq}{APPKEY}".encode()).hexdigest()
    return {"appid": "meituan-app", "sign": sign}


def test_no_body_is_parsed_before_its_sign_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    read_call = reading.read_call

    def watched(body: bytes) -> Any:
        parsed.append(body)
        return read_call(body)

    monkeypatch.setattr(reading, "read_call", watched)
    with house(tmp_path, settings(partner(signature=BY_CMD)), HeldSecrets(meituan=APPKEY)) as at:
        seq = SAMPLE_CALL["seq"]
        for query in (
            by_cmd(SAMPLE, "AddSaleOrderBill", "another"),
            NO_SIGN,
            {"appid": "nobody", "sign": "x"},
        ):
            assert post(at, SAMPLE, query)["seq"] == seq, "echoed all the same"
        assert parsed == []
        assert post(at, SAMPLE, by_cmd(SAMPLE, "AddSaleOrderBill", seq))["code"] == 0
        assert parsed == [SAMPLE]


def test_a_strangers_large_body_is_not_looked_into_for_an_echo(counter: House) -> None:
    large = SAMPLE[:-1] + b" " * 70_000 + b"}"
    assert post(counter, large, WRONG) == {
        "code": 2003,
        "msg": post(counter, SAMPLE, WRONG)["msg"],
        "seq": "",
    }
    assert post(counter, large)["code"] == 0


class Held:
    """Holds every large body's scan until it is let go, and counts those under way."""

    def __init__(self) -> None:
        self.go, self.gate = threading.Event(), threading.Lock()
        self.now = self.most = self.begun = 0
        self._scan = scanner.scan

    def scan(self, body: bytes) -> Any:
        with self.gate:
            self.now, self.begun = self.now + 1, self.begun + 1
            self.most = max(self.most, self.now)
        if len(body) > call_bodies.SMALL_BYTES:
            self.go.wait(PATIENCE_S)
        with self.gate:
            self.now -= 1
        return self._scan(body)


def test_strangers_with_large_bodies_keep_no_order_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setattr(scanner, "scan", held.scan)
    large, seq = SAMPLE[:-1] + b" " * 900_000 + b"}", SAMPLE_CALL["seq"]
    chosen = settings(partner(signature=BY_CMD))
    with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY)) as at, ThreadPoolExecutor(12) as strangers:
        asked = [strangers.submit(post, at, large, WRONG) for _ in range(12)]
        wait_for(lambda: held.begun > 0, "the first stranger's scan")
        assert post(at, SAMPLE, by_cmd(SAMPLE, "AddSaleOrderBill", seq))["code"] == 0
        held.go.set()
        assert {each.result(PATIENCE_S)["code"] for each in asked} == {AnswerCode.WRONG_SIGNATURE}
    assert held.most <= 2


def test_a_large_signed_body_is_read_beside_the_loop(counter: House, monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[str] = []
    read_call = reading.read_call

    def watched(body: bytes) -> Any:
        readers.append(threading.current_thread().name)
        return read_call(body)

    monkeypatch.setattr(reading, "read_call", watched)
    for body in (SAMPLE, SAMPLE[:-1] + b" " * 900_000 + b"}"):
        assert post(counter, body)["code"] == 0
    assert readers[0] == "engine"
    assert readers[1] != "engine"


def large(at: House, content: bytes, query: dict[str, str], **headers: str) -> httpx.Response:
    return httpx.post(
        at.gateway, params=query, content=content, headers=headers, trust_env=False, timeout=PATIENCE_S
    )


def test_a_partners_body_over_the_limit_is_refused_and_reaches_the_desk(counter: House) -> None:
    body = SAMPLE[:-1] + b" " * (1024 * 1024) + b"}"
    told_it = large(counter, body, signed(body))
    assert (told_it.status_code, told_it.json()["code"]) == (413, AnswerCode.TOO_LARGE)
    call = one_call(counter)
    assert (call.what.tbillno, call.what.code) == (BILL, AnswerCode.TOO_LARGE)
    assert meituan(counter).last_received is not None


def test_a_partners_packed_body_is_refused_and_reaches_the_desk(counter: House) -> None:
    body = gzip.compress(SAMPLE)
    told_it = large(counter, body, signed(body), **{"Content-Encoding": "gzip"})
    assert (told_it.status_code, told_it.json()["code"]) == (415, AnswerCode.NOT_TAKEN)
    assert one_call(counter).what.code == AnswerCode.NOT_TAKEN


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
def test_a_strangers_is_refused_in_the_same_words_and_only_counted(
    counter: House, headers: dict[str, str]
) -> None:
    body = b"x" * (1024 * 1024 + 1)
    right, wrong = (large(counter, body, query, **headers) for query in (signed(body), WRONG))
    assert (right.status_code, right.content) == (wrong.status_code, wrong.content)
    assert one_call(counter).count == 1
    wait_for(lambda: [each.count for each in told(counter).wrong_signs] == [1], "the count")


def test_no_more_than_a_few_times_the_limit_is_read_of_anybody(counter: House) -> None:
    body = b"x" * (5 * 1024 * 1024)
    assert large(counter, body, signed(body)).status_code == 413
    assert told(counter) == TurnedAway()


def test_large_bodies_of_strangers_that_wait_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setattr(scanner, "scan", held.scan)
    monkeypatch.setattr(call_bodies, "MOST_WAITING", 2)
    body = SAMPLE[:-1] + b" " * 200_000 + b"}"
    chosen = settings(partner(signature=BY_CMD))
    with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY)) as at, ThreadPoolExecutor(8) as strangers:
        asked = [strangers.submit(post, at, body, WRONG) for _ in range(8)]
        wait_for(lambda: sum(each.done() for each in asked) == 6, "those for whom there is no room")
        held.go.set()
        codes = sorted(each.result(PATIENCE_S)["code"] for each in asked)
    assert codes == [AnswerCode.WRONG_SIGNATURE] * 2 + [AnswerCode.TOO_MANY_CALLS] * 6
