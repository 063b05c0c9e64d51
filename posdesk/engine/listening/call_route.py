"""The address at which platforms call: what is read of a call, how much of it, and how it is answered.

The counter's listener and a chain's gateway have the same one (relay.md).
"""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from posdesk.engine.listening.call_bodies import Bodies, refusal_of
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.engine.listening.platform_calls import PlatformCalls
from posdesk.engine.listening.sender_proof import ClaimedSender

READ_ON = 4  # times the limit: a platform that sends too much is told so, and its shop hears of it


class CallRoute:
    """POST /center/gateway?appid=&sign= (the vendor's quick-start page)."""

    def __init__(self, calls: PlatformCalls, bodies: Bodies, limit_bytes: int) -> None:
        """`bodies` reads all bodies of the listener, so that they stay within one bound."""
        self._calls, self._bodies, self._limit = calls, bodies, limit_bytes

    def limit_bodies(self, limit_bytes: int) -> None:
        """So long may a call be that comes from now on."""
        self._limit = limit_bytes

    def before(self, others: ASGIApp) -> ASGIApp:
        """Platforms' calls, and all else to `others`; a slash too many in a path is no other path.

        Platforms' calls need none of Starlette's layers, which cost as much as reading the order.
        """

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == GATEWAY_PATH and scope["type"] == "http" and scope["method"] == "POST":
                response = await self.answer(Request(scope, receive))
                await response(scope, receive, send)
            else:
                await others(scope, receive, send)

        return _without_spare_slashes(app)

    async def answer(self, request: Request) -> Response:
        """The answer to one call."""
        query = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))
        caller = ClaimedSender(query.get("appid", ""), query.get("sign", ""), caller_of(request))
        refusal = refusal_of(request.headers)
        if refusal is not None:
            said, body = (refusal.zh, refusal.en), await self._proof(request, caller)
            return json_answer(await self._calls.odd(said, caller, body), refusal.status)
        stranger = self._calls.stranger(caller)
        if stranger is not None:
            return json_answer(stranger)
        try:
            body = await self._bodies.read(request, self._most_bytes(caller))
        except (ClientDisconnect, TimeoutError):
            return late()
        if body is None or len(body) > self._limit:
            return json_answer(await self._calls.too_large(caller, body), 413)
        return json_answer(await self._calls.take(caller.appid, caller.sign, body, caller.address))

    def _most_bytes(self, caller: ClaimedSender) -> int:
        """How much of a body is read: beyond the limit only for a proof of the sender."""
        return self._limit * (READ_ON if self._calls.proof.is_possible(caller) else 1)

    async def _proof(self, request: Request, caller: ClaimedSender) -> bytes | None:
        """The body of a call that is not taken anyway: read only where its sender may prove himself by it."""
        if not self._calls.proof.is_possible(caller):
            return None
        try:
            return await self._bodies.read(request, self._most_bytes(caller))
        except (ClientDisconnect, TimeoutError):
            return None


def json_answer(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer whose JSON is written already."""
    return Response(body, status, headers, media_type="application/json; charset=utf-8")


def late() -> Response:
    """The answer to one whose body did not come whole in time."""
    return Response(status_code=408, headers={"Connection": "close"})


def caller_of(request: Request) -> str:
    """The peer's address, never what a header says."""
    return request.client.host if request.client else ""


def _without_spare_slashes(app: ASGIApp) -> ASGIApp:
    """Takes /center/gateway/ and //center/gateway for what they mean."""

    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != GATEWAY_PATH:
            path = "/".join(piece for piece in scope["path"].split("/") if piece)
            scope = {**scope, "path": f"/{path}"}
        await app(scope, receive, send)

    return plain
