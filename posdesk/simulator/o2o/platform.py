"""The ordering sites together: the calls that they answer, and their life between the calls."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive

from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.delivery import DROPS, JSON, delivered
from posdesk.simulator.faults import Fault, FaultKind
from posdesk.simulator.o2o.commands import Complaint, O2OCall, O2OReply
from posdesk.simulator.o2o.maker import OrderWish
from posdesk.simulator.o2o.memory import Bill, BillState, already
from posdesk.simulator.o2o.site import Ordered, Pusher, Site, Status
from posdesk.simulator.o2o.strict import checked
from posdesk.simulator.o2o.traffic import Event, EventKind, TrafficPlan
from posdesk.simulator.tally import CallSeen, EffectSeen
from posdesk.simulator.world import World

_BUSY_CODE, _BUSY = 9001, "系统繁忙，请稍后再试"


class Gateway:
    """`POST /{partner}/center/gateway`."""

    def __init__(self, sites: Mapping[str, Site], store_code: str, world: World) -> None:
        self._sites = sites
        self._store_code = store_code
        self._world = world

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
        fault = self._world.plan.choose(site.partner.name, call.cmd, is_repeat=repeat)
        return await self._answered(site, call, fault, request.receive)

    def _checked(self, site: Site, request: Request, body: bytes) -> O2OCall:
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
        reply = O2OReply(complaint.code, complaint.msg)
        seen = self._seen(site, complaint.cmd, complaint.seq)
        self._world.tally.saw(replace(seen, code=int(reply.code), msg=reply.msg, complaint=True))
        return self._response(site, complaint.cmd, _frame(reply, complaint.seq))

    async def _answered(self, site: Site, call: O2OCall, fault: Fault | None, receive: Receive) -> Response:
        reply = self._replied(site, call, fault)
        self._noted(site, call, reply, fault)
        seq = str(uuid4()) if fault is not None and fault.kind is FaultKind.WRONG_SEQ else call.seq
        frame = _frame(reply, seq)
        return await delivered(
            lambda: self._response(site, call.cmd, frame), fault, self._world.connections, receive
        )

    def _replied(self, site: Site, call: O2OCall, fault: Fault | None) -> O2OReply:
        """Does the work, unless the fault comes before it."""
        if fault is None:
            return site.memory.answer(call)
        done = site.memory.answer(call) if fault.done else None
        if done is not None and fault.kind is not FaultKind.REFUSE_DONE:
            return done
        if fault.kind is FaultKind.REPEAT_NONZERO:
            return already(call.cmd)
        return _refusal(fault, effect=done is not None and done.effect)

    def _noted(self, site: Site, call: O2OCall, reply: O2OReply, fault: Fault | None) -> None:
        seen = self._seen(site, call.cmd, call.seq, call.subject, fault)
        lost = fault is not None and fault.kind in DROPS
        self._world.tally.saw(seen if lost else replace(seen, code=int(reply.code), msg=reply.msg))
        if reply.effect:
            effect = EffectSeen(seen.at, seen.partner, seen.cmd, seen.subject, seen.seq)
            self._world.tally.took_effect(effect)

    def _seen(
        self, site: Site, cmd: str, seq: str, subject: str = "", fault: Fault | None = None
    ) -> CallSeen:
        at, name = self._world.now(), site.partner.name
        return CallSeen(at, name, str(cmd), seq, subject, None, "", str(fault.kind) if fault else "")

    def _response(self, site: Site, cmd: str, frame: bytes) -> Response:
        ahead = self._world.plan.clock_off_s(site.partner.name, cmd)
        return Response(frame, headers=self._world.date(ahead), media_type=JSON)


def _refusal(fault: Fault, *, effect: bool) -> O2OReply:
    return O2OReply(_BUSY_CODE if fault.code is None else fault.code, fault.msg or _BUSY, effect=effect)


def _frame(reply: O2OReply, seq: str) -> bytes:
    frame: dict[str, object] = {"code": int(reply.code), "msg": reply.msg, "seq": seq}
    if reply.items is not None:
        frame["items"] = list(reply.items)
    return json.dumps(frame, ensure_ascii=False).encode()


_TICK_S = 0.2


class O2OSites:
    """Every partner of a simulator. `paused` stops the traffic, not the answers."""

    def __init__(self, config: SimulatorConfig, world: World) -> None:
        self.clock = world.clock
        self.paused = False
        self._pusher = Pusher(config, world)
        self.sites = {p.name: Site(p, config.store, self._pusher, world.rng) for p in config.partners}
        self._traffic = TrafficPlan(config, world.rng)
        self._tasks: set[asyncio.Task[object]] = set()
        self._gateway = Gateway(self.sites, config.store.code, world)

    def routes(self) -> list[BaseRoute]:
        """What the counter calls."""
        return [Route("/{partner}/center/gateway", self._gateway.handle, methods=["POST"])]

    def bills(self) -> list[Bill]:
        """All orders of all partners."""
        return [bill for site in self.sites.values() for bill in site.memory.bills()]

    async def live(self) -> None:
        """Lets things happen until it is cancelled, then gives open pushes up."""
        lived, last = 0.0, self.clock.monotonic()
        try:
            while True:
                await asyncio.sleep(_TICK_S)
                now = self.clock.monotonic()
                lived, last = lived + (0.0 if self.paused else now - last), now
                self._tick(lived)
        finally:
            await self._stop()

    def _tick(self, lived: float) -> None:
        if self.paused:
            return
        for event in self._traffic.due(lived, self.bills()):
            task = asyncio.ensure_future(self._do(event, lived))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._pusher.close()

    async def _do(self, event: Event, lived: float) -> object:
        site = self.sites[event.partner]
        if event.what is EventKind.ORDER:
            return await self._order(site, lived)
        bill = site.memory.bill(event.tbillno)
        if bill is None or not _makes_sense(event.what, bill):
            return None
        return await _ACTIONS[event.what](site, bill)

    async def _order(self, site: Site, lived: float) -> Ordered:
        ordered = await site.order(self.clock.now(), OrderWish(wrong_sums=self._traffic.wrong_sums()))
        self._traffic.ordered(lived, ordered.bill)
        return ordered


def _makes_sense(what: EventKind, bill: Bill) -> bool:
    """A rider takes what is ready, a site gives up what nobody accepted; only a repeat comes at any time."""
    if what is EventKind.COMPLETE:
        return bill.state is BillState.READY
    if what is EventKind.GIVE_UP:
        return bill.state is BillState.NEW
    return what is EventKind.REPEAT or not bill.is_over


_ACTIONS: dict[EventKind, Callable[[Site, Bill], Awaitable[object]]] = {
    EventKind.CANCEL: lambda site, bill: site.cancel(bill),
    EventKind.REPEAT: lambda site, bill: site.repeat(bill),
    EventKind.CHANGE: lambda site, bill: site.change(bill),
    EventKind.COMPLETE: lambda site, bill: site.status(bill, Status.COMPLETED),
    EventKind.GIVE_UP: lambda site, bill: site.status(bill, Status.CANCELLED),
}
