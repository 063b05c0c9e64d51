"""Calls to ovopark as posdesk makes them, signed by posdesk's own function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from posdesk.domain.clock import CHINA
from posdesk.platforms.ovopark.writing import sign
from tests.support.simulator import OVOPARK

REPORT = "open.ovopark.pos.reportSalesHourly"
HOUR = "2026-11-21 09:00:00"
SHOP = "D000001"


@dataclass(frozen=True)
class Answer:
    """A reply, its numbers as numbers."""

    code: int
    codename: str
    words: str
    data: object
    systime_ms: int


def public(method: str = REPORT, version: str = "v1", *, off: timedelta = timedelta(0)) -> dict[str, str]:
    moment = datetime.now(UTC).astimezone(CHINA) + off
    return {
        "_aid": OVOPARK.aid,
        "_akey": OVOPARK.akey,
        "_mt": method,
        "_sm": "md5",
        "_requestMode": "post",
        "_version": version,
        "_timestamp": f"{moment:%Y%m%d%H%M%S}",
        "_format": "json",
    }


def report(**changes: str) -> dict[str, str]:
    """Everything but the signature; `changes` replaces or adds."""
    business = {
        "enterpriseId": "11",
        "shopId": SHOP,
        "createTime": HOUR,
        "dealNum": "7",
        "total": "128.50",
        "dealPersonNum": "3",
    }
    return public() | business | changes


def signed(params: Mapping[str, str], secret: str = OVOPARK.secret) -> dict[str, str]:
    return dict(params) | {"_sig": sign(params, secret)}


@dataclass
class Caller:
    """Calls ovopark at `url`."""

    url: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=20))

    def post(self, params: Mapping[str, str], timeout: float = 20) -> httpx.Response:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        return self.http.post(self.url, data=dict(params), headers=headers, timeout=timeout)

    def send(self, params: Mapping[str, str]) -> Answer:
        """Signs and posts."""
        return answer_of(self.post(signed(params)))

    def report(self, **changes: str) -> int:
        """The code that a report gets; its other parts are right."""
        return self.send(report(**changes)).code


def answer_of(response: httpx.Response) -> Answer:
    assert response.status_code == 200
    whole = response.json()
    stat = whole["stat"]
    return Answer(int(stat["code"]), stat["codename"], whole["result"], whole["data"], int(stat["systime"]))
