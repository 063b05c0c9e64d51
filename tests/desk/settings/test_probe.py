"""The numbers of an answer that a person may pick from."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.desk.settings.probe import MOST, FoundNumber, numbers_in

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_the_enterprise_number_is_offered_first_and_the_status_never() -> None:
    answer = {
        "stat": {"cid": 9, "code": 0, "systime": 1763720000000},
        "data": [{"orgId": "20331", "enterpriseId": 11, "name": "湘阴 12"}],
    }
    assert numbers_in(json.dumps(answer)) == (FoundNumber("enterpriseId", 11), FoundNumber("orgId", 20331))


def test_a_number_that_stands_there_twice_is_offered_once() -> None:
    assert numbers_in('{"data": [{"id": 5}, {"id": "5"}]}') == (FoundNumber("id", 5),)
    twice = '{"data": {"orgid": "11", "enterpriseId": 11}}'
    assert numbers_in(twice) == (FoundNumber("enterpriseId", 11),)


@pytest.mark.parametrize("raw", ["", "<html>", '{"data": {"id": 5', "NaN", "[true, -3, 0, 1.5, null]"])
def test_nothing_is_offered_where_there_is_no_number(raw: str) -> None:
    assert numbers_in(raw) == ()


@given(_JSON)
def test_whatever_the_answer_is_it_is_read_without_an_error(answer: object) -> None:
    found = numbers_in(json.dumps(answer))
    assert len(found) <= MOST
    assert all(one.value > 0 for one in found)


@given(st.text())
def test_whatever_text_comes_is_read_without_an_error(raw: str) -> None:
    assert all(one.value > 0 for one in numbers_in(raw))
