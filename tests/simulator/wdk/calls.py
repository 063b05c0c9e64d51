"""Calls to WDK as posdesk makes them, signed by posdesk's own function."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import httpx

from posdesk.domain.clock import CHINA
from posdesk.platforms.wdk.client import sign
from tests.support.simulator import WDK

METHOD = "alibaba.wdk.order.sync"
WRAPPER = "alibaba_wdk_order_sync_response"
TYPE = "application/x-www-form-urlencoded; charset=UTF-8"
_SERIALS = count(20991231000001)

Wire = dict[str, object]


def document_example() -> Wire:
    """The receipt of the document's own example."""
    channel = {
        "index": 1, "pay_amount": 1800, "pay_type": "01", "pos_no": "POS001",
        "serial_num": "2018010110002", "store_id": "33571001", "channel_order_id": "2018010110002",
        "pay_code": "201811010201032013020103021",
    }  # fmt: skip
    line = {
        "deal_amt": 1800, "deal_price": 900, "index": 1, "item_barcode": "104142058",
        "item_code": "104142058", "item_name": "水果", "member_discount": 0, "original_price": 1000,
        "pos_no": "POS001", "promotion_discount": 200, "quantity": "2", "scan_barcode": "104142058",
        "selling_price": 1800, "serial_num": "2018010110002_1", "store_id": "33571001",
        "temporary_discount": 0, "unit": "kg",
    }  # fmt: skip
    return {
        "actual_amt": 1800, "ask_amt": 1800, "change_amt": 0, "discount_amt": 200,
        "member_card_num": "HY123456", "member_discount": "0", "op_name": "收银员", "op_num": "123",
        "original_pos_no": "POS001", "original_serial_num": "2018010110001",
        "original_trd_time": "2017-07-12 00:00:00", "overflow_amt": 0, "pay_channels": [channel],
        "pos_no": "POS001", "serial_num": "20180101000002", "store_id": "33571001",
        "sub_orders": [line], "trd_time": "2017-07-12 00:00:00", "trd_type": 1,
        "order_from": "RENRENLE", "merchant_code": "HM", "ali_userid": "AAA_12345",
    }  # fmt: skip


def receipt(**changes: object) -> Wire:
    """The example with a number of its own; `changes` replaces or adds."""
    return document_example() | {"serial_num": str(next(_SERIALS))} | changes


def text_of(wire: object) -> str:
    return json.dumps(wire, ensure_ascii=False)


def public(*, off: timedelta = timedelta(0)) -> dict[str, str]:
    moment = datetime.now(UTC).astimezone(CHINA) + off
    return {
        "method": METHOD,
        "app_key": WDK.app_key,
        "timestamp": f"{moment:%Y-%m-%d %H:%M:%S}",
        "v": "2.0",
        "format": "json",
        "sign_method": "hmac-sha256",
    }


def sync(wire: object = None, **changes: str) -> dict[str, str]:
    """Everything but the signature; `changes` replaces or adds parameters."""
    return public() | {"receipt_order": text_of(receipt() if wire is None else wire)} | changes


def signed(params: Mapping[str, str], secret: str = WDK.secret) -> dict[str, str]:
    return dict(params) | {"sign": sign(params, secret)}


@dataclass
class Caller:
    """Calls WDK at `url`."""

    url: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def post(self, params: Mapping[str, str], timeout: float = 20) -> httpx.Response:
        headers = {"Content-Type": TYPE}
        return self.http.post(self.url, data=dict(params), headers=headers, timeout=timeout)

    def send(self, params: Mapping[str, str]) -> Wire:
        """Signs, posts and opens the answer: an `error_response`, or what the wrapper holds."""
        return opened(self.post(signed(params)))

    def sync(self, wire: object = None) -> Wire:
        """The same for a receipt."""
        return self.send(sync(wire))

    def code(self, **changes: str) -> object:
        """The code that a call with other parameters gets."""
        return self.send(sync(**changes)).get("code", 0)


def opened(response: httpx.Response) -> Wire:
    assert response.status_code == 200
    whole = response.json()
    assert len(whole) == 1
    inner = next(iter(whole.values()))
    assert isinstance(inner, dict)
    return inner
