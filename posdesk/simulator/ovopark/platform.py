"""`POST /ovopark/cloud.api`: checked, answered from memory, spoilt where a fault says so."""

import asyncio
import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.simulator.config import SimulatedOvopark
from posdesk.simulator.delivery import DROPS, JSON, delivered
from posdesk.simulator.faults import Fault, FaultKind
from posdesk.simulator.ovopark.codes import Code, OvoparkRefusal, name_of, words_of
from posdesk.simulator.ovopark.strict import (
    REPORT,
    Params,
    Report,
    check_public,
    organisation_of,
    report_of,
)
from posdesk.simulator.tally import CallSeen, EffectSeen
from posdesk.simulator.web import BadForm, answer, as_json, read_form
from posdesk.simulator.world import World


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """A report that took effect, its figures as they were sent."""

    at: datetime
    total: str
    deal_num: str
    deal_person_num: str
    cover: bool


@dataclass(frozen=True, slots=True)
class HourSeen:
    """An hour as ovopark holds it; `hour` is its `createTime`, the last of `history` is what counts."""

    enterprise_id: int
    store: str
    hour: str
    history: tuple[ReportSeen, ...] = ()

    @property
    def held(self) -> ReportSeen:
        """The figures that count."""
        return self.history[-1]

    @property
    def effects(self) -> int:
        """How many reports took effect."""
        return len(self.history)


class Hours:
    """The memory; it only grows."""

    def __init__(self) -> None:
        self._hours: dict[tuple[int, str, str], HourSeen] = {}

    def holds(self, report: Report) -> bool:
        """Whether the hour has figures already."""
        return _key(report) in self._hours

    def is_repeat(self, report: Report) -> bool:
        """Whether the hour has these very figures already."""
        hour = self._hours.get(_key(report))
        return hour is not None and _figures(hour.held) == _figures(report)

    def take(self, report: Report, at: datetime) -> None:
        """Holds the report. Raises Refusal where the hour is held already and isn't to be covered."""
        if self.holds(report) and not report.cover:
            raise OvoparkRefusal(Code.SALES_REPEAT)
        hour = self._hours.get(_key(report)) or HourSeen(*_key(report))
        seen = ReportSeen(at, *_figures(report), report.cover)
        self._hours[_key(report)] = replace(hour, history=(*hour.history, seen))

    def all(self) -> tuple[HourSeen, ...]:
        """Every hour, in the order of their first reports."""
        return tuple(self._hours.values())


def _key(report: Report) -> tuple[int, str, str]:
    return report.enterprise_id, report.store, report.hour


def _figures(held: Report | ReportSeen) -> tuple[str, str, str]:
    return held.total, held.deal_num, held.deal_person_num


NAME = "ovopark"
_HOURS = TypeAdapter(tuple[HourSeen, ...])


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer: its code, its words, what comes in `data`, whether the call broke the contract."""

    code: int
    words: str
    data: object = None
    complaint: bool = False
    effect: bool = False


class Ovopark:
    """ovopark's gateway with one enterprise."""

    def __init__(self, config: SimulatedOvopark, world: World) -> None:
        self._config = config
        self._world = world
        self._hours = Hours()
        self._sigs: dict[str, float] = {}

    def routes(self) -> list[BaseRoute]:
        """The gateway, and what it holds."""
        return [
            Route("/ovopark/cloud.api", self.handle, methods=["POST"]),
            Route("/control/ovopark/hours", answer(self.hours), methods=["GET"]),
        ]

    async def live(self) -> None:
        """Nothing happens here of itself."""
        await asyncio.Event().wait()

    async def hours(self, request: Request) -> Response:
        """Every hour with its history."""
        return as_json(_HOURS, self._hours.all())

    async def handle(self, request: Request) -> Response:
        """The answer to one call, or a cut connection."""
        try:
            params = await read_form(request)
        except BadForm as error:
            return self._complained({}, OvoparkRefusal(Code.PARAMETER_ERROR, str(error)), 0.0)
        ahead = self._world.plan.clock_off_s(NAME, params.get("_mt", ""))
        try:
            work = self._checked(params, ahead)
        except OvoparkRefusal as refusal:
            return self._complained(params, refusal, ahead)
        fault = self._world.plan.choose(NAME, params["_mt"], is_repeat=self._is_repeat(work))
        said = self._done(params, work, fault)
        subject = work.subject if isinstance(work, Report) else work
        self._noted(params, subject, said, fault)
        return await delivered(
            lambda: self._response(said, ahead), fault, self._world.connections, request.receive
        )

    def _checked(self, params: Params, ahead: float) -> Report | str:
        """The report, or the organisation that is looked up. Raises Refusal."""
        check_public(self._config, params, self._world.now(ahead))
        if self._came_before(params["_sig"]):
            raise OvoparkRefusal(Code.API_CALL_REPEAT)
        if params["_mt"] == REPORT:
            return report_of(self._config, params)
        return organisation_of(params)

    def _came_before(self, sig: str) -> bool:
        """Whether the very same call came within the window: every second makes another `_sig`."""
        at = self._sigs.get(sig)
        return at is not None and self._world.clock.monotonic() - at < self._config.repeat_window_s

    def _is_repeat(self, work: Report | str) -> bool:
        return isinstance(work, Report) and self._hours.is_repeat(work)

    def _done(self, params: Params, work: Report | str, fault: Fault | None) -> _Answer:
        """Does the work unless the fault comes before it, and says what is answered."""
        if fault is None or fault.done:
            self._sigs[params["_sig"]] = self._world.clock.monotonic()
        if fault is None:
            return self._worked(work)
        said = self._worked(work) if fault.done else None
        if said is not None and fault.kind is not FaultKind.REFUSE_DONE:
            return said
        code = _default_code(fault) if fault.code is None else fault.code
        return _Answer(code, fault.msg or words_of(code), effect=said is not None and said.effect)

    def _worked(self, work: Report | str) -> _Answer:
        if isinstance(work, str):
            return _Answer(0, words_of(0), _organisation(self._config, work))
        try:
            self._hours.take(work, self._world.now())
        except OvoparkRefusal as refusal:
            return _said(refusal)
        return _Answer(0, words_of(0), effect=True)

    def _complained(self, params: Params, refusal: OvoparkRefusal, ahead: float) -> Response:
        said = _said(refusal)
        self._noted(params, "", said, None)
        return self._response(said, ahead)

    def _noted(self, params: Params, subject: str, said: _Answer, fault: Fault | None) -> None:
        tally, at = self._world.tally, self._world.now()
        method, sig = params.get("_mt", ""), params.get("_sig", "")
        lost = fault is not None and fault.kind in DROPS
        code, words = (None, "") if lost else (said.code, said.words)
        kind = str(fault.kind) if fault else ""
        tally.saw(CallSeen(at, NAME, method, sig, subject, code, words, kind, said.complaint))
        if said.effect:
            tally.took_effect(EffectSeen(at, NAME, method, subject, sig))

    def _response(self, said: _Answer, ahead: float) -> Response:
        systime = int(self._world.now(ahead).timestamp() * 1000)
        stat = {
            "cid": str(UUID(int=self._world.rng.getrandbits(128), version=4)),
            "code": self._number(said.code),
            "codename": name_of(said.code),
            "systime": self._number(systime),
        }
        body = json.dumps({"stat": stat, "result": said.words, "data": said.data}, ensure_ascii=False)
        return Response(body, headers=self._world.date(ahead), media_type=JSON)

    def _number(self, value: int) -> int | str:
        as_text = {"int": False, "text": True, "mixed": self._world.rng.random() < 0.5}
        return str(value) if as_text[self._config.numbers] else value


def _said(refusal: OvoparkRefusal) -> _Answer:
    return _Answer(refusal.code, refusal.words, complaint=refusal.is_complaint)


def _default_code(fault: Fault) -> Code:
    repeat = fault.kind is FaultKind.REPEAT_NONZERO
    return Code.API_CALL_REPEAT if repeat else Code.UNKNOWN_ERROR


def _organisation(config: SimulatedOvopark, orgid: str) -> object:
    """The document names no fields of this reply: a person has to find the number in it."""
    enterprise = {"enterpriseId": config.enterprise_id, "enterpriseName": config.enterprise_name}
    return {"orgid": orgid, "status": 1, "enterprise": enterprise}
