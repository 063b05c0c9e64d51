"""A call that is not taken, or wrongly signed, is read on the real window and ended by a person."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.entry import EntryAction
from posdesk.engine.listening import turned_away
from tests.story.test_a_person_sees import Person, at_work
from tests.support.deskhouse import shop
from tests.support.paths import ROOT
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.window, pytest.mark.timeout(120)]
CALL = json.loads((ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes())
PHONE = CALL["items"][0]["mobileno"]
TITLE, SENT = "{partner} order {number}: not taken", "{partner} sent order {number}, and it was not taken."
TELL = "Tell {partner}: order {bill} was answered with code {code}; mend it and send it again."
WRONG = "Calls that claim to be {partners} are wrongly signed since {time}: is the appkey right?"


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    monkeypatch.setattr(turned_away, "WRITE_EVERY_S", 0.1)
    with shop(tmp_path) as opened, at_work(opened, qtbot) as someone:
        yield someone


def push(at: Person, key: str = MEITUAN.appkey, **changes: Any) -> int:
    """The code that Meituan's order with these fields is answered with, signed with this key."""
    call = json.loads(json.dumps(CALL))
    call["items"][0] |= {"tbillno": "B77", "tshowno": "#12"} | changes
    body = json.dumps(call).encode()
    query = {"appid": MEITUAN.appid, "sign": hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}
    url = at.opened.receipts.replace("/receipts", "/center/gateway")
    return int(httpx.post(url, params=query, content=body, trust_env=False, timeout=20).json()["code"])


def held(at: Person) -> list[tuple[str, str]]:
    named = "what LIKE 'call.%' AND what <> 'call.form.proven'"
    query = f"SELECT what, actor FROM audit WHERE {named} ORDER BY number"
    return at.opened.house.journal.read(lambda db: db.execute(query).fetchall())


def test_what_is_refused_is_said_with_what_to_tell_the_platform_until_somebody_told_it(
    person: Person,
) -> None:
    assert push(person, actual_fee="nine") == 1004
    person.reads(SENT, TITLE, number="#12")
    person.reads(TELL, bill="B77", code=1004)
    assert PHONE not in person.on_screen()
    row = person.row("refused")
    person.wait(row.button(EntryAction.SEEN).isVisible)
    row.button(EntryAction.SEEN).click()
    person.reads_no_more(SENT, TITLE)
    assert [what for what, _ in held(person)] == ["call.refused", "call.refused.seen"]
    assert held(person)[1][1] == "counter 1"


def test_it_leaves_by_itself_when_that_order_is_taken(person: Person) -> None:
    assert push(person, actual_fee="nine") == 1004
    person.reads(SENT, TITLE, number="#12")
    assert push(person) == 0
    person.reads_no_more(SENT, TITLE)


def test_many_wrongly_signed_calls_are_said_until_somebody_has_read_it(person: Person) -> None:
    assert {push(person, "another key") for _ in range(turned_away.TOO_MANY)} == {2003}
    person.reads(WRONG)
    band = person.opened.desk.window.shell.bands.wrong_signs
    band.button.click()
    person.wait(band.isHidden)
    assert held(person)[-1] == ("call.wrong_sign.seen", "counter 1")
