"""`POST /wdk/router/rest`: checked, throttled, answered from memory, spoilt where a fault says so."""

import asyncio
from dataclasses import dataclass
from functools import partial

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.simulator.config import SimulatedWdk, WdkRules
from posdesk.simulator.delivery import DROPS, delivered
from posdesk.simulator.faults import Fault, FaultKind
from posdesk.simulator.tally import CallSeen, EffectSeen
from posdesk.simulator.wdk import answers
from posdesk.simulator.wdk.answers import WdkRefusal, limited, message_of, refused
from posdesk.simulator.wdk.memory import Receipts, ReceiptSeen, Throttle
from posdesk.simulator.wdk.strict import (
    Key,
    Params,
    Wire,
    check_app,
    check_public,
    check_rules,
    check_shape,
    key_of,
    parsed,
    receipt_text,
    sale_of,
)
from posdesk.simulator.web import BadForm, answer, as_json, read_form
from posdesk.simulator.world import World

NAME = "wdk"
_RECEIPTS = TypeAdapter(tuple[ReceiptSeen, ...])
_RULES = TypeAdapter(WdkRules)


@dataclass(frozen=True, slots=True)
class _Call:
    """A call that is right in form."""

    params: Params
    key: Key
    receipt: Wire
    body: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer: the target of what was taken, or why it was not."""

    target: str = ""
    refusal: WdkRefusal | None = None
    took: bool = False


class Wdk:
    """One app with one merchant behind it."""

    def __init__(self, config: SimulatedWdk, world: World) -> None:
        self._config = config
        self._rules = config.rules
        self._world = world
        self._receipts = Receipts(world.rng)
        self._throttle = Throttle(config.per_minute, config.ban_s)

    def routes(self) -> list[BaseRoute]:
        """The router, what it holds, and what it knows of the merchant."""
        return [
            Route("/wdk/router/rest", self.handle, methods=["POST", "GET", "PUT", "DELETE"]),
            Route("/control/wdk/receipts", answer(self.receipts), methods=["GET"]),
            Route("/control/wdk/rules", answer(self.rules), methods=["GET"]),
            Route("/control/wdk/rules", answer(self.set_rules), methods=["PUT"]),
        ]

    async def live(self) -> None:
        """Nothing happens here of itself."""
        await asyncio.Event().wait()

    async def receipts(self, request: Request) -> Response:
        """Every receipt with how often it came."""
        return as_json(_RECEIPTS, self._receipts.all())

    async def rules(self, request: Request) -> Response:
        """What is known of the merchant."""
        return as_json(_RULES, self._rules)

    async def set_rules(self, request: Request) -> Response:
        """Other knowledge in the place of all."""
        self._rules = WdkRules.model_validate_json(await request.body())
        return as_json(_RULES, self._rules)

    async def handle(self, request: Request) -> Response:
        """The answer to one call, or a cut connection."""
        if request.method != "POST":
            return self._complained({}, WdkRefusal(9), 0.0)
        try:
            params = await read_form(request)
        except BadForm as error:
            return self._complained({}, WdkRefusal(41, str(error)), 0.0)
        ahead = self._world.plan.clock_off_s(NAME, params.get("method", ""))
        try:
            call = self._checked(params, ahead)
        except WdkRefusal as refusal:
            return self._complained(params, refusal, ahead)
        repeat = self._receipts.holds(call.key)
        fault = self._world.plan.choose(NAME, params["method"], is_repeat=repeat)
        said = self._done(call, fault)
        self._noted(params, str(call.key), said, fault)
        respond = partial(self._response, params, said, ahead)
        return await delivered(respond, fault, self._world.connections, request.receive)

    def _checked(self, params: Params, ahead: float) -> _Call:
        """The receipt of a call. Raises Refusal."""
        check_app(self._config, params)
        left = self._throttle.left_s(self._world.clock.monotonic())
        if left:
            raise limited(left)
        check_public(self._config, params, self._world.now(ahead))
        text = receipt_text(params)
        receipt = check_shape(parsed(text))
        return _Call(params, key_of(receipt), receipt, text)

    def _done(self, call: _Call, fault: Fault | None) -> _Answer:
        """Does the work unless the fault comes before it, and says what is answered."""
        if fault is None:
            return self._worked(call)
        if fault.kind is FaultKind.THROTTLE:
            return _Answer(refusal=self._banned(fault.seconds))
        said = self._worked(call) if fault.done else _Answer()
        if fault.done and fault.kind is not FaultKind.REFUSE_DONE:
            return said
        return _Answer(refusal=_forced(fault), took=said.took)

    def _banned(self, seconds: float) -> WdkRefusal:
        now = self._world.clock.monotonic()
        self._throttle.ban(now, seconds)
        return limited(max(1, self._throttle.left_s(now)))

    def _worked(self, call: _Call) -> _Answer:
        try:
            check_rules(call.receipt, self._rules)
            self._check_sale(call)
        except WdkRefusal as refusal:
            return _Answer(refusal=refusal)
        return _Answer(self._receipts.take(call.key, call.body, self._world.now()), took=True)

    def _check_sale(self, call: _Call) -> None:
        sale = sale_of(call.receipt)
        if sale is not None and not self._rules.unknown_sales and not self._receipts.holds(sale):
            raise refused(f"原交易 {sale.serial_num} 不存在")

    def _complained(self, params: Params, refusal: WdkRefusal, ahead: float) -> Response:
        said = _Answer(refusal=refusal)
        self._noted(params, "", said, None)
        return self._response(params, said, ahead)

    def _noted(self, params: Params, subject: str, said: _Answer, fault: Fault | None) -> None:
        tally, at = self._world.tally, self._world.now()
        method, sign = params.get("method", ""), params.get("sign", "")
        lost = fault is not None and fault.kind in DROPS
        code, words = (None, "") if lost else _told(said)
        complaint = said.refusal is not None and said.refusal.is_complaint
        kind = str(fault.kind) if fault else ""
        tally.saw(CallSeen(at, NAME, method, sign, subject, code, words, kind, complaint))
        if said.took:
            tally.took_effect(EffectSeen(at, NAME, method, subject, sign))

    def _response(self, params: Params, said: _Answer, ahead: float) -> Response:
        refusal = said.refusal
        render = partial(
            answers.rendered,
            as_json=params.get("format", "xml") == "json",
            wrapper=self._config.wrapper and params.get("simplify") != "true",
            headers=self._world.date(ahead),
        )
        if refusal is None:
            return render(answers.success(said.target), is_error=False)
        if refusal.code == 0:
            return render(answers.failure(refusal.sub_msg), is_error=False)
        code, sub_code = refusal.code, refusal.sub_code
        request_id = f"{self._world.rng.getrandbits(48):012x}"
        fields = answers.error(code, message_of(code), sub_code, refusal.sub_msg, request_id)
        return render(fields, is_error=True)


def _forced(fault: Fault) -> WdkRefusal:
    """The refusal that a fault asks for; code 0 is an `is_success` of false."""
    if fault.code is not None:
        return WdkRefusal(fault.code, fault.msg, sub_code=fault.sub_code or None, complaint=False)
    if fault.kind is FaultKind.REPEAT_NONZERO:
        return refused(fault.msg or "单据已存在")
    return WdkRefusal(15, fault.msg, sub_code=fault.sub_code or None, complaint=False)


def _told(said: _Answer) -> tuple[int, str]:
    refusal = said.refusal
    if refusal is None:
        return 0, ""
    return refusal.code or 1, ": ".join(filter(None, (refusal.sub_code, refusal.sub_msg)))
