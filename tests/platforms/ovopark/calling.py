"""A client of ovopark against a platform on loopback."""

import asyncio
import json
from datetime import UTC, datetime

from posdesk.domain.books.posting import HourFigures, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import CHINA, Clock
from posdesk.platforms.http import Http, new_http
from posdesk.platforms.ovopark.client import OvoparkClient
from posdesk.settings.book_sections import Ovopark
from tests.platforms.calling import StandingClock
from tests.platforms.o2o.server import Behaviour, Server, platform

SECRET = "ovopark-secret-7f3a"
NOW = datetime(2026, 11, 22, 4, 0, 7, tzinfo=UTC)
HOUR = datetime(2026, 11, 22, 11, tzinfo=CHINA)
FIGURES = HourFigures(net_fen=123_456, receipts=31, items=77)
SETTINGS = Ovopark(akey="akey", enterprise_id=11, shop_id="D000001")


def reply(
    code: object = 0, systime: object = None, result: object = "操作成功", codename: object = "SUCCESS"
) -> bytes:
    stat = {"cid": "c1", "code": code, "codename": codename}
    if systime is not None:
        stat["systime"] = systime
    return json.dumps({"stat": stat, "result": result, "data": None}, ensure_ascii=False).encode()


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def client_of(server: Server, http: Http, total_s: float, settings: Ovopark, clock: Clock) -> OvoparkClient:
    changed = settings.model_copy(update={"url": server.url})
    return OvoparkClient(changed, http, clock, total_s=total_s)


def report(
    behave: Behaviour,
    *,
    times: int = 1,
    total_s: float = 15.0,
    settings: Ovopark = SETTINGS,
    cover: bool = False,
    secret: str = SECRET,
) -> tuple[PostingAnswer, Server, OvoparkClient]:
    """The last of so many reports, one after the other."""

    async def run() -> tuple[PostingAnswer, Server, OvoparkClient]:
        async with platform(behave) as server, new_http() as http:
            client = client_of(server, http, total_s, settings, StandingClock(NOW))
            for _ in range(times):
                answer = await client.report(HOUR, FIGURES, cover=cover, secret=secret)
            return answer, server, client

    return asyncio.run(run())


def look_up(
    behave: Behaviour, *, total_s: float = 15.0, secret: str = SECRET, orgid: str = ""
) -> tuple[Probe, Server]:
    async def run() -> tuple[Probe, Server]:
        async with platform(behave) as server, new_http() as http:
            client = client_of(server, http, total_s, SETTINGS, StandingClock(NOW))
            return await client.look_up(secret, orgid), server

    return asyncio.run(run())
