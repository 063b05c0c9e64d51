"""What a rightly signed call proves: that its partner reaches this PC from outside, and how it signs.

A call of this PC's own, by whatever program, proves neither: it only shows that form and key fit each other.
What is said holds for the form and the key of now: with another key, other settings, nothing is said.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from posdesk.domain.clock import Clock
from posdesk.domain.status import FormState
from posdesk.engine.listening.form_print import KeyedForm, is_print_of, keyed, new_print
from posdesk.engine.loop import wait_for_look
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.host.own_address import is_from_outside
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import call_proofs
from posdesk.journal.orders.call_proofs import FormProof, OutsideCall
from posdesk.journal.transaction import Job
from posdesk.records import dataclass
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Partner, Settings

log = logging.getLogger(__name__)
LOOK_S = 1.0
GATHER_S = 0.2
WRITE_EVERY_S = 60.0  # the time of the last call from outside; the first one is written at once
Proofs = Mapping[tuple[str, bool], FormProof]


@dataclass(slots=True)
class _Seen:
    """Of one partner: the calls since the last look, by whether they came from outside, and what is known."""

    calls: dict[bool, tuple[KeyedForm | None, datetime]]
    outside: OutsideCall | None = None
    written: OutsideCall | None = None
    written_s: float = 0.0
    judged: KeyedForm | None = None
    proofs: dict[bool, datetime] | None = None  # of what was judged; None before it was


class CallProofs:
    """Told of right calls in the engine's loop; writes little, whatever comes in."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        clock: Clock,
        *,
        is_outside: Callable[[str], bool] = is_from_outside,
    ) -> None:
        """`is_outside` says of a peer's address whether it is surely not this PC's."""
        self._settings, self._journal, self._secrets = settings, journal, secrets
        self._status, self._clock, self._is_outside = status, clock, is_outside
        self._of: dict[str, _Seen] = {}
        self._came = asyncio.Event()
        self._is_loaded = False

    def adopt(self, settings: Settings) -> None:
        """Judge by these settings from now on; what was proven of another form is not said meanwhile."""
        self._settings = settings
        for partner in settings.partner:
            seen = self._seen(partner.name)
            if seen.judged != self._keyed(partner):
                seen.proofs = None
                self._tell(partner.name, seen)
        self._came.set()

    def right(self, partner: str, form: KeyedForm | None, address: str) -> None:
        """A call of this partner was rightly signed by that form, None by none, and came from that peer."""
        is_outside, now = self._is_outside(address), self._clock.now()
        seen = self._seen(partner)
        seen.calls[is_outside] = (form, now)
        if is_outside:
            seen.outside = OutsideCall(now, address)
        self._came.set()

    async def run(self) -> None:
        """Look each second, sooner when a call came; until cancelled."""
        while True:
            self._came.clear()
            try:
                await self._look()
            except DiskError as error:
                log.warning("call proofs: %s", error)  # all is tried again
            await wait_for_look(self._came, LOOK_S)
            if self._came.is_set():
                await asyncio.sleep(GATHER_S)

    def end(self) -> None:
        """The engine is about to stop: the times of the last calls are written."""
        unwritten = {name: seen.outside for name, seen in self._of.items() if seen.outside != seen.written}
        if unwritten:
            self._journal.write(_outside_job(unwritten))

    async def _look(self) -> None:
        if not self._is_loaded:
            await self._load()
        for partner in self._settings.partner:
            seen = self._seen(partner.name)
            now = self._keyed(partner)
            if seen.proofs is None or seen.judged != now:
                stored = await asyncio.to_thread(self._journal.read, call_proofs.form_proofs)
                seen.proofs = await asyncio.to_thread(_judged, stored, partner.name, now)
                seen.judged = now
            await self._prove(partner.name, seen)
            await self._write_outside(partner.name, seen)
            self._tell(partner.name, seen)

    async def _load(self) -> None:
        for name, call in (await asyncio.to_thread(self._journal.read, call_proofs.outside_calls)).items():
            seen = self._seen(name)
            seen.written = call
            seen.outside = seen.outside or call
        self._is_loaded = True

    async def _prove(self, name: str, seen: _Seen) -> None:
        """Write down what the calls prove of the form of now, once."""
        calls, seen.calls = seen.calls, {}
        assert seen.proofs is not None
        for is_outside, (form, at) in calls.items():
            if form is None or form != seen.judged or is_outside in seen.proofs:
                continue  # it was signed by what the settings said before
            print_ = await asyncio.to_thread(new_print, form)
            try:
                await asyncio.wrap_future(
                    self._journal.write(_form_job(name, FormProof(at, print_), is_outside))
                )
            except DiskError:
                seen.calls = {**calls, **seen.calls}
                raise
            seen.proofs[is_outside] = at

    async def _write_outside(self, name: str, seen: _Seen) -> None:
        call, now_s = seen.outside, self._clock.monotonic()
        is_due = seen.written is None or now_s - seen.written_s >= WRITE_EVERY_S
        if call is None or call == seen.written or not is_due:
            return
        await asyncio.wrap_future(self._journal.write(_outside_job({name: call})))
        seen.written, seen.written_s = call, now_s

    def _tell(self, name: str, seen: _Seen) -> None:
        proofs = seen.proofs or {}
        form = FormState.PROVEN if True in proofs else FormState.HERE if proofs else FormState.UNPROVEN
        at = proofs.get(True) or proofs.get(False)
        self._status.proven(name, form, at, seen.outside)

    def _keyed(self, partner: Partner) -> KeyedForm | None:
        return keyed(partner, self._secrets.get(partner.secret_name))

    def _seen(self, name: str) -> _Seen:
        return self._of.setdefault(name, _Seen({}))


def _judged(stored: Proofs, name: str, form: KeyedForm | None) -> dict[bool, datetime]:
    """Which of the stored proofs hold for this form with this key; none without a key."""
    if form is None:
        return {}
    found = {is_outside: proof for (of, is_outside), proof in stored.items() if of == name}
    return {is_outside: proof.at for is_outside, proof in found.items() if is_print_of(proof.print, form)}


def _form_job(name: str, proof: FormProof, is_outside: bool) -> Job[None]:
    return lambda tx: call_proofs.note_form(tx, name, proof, outside=is_outside)


def _outside_job(calls: Mapping[str, OutsideCall | None]) -> Job[None]:
    def job(tx: Transaction) -> None:
        for name, call in calls.items():
            if call is not None:
                call_proofs.note_outside(tx, name, call)

    return job
