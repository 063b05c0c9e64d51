"""A platform's call between gateway and counter: the same bytes, under one id a store."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.relay import order_message
from posdesk.platforms.relay.order_message import BadOrderMessage, OrderMessage
from tests.domain.relay.making import NOON, moments

CALL = OrderMessage("001", "meituan", "appid=1&sign=ab%20c", b'{"cmd":"x"}', NOON, "2026-11-29T04:00:00.1Z")
texts = st.text(max_size=12)


@given(
    st.builds(
        OrderMessage,
        store=texts,
        partner=texts,
        query=texts,
        body=st.binary(max_size=30),
        received=moments,
        epoch=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    )
)
def test_a_call_is_read_as_it_came(call: OrderMessage) -> None:
    headers = call.headers()
    assert all(value.isascii() and value.isprintable() and " " not in value for value in headers.values())
    assert order_message.read(headers, call.body) == call


def test_the_same_call_has_the_same_id_whenever_it_comes() -> None:
    again = replace(CALL, received=NOON.replace(hour=5), epoch="another")
    assert again.message_id == CALL.message_id
    assert CALL.message_id.startswith("001:meituan:")


@pytest.mark.parametrize(
    "change", [{"store": "002"}, {"partner": "eleme"}, {"query": "sign=2"}, {"body": b"{}"}]
)
def test_another_store_partner_or_text_has_another_id(change: dict[str, object]) -> None:
    """The second store of one call would be dropped, and acknowledged (tried)."""
    assert replace(CALL, **change).message_id != CALL.message_id  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Nats-Msg-Id", "posdesk-partner", "posdesk-received"])
def test_a_missing_header_is_named(name: str) -> None:
    headers = {key: value for key, value in CALL.headers().items() if key != name}
    with pytest.raises(BadOrderMessage, match=name):
        order_message.read(headers, CALL.body)


@pytest.mark.parametrize(
    "change",
    [
        {"posdesk-received": "noon"},
        {"posdesk-received": "2026-11-29T12:00:00"},
        {"posdesk-partner": "x4"},
        {"Nats-Msg-Id": "a b:c"},
    ],
)
def test_a_header_that_no_gateway_writes_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(BadOrderMessage):
        order_message.read({**CALL.headers(), **change}, CALL.body)


def test_no_headers_at_all_are_refused() -> None:
    with pytest.raises(BadOrderMessage):
        order_message.read(None, b"{}")
