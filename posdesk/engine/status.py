"""What the engine knows of itself, gathered from its parts and told to whoever listens."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from posdesk.domain.answer import Answer, Fault
from posdesk.domain.clock import Clock
from posdesk.domain.source import source_of
from posdesk.domain.status import EngineStatus, Gap, PartnerStatus, Trouble
from posdesk.settings import Partner, Settings

Listener = Callable[[EngineStatus], None]
_UNREACHED = frozenset({Fault.NO_CONNECTION, Fault.NO_TLS, Fault.TIMED_OUT})


class StatusBoard:
    """The engine's status as one value; every part writes its own lines. Safe from any thread."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Start as not alive: nothing is claimed before it is known."""
        self._clock = clock
        self._gate = threading.Lock()
        self._listeners: list[Listener] = []
        trouble = Trouble.NONE if settings.partner else Trouble.NO_PARTNER
        self._idle = trouble
        partners = tuple(_unheard(partner) for partner in settings.partner)
        self._status = EngineStatus(trouble=Trouble.ENGINE_DEAD, partners=partners)

    @property
    def status(self) -> EngineStatus:
        """The picture now."""
        return self._status

    def subscribe(self, listener: Listener) -> None:
        """Be told of each change, in the thread that made it."""
        self._listeners.append(listener)

    def alive(self, address: str) -> None:
        """The engine runs; `address` is host:port, empty while the listener is not bound."""
        self._change(alive=True, address=address, trouble=self._idle, detail="")

    def trouble(self, trouble: Trouble, detail: str = "") -> None:
        """Something keeps orders from being taken; `detail` names the object."""
        self._change(trouble=trouble, detail=detail)

    def mended(self, trouble: Trouble) -> None:
        """That trouble is over; another one stays."""
        if self._status.trouble is trouble:
            self._change(trouble=self._idle, detail="")

    def dead(self, detail: str = "") -> None:
        """The engine has stopped, wanted or not."""
        self._change(alive=False, address="", trouble=Trouble.ENGINE_DEAD, detail=detail)

    def gaps(self, gaps: tuple[Gap, ...]) -> None:
        """The gaps nobody has checked, a present one last."""
        self._change(gaps=gaps)

    def received(self, partner: str, at: datetime) -> None:
        """A call of this partner came in with a right signature."""
        self._partner(partner, last_received=at)

    def keys(self, troubles: dict[str, Trouble]) -> None:
        """Which partners' appkeys can't be had, and why."""
        for name, trouble in troubles.items():
            self._partner(name, trouble=trouble)

    def answered(self, partner: str, answer: Answer) -> None:
        """One of our calls ended: reached or not, and by how much the clocks differ."""
        if answer.verdict == "unable":
            return
        now = self._clock.now()
        lost = answer.fault in _UNREACHED
        since = self._named(partner).unreachable_since
        skew = self._named(partner).skew_s
        if answer.server_time is not None:
            skew = (now - answer.server_time).total_seconds() - answer.round_trip_s / 2
        self._partner(partner, unreachable_since=(since or now) if lost else None, skew_s=skew)

    def _named(self, name: str) -> PartnerStatus:
        return next((p for p in self._status.partners if p.name == name), PartnerStatus(name))

    def _partner(self, name: str, **changes: object) -> None:
        with self._gate:
            partners = tuple(
                replace(p, **changes) if p.name == name else p  # type: ignore[arg-type]
                for p in self._status.partners
            )
            self._status = replace(self._status, partners=partners)
        self._tell()

    def _change(self, **changes: object) -> None:
        with self._gate:
            self._status = replace(self._status, **changes)  # type: ignore[arg-type]
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener(self._status)


def _unheard(partner: Partner) -> PartnerStatus:
    sources = tuple(source_of(str(code)) for code in partner.sources)
    return PartnerStatus(partner.name, sources, unsigned=partner.signature == "none")
