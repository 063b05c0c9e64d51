"""The control that is the same for every platform: faults, the tally, and going off the net."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from posdesk.simulator.connections import peer_of
from posdesk.simulator.faults import FaultPlan, FaultRule
from posdesk.simulator.tally import Tally, TallyReport
from posdesk.simulator.web import answer, told

_RULES = TypeAdapter(tuple[FaultRule, ...])


class OfflineWish(BaseModel):
    """For how many seconds nothing shall listen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seconds: float = Field(gt=0, le=3600)


class Net(Protocol):
    """The door of the server, which can be shut for a while."""

    def shut(self, seconds: float, but: tuple[str, int]) -> None:
        """Stops listening now and for that long, and cuts every connection `but` this peer's."""
        ...


class Control:
    """The routes under /control that every platform shares."""

    def __init__(self, plan: FaultPlan, tally: Tally, net: Net) -> None:
        self._plan = plan
        self._tally = tally
        self._net = net

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route("/control/faults", answer(self.faults), methods=["GET"]),
            Route("/control/faults", answer(self.set_faults), methods=["PUT"]),
            Route("/control/faults", answer(self.add_faults), methods=["POST"]),
            Route("/control/tally", answer(self.tally), methods=["GET"]),
            Route("/control/offline", answer(self.offline), methods=["POST"]),
        ]

    async def faults(self, request: Request) -> Response:
        """The rules in force and what is left of them."""
        return told(_RULES, self._plan.current())

    async def set_faults(self, request: Request) -> Response:
        """Other rules in the place of all."""
        self._plan.replace(_RULES.validate_json(await request.body()))
        return told(_RULES, self._plan.current())

    async def add_faults(self, request: Request) -> Response:
        """These rules before the others."""
        self._plan.add(_RULES.validate_json(await request.body()))
        return told(_RULES, self._plan.current())

    async def tally(self, request: Request) -> Response:
        """What was seen so far."""
        return told(TypeAdapter(TallyReport), self._tally.report())

    async def offline(self, request: Request) -> Response:
        """Refuses connections for some seconds, from before this is answered."""
        wish = OfflineWish.model_validate_json(await request.body())
        self._net.shut(wish.seconds, peer_of(request.scope))
        return Response(status_code=204, headers={"Connection": "close"})
