"""How an answer leaves: as it is, late, cut, as somebody else's, or not at all."""

import asyncio
from collections.abc import Callable, Mapping

from starlette.responses import Response
from starlette.types import Receive

from posdesk.simulator.connections import Connections, HangUp, gone
from posdesk.simulator.faults import Fault, FaultKind

JSON = "application/json; charset=utf-8"
DROPS = frozenset({FaultKind.LOST_REQUEST, FaultKind.LOST_ANSWER})
"""Faults after which nothing is answered."""
_DELAYS = frozenset({FaultKind.LATE_ANSWER, FaultKind.SLOW})
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


async def delivered(
    answered: Callable[[], Response], fault: Fault | None, connections: Connections, receive: Receive
) -> Response:
    """The answer as the fault lets it through; it is made once it is to leave, so that its Date is right."""
    if fault is None:
        return answered()
    if fault.kind in DROPS:
        return HangUp(connections)
    if fault.kind in _DELAYS:
        await _delay(fault.seconds, receive)
    spoil = _SPOILERS.get(fault.kind)
    return spoil(answered()) if spoil else answered()


async def _delay(seconds: float, receive: Receive) -> None:
    """Waits that long, or until the caller gives up."""
    waiting = asyncio.create_task(gone(receive))
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()


def _spoilt(response: Response, body: bytes, status: int = 200, media_type: str = JSON) -> Response:
    return Response(body, status, headers={"Date": response.headers["Date"]}, media_type=media_type)


def _http_500(response: Response) -> Response:
    return _spoilt(response, b"Internal Server Error", 500, "text/plain")


def _html(response: Response) -> Response:
    return _spoilt(response, _PAGE.encode(), 200, "text/html")


def _wrong_json(response: Response) -> Response:
    return _spoilt(response, b'{"status": "ok", "data": {"result": true}}')


def _cut_json(response: Response) -> Response:
    body = bytes(response.body)
    return _spoilt(response, body[: len(body) // 2])


_SPOILERS: Mapping[FaultKind, Callable[[Response], Response]] = {
    FaultKind.HTTP_500: _http_500,
    FaultKind.HTML: _html,
    FaultKind.WRONG_JSON: _wrong_json,
    FaultKind.CUT_JSON: _cut_json,
}
