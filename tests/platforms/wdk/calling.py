"""A client of WDK against a platform on loopback."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.platforms.http import new_http
from posdesk.platforms.wdk.client import WdkClient
from posdesk.settings.book_sections import Wdk
from tests.platforms.calling import StandingClock
from tests.platforms.o2o.server import Behaviour, Server, platform

SECRET = "wdk-secret-51c0"
SESSION = "6100b/cd+e=f"
NOW = datetime(2026, 11, 22, 4, 0, 7, tzinfo=UTC)
PAYLOAD = '{"actual_amt":1800,"op_name":"收银员","serial_num":"20180101000002"}'
SETTINGS = Wdk(app_key="12345678", store_id="33571001", pos_no="POS001")
_T = TypeVar("_T")


def done(target: object = "482918113761640789", *, wrapped: bool = True, is_success: object = True) -> bytes:
    fields = {"is_success": is_success, "return_code": "", "message": "", "target": target}
    return result(fields, wrapped=wrapped)


def refusal(return_code: object, message: str, is_success: object = False) -> bytes:
    return result({"is_success": is_success, "return_code": return_code, "message": message, "target": None})


def result(fields: dict[str, object], *, wrapped: bool = True) -> bytes:
    value: dict[str, object] = {"alibaba_wdk_order_sync_response": fields} if wrapped else fields
    return json.dumps(value, ensure_ascii=False).encode()


def error(code: object, sub_code: str = "", sub_msg: str = "", msg: str = "msg") -> bytes:
    fields = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg, "request_id": "r1"}
    value = {"error_response": {name: field for name, field in fields.items() if field != ""}}
    return json.dumps(value, ensure_ascii=False).encode()


def sync(
    behave: Behaviour,
    *,
    times: int = 1,
    total_s: float = 15.0,
    settings: Wdk = SETTINGS,
    secret: str = SECRET,
    session: str = SESSION,
) -> tuple[PostingAnswer, Server, WdkClient]:
    """The last of so many attempts at a receipt, one after the other."""

    async def act(client: WdkClient) -> PostingAnswer:
        for _ in range(times):
            answer = await client.sync(PAYLOAD, secret=secret, session=session)
        return answer

    return _against(behave, act, settings, total_s)


def probe(behave: Behaviour, *, secret: str = SECRET, session: str = SESSION) -> tuple[Probe, Server]:
    found, server, _ = _against(behave, lambda client: client.probe(secret, session), SETTINGS, 15.0)
    return found, server


def _against(
    behave: Behaviour, act: Callable[[WdkClient], Awaitable[_T]], settings: Wdk, total_s: float
) -> tuple[_T, Server, WdkClient]:
    async def run() -> tuple[_T, Server, WdkClient]:
        async with platform(behave) as server, new_http() as http:
            changed = settings.model_copy(update={"url": server.url})
            client = WdkClient(changed, http, StandingClock(NOW), total_s=total_s)
            return await act(client), server, client

    return asyncio.run(run())
