"""What WDK quotes of a receipt is kept without the people in it."""

import json

import pytest

from posdesk.platforms.wdk.fields import PERSONAL, without_personal
from tests.platforms.o2o.server import answers
from tests.platforms.wdk.calling import error, sync
from tests.platforms.wdk.making import example

PEOPLE = {
    "op_name": "李敏",
    "member_card_num": "8800123",
    "ali_userid": "2088102",
    "pay_code": "28763443825664394",
}
PAYLOAD = json.dumps(
    {
        **{name: value for name, value in PEOPLE.items() if name != "pay_code"},
        "serial_num": "0001873",
        "pay_channels": [{"pay_code": PEOPLE["pay_code"], "pay_type": "01"}],
    },
    ensure_ascii=False,
)


def test_every_personal_field_is_blotted_out_and_nothing_else() -> None:
    assert set(PEOPLE) == PERSONAL
    words = " ".join(f"{name} {value}" for name, value in PEOPLE.items())
    assert without_personal(PAYLOAD, f"0001873 01 {words}")[0] == "0001873 01 " + " ".join(
        f"{name} ***" for name in PEOPLE
    )
    assert "674e" not in without_personal(PAYLOAD, json.dumps({"sub_msg": "李敏"}))[0]


@pytest.mark.parametrize("payload", ['{"pay_code": "1", "op_name": "1"}', "no JSON", '{"op_name": null}'])
def test_what_is_too_short_to_be_told_apart_stays(payload: str) -> None:
    assert without_personal(payload, "WDK says 1 of 2")[0] == "WDK says 1 of 2"


def test_an_answer_that_quotes_the_receipt_is_kept_without_its_people() -> None:
    person = str(example()["op_name"])
    answer, _, _ = sync(answers(error(41, "isv.invalid-parameter", f"op_name {person} is unknown")))
    assert answer.words == "op_name *** is unknown (isv.invalid-parameter)"
    assert person not in answer.raw
