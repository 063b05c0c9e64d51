"""The six commands that the counter sends: checked, answered from memory, spoilt where a fault says so."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive

from posdesk.domain.clock import Clock
from posdesk.simulator.connections import Connections
from posdesk.simulator.faults import Fault, FaultKind, FaultPlan
from posdesk.simulator.o2o.commands import Call, Complaint, Reply
from posdesk.simulator.o2o.memory import already
from posdesk.simulator.o2o.site import Site
from posdesk.simulator.o2o.strict import checked
from posdesk.simulator.spoiling import DROPS, JSON, delivered
from posdesk.simulator.tally import CallSeen, EffectSeen, Tally

_BUSY_CODE, _BUSY = 9001, "系统繁忙，请稍后再试"


class Gateway:
    """`POST /{partner}/center/gateway`."""

    def __init__(
        self,
        sites: Mapping[str, Site],
        store_code: str,
        *,
        plan: FaultPlan,
        tally: Tally,
        connections: Connections,
        clock: Clock,
    ) -> None:
        self._sites = sites
        self._store_code = store_code
        self._plan = plan
        self._tally = tally
        self._connections = connections
        self._clock = clock

    async def handle(self, request: Request) -> Response:
        """The answer to one call, or a cut connection."""
        site = self._sites.get(request.path_params["partner"])
        if site is None:
            return Response("no such partner", status_code=404)
        body = await request.body()
        try:
            call = self._checked(site, request, body)
        except Complaint as complaint:
            return self._refused(site, complaint)
        repeat = site.memory.is_done(call)
        fault = self._plan.choose(site.partner.name, call.cmd, is_repeat=repeat)
        return await self._answered(site, call, fault, request.receive)

    def _checked(self, site: Site, request: Request, body: bytes) -> Call:
        query = request.query_params
        return checked(
            site.partner,
            self._store_code,
            content_type=request.headers.get("content-type", ""),
            appid=query.get("appid", ""),
            sign=query.get("sign", ""),
            body=body,
        )

    def _refused(self, site: Site, complaint: Complaint) -> Response:
        reply = Reply(complaint.code, complaint.msg)
        seen = self._seen(site, complaint.cmd, complaint.seq)
        self._tally.saw(replace(seen, code=int(reply.code), msg=reply.msg, complaint=True))
        return self._response(site, complaint.cmd, _frame(reply, complaint.seq))

    async def _answered(self, site: Site, call: Call, fault: Fault | None, receive: Receive) -> Response:
        reply = self._replied(site, call, fault)
        self._noted(site, call, reply, fault)
        seq = str(uuid4()) if fault is not None and fault.kind is FaultKind.WRONG_SEQ else call.seq
        frame = _frame(reply, seq)
        return await delivered(
            lambda: self._response(site, call.cmd, frame), fault, self._connections, receive
        )

    def _replied(self, site: Site, call: Call, fault: Fault | None) -> Reply:
        """Does the work, unless the fault comes before it."""
        if fault is None:
            return site.memory.answer(call)
        done = site.memory.answer(call) if fault.done else None
        if done is not None and fault.kind is not FaultKind.REFUSE_DONE:
            return done
        if fault.kind is FaultKind.REPEAT_NONZERO:
            return already(call.cmd)
        return _refusal(fault, effect=done is not None and done.effect)

    def _noted(self, site: Site, call: Call, reply: Reply, fault: Fault | None) -> None:
        seen = self._seen(site, call.cmd, call.seq, call.subject, fault)
        lost = fault is not None and fault.kind in DROPS
        self._tally.saw(seen if lost else replace(seen, code=int(reply.code), msg=reply.msg))
        if reply.effect:
            effect = EffectSeen(seen.at, seen.partner, seen.cmd, seen.subject, seen.seq)
            self._tally.took_effect(effect)

    def _seen(
        self, site: Site, cmd: str, seq: str, subject: str = "", fault: Fault | None = None
    ) -> CallSeen:
        at, name = self._clock.now(), site.partner.name
        return CallSeen(at, name, str(cmd), seq, subject, None, "", str(fault.kind) if fault else "")

    def _response(self, site: Site, cmd: str, frame: bytes) -> Response:
        ahead = self._plan.clock_off_s(site.partner.name, cmd)
        date = format_datetime(self._clock.now() + timedelta(seconds=ahead), usegmt=True)
        return Response(frame, headers={"Date": date}, media_type=JSON)


def _refusal(fault: Fault, *, effect: bool) -> Reply:
    return Reply(_BUSY_CODE if fault.code is None else fault.code, fault.msg or _BUSY, effect=effect)


def _frame(reply: Reply, seq: str) -> bytes:
    frame: dict[str, object] = {"code": int(reply.code), "msg": reply.msg, "seq": seq}
    if reply.items is not None:
        frame["items"] = list(reply.items)
    return json.dumps(frame, ensure_ascii=False).encode()
