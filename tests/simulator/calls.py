"""Calls as a counter makes them, signed here by hand."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from posdesk.simulator.config import SimulatedPartner

BILLNO = "XS20261121001-01000007"
TYPE = "application/json; charset=utf-8"


def guid() -> str:
    return str(uuid4())


def body_of(cmd: object, items: object, seq: object) -> bytes:
    return json.dumps({"cmd": cmd, "seq": seq, "items": items}, ensure_ascii=False).encode()


def by_hand(partner: SimulatedPartner, body: bytes) -> str:
    """The default recipe."""
    return hmac.new(partner.appkey.encode(), body, hashlib.sha256).hexdigest()


@dataclass
class Counter:
    """Calls one partner of a simulator at `address`."""

    address: str
    partner: SimulatedPartner
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def post(self, cmd: str, items: object, seq: str = "", timeout: float = 20) -> httpx.Response:
        body = body_of(cmd, items, seq or guid())
        query = {"appid": self.partner.appid, "sign": by_hand(self.partner, body)}
        url = f"{self.address}/{self.partner.name}/center/gateway"
        headers = {"Content-Type": TYPE}
        return self.http.post(url, params=query, content=body, headers=headers, timeout=timeout)

    def call(self, cmd: str, items: object, seq: str = "") -> tuple[int, str]:
        """Code and words of the answer."""
        answer = self.post(cmd, items, seq).json()
        return answer["code"], answer["msg"]

    def accept(self, tbillno: str, seq: str = "") -> tuple[int, str]:
        return self.call("AccptSaleOrderBill", {"tbillno": tbillno}, seq)
