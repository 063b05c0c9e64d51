"""The gateway: what a stranger is told, what the status and the history keep of a call."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posdesk.domain.orders.history import Happening
from posdesk.journal.orders import history
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.settings import SignatureRecipe
from tests.engine.listening.test_listener import SAMPLE, post
from tests.engine.making import APPKEY, HeldSecrets, House, house, partner, settings
from tests.journal.making import DOCUMENTED
from tests.support.paths import ROOT

CANCEL = json.loads((ROOT / "tests/data/o2o/CancelSaleOrderBill.request.json").read_bytes())
BAD_BODIES = {
    "cut off": b'{"cmd": "AddSaleOrderBill", "seq": "1", "items": [{"tbillno": ',
    "no object": b"[1]",
    "a field missing": b'{"cmd": "AddSaleOrderBill", "seq": "1", "items": [{}]}',
    "unknown cmd": b'{"cmd": "Nothing", "seq": "1"}',
    "no text": b"\xff\xfe\x00",
}
STRANGERS = {
    "no sign": ("", AnswerCode.NO_SIGNATURE),
    "a wrong sign": ("0" * 64, AnswerCode.WRONG_SIGNATURE),
}
TAKES_CMD = SignatureRecipe(hash="md5", text="{appid}{cmd}{seq}{appkey}", case="upper")


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("what", BAD_BODIES)
def test_a_strangers_bad_call_is_told_of_its_signature_only(counter: House, who: str, what: str) -> None:
    sign, code = STRANGERS[who]
    query = {"appid": "meituan-app", "sign": sign}
    told, of_a_good_one = post(counter, BAD_BODIES[what], query), post(counter, SAMPLE, query)
    assert told["code"] == code
    assert told["msg"] == of_a_good_one["msg"]
    assert post(counter, BAD_BODIES[what])["code"] not in {AnswerCode.OK, code}


@pytest.mark.parametrize("what", BAD_BODIES)
def test_nor_where_the_signature_takes_what_the_body_says(tmp_path: Path, what: str) -> None:
    chosen = settings(partner(signature=TAKES_CMD))
    with house(tmp_path, chosen, HeldSecrets(meituan=APPKEY)) as at:
        told = post(at, BAD_BODIES[what], {"appid": "meituan-app", "sign": "0" * 32})
        assert told["code"] == AnswerCode.WRONG_SIGNATURE


def test_the_last_receive_is_that_of_the_last_call_proven_by_its_signature(counter: House) -> None:
    post(counter, SAMPLE, {"appid": "meituan-app", "sign": "0" * 64})
    assert counter.engine.status.status.partners[0].last_received is None
    before = datetime.now(UTC)
    assert post(counter)["code"] == 0
    received = counter.engine.status.status.partners[0].last_received
    assert received is not None
    assert before <= received <= datetime.now(UTC)


@pytest.mark.parametrize(("uid", "noted"), [(2, ["2"]), (1, [])])
def test_a_cancel_for_another_stores_uid_is_told_in_the_history(
    counter: House, uid: int, noted: list[str]
) -> None:
    assert post(counter)["code"] == 0
    call = {**CANCEL, "items": {**CANCEL["items"], "storeuid": uid}}
    assert post(counter, json.dumps(call).encode())["code"] == 0
    key = DOCUMENTED
    lines = counter.journal.read(lambda db: history.read(db, key))
    assert [line.detail for line in lines if line.happening is Happening.OTHER_STORE_UID] == noted
    assert Happening.CANCELLED in {line.happening for line in lines}
