"""One counter of a store, as its engine is: its journal, and what works over its line, until it is killed."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from posdesk.domain.orders.answer import Answer
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay.seen_claim import Taken
from posdesk.engine.relay import hand_outs
from posdesk.engine.relay.acts_in import ActIntake
from posdesk.engine.relay.acts_out import ActsOut
from posdesk.engine.relay.claim_watch import ClaimWatch
from posdesk.engine.relay.claim_wire import NatsClaims
from posdesk.engine.relay.claims import PATIENCE_S, Claims
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.here import Presence
from posdesk.engine.relay.line import Line, LineLost, NobodyAnswers
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.status import StatusBoard
from posdesk.errors import NotAllowed
from posdesk.journal import Transaction, backup
from posdesk.journal.orders import intent_rows
from posdesk.journal.orders.intents import SendingIntent
from posdesk.journal.rescue.restore import restore
from posdesk.journal.schema import FILE_NAME
from tests.engine.making import APPKEY, HeldSecrets, partner, settings
from tests.journal.relay.bad_line import BadLine, Relay
from tests.journal.relay.making import STORE_KEY, RelayedCounter
from tests.journal.relay.quick_loop import LoopClock, PromptJournal

SETTINGS = settings(partner())


@dataclass(eq=False)
class Call:
    """A call that the platform got, and has not answered."""

    intent: Intent
    answer: "asyncio.Future[Answer]"


@dataclass
class Notes:
    """What the schedule must know of what was allowed to happen, by an intent's number; it outlives a PC."""

    taken: dict[Seq, Taken] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)  # revisions of claims that a counter knew to be its own
    killed: set[str] = field(default_factory=set)  # instances that may not know what they asked for last
    began: dict[Seq, int] = field(default_factory=dict)  # how often it left
    without: set[Seq] = field(default_factory=set)  # a person said that it leaves unclaimed
    agreed: set[Seq] = field(default_factory=set)  # a person was asked, and takes over
    wrong: list[str] = field(default_factory=list)


class NotedClaims(Claims):
    """Says with which right an intent left."""

    notes: Notes
    now: Callable[[], float]

    async def cleared(self, intent: Intent) -> Taken | None:
        began = self.now()
        taken = await super().cleared(intent)
        if taken is not None:
            self.notes.taken[intent.seq] = taken
            self.notes.held.add(taken.revision)
            was_asked = self._wire.is_connected and self.now() - began < PATIENCE_S - 0.001
            if taken.is_unclaimed and was_asked and intent.seq not in self.notes.without:
                self.notes.wrong.append(f"{intent.kind} left without a claim though the relay was there")
        return taken

    async def take_out(self, key: OrderKey, actor: str, *, takes_over: bool) -> Taken:
        taken = await super().take_out(key, actor, takes_over=takes_over)
        self.notes.held.add(taken.revision)
        return taken


class Attempts(Outbox):
    """The outbox, an attempt at a time, as the schedule wants."""

    notes: Notes
    calls: list[Call]

    async def recover(self) -> None:
        await self._recover()

    async def attempt(self, intent: Intent, *, expired: bool) -> None:
        await self._attempt(intent, expired=expired)

    async def _send(self, sendable: SendingIntent) -> Answer:
        call = Call(sendable.intent, asyncio.get_running_loop().create_future())
        self.notes.began[call.intent.seq] = self.notes.began.get(call.intent.seq, 0) + 1
        self.calls.append(call)
        try:
            return await call.answer
        finally:
            self.calls.remove(call)


class Out(ActsOut):
    """Sends what is unsent, once."""

    async def round(self, line: Line) -> None:
        await self._round(line)


class Side:
    """One counter; it is up after `start`, and connected after `connect`."""

    def __init__(self, name: str, folder: Path, blank: Path, relay: Relay, notes: Notes) -> None:
        self.name, self.relay, self.notes = name, relay, notes
        self._folder, self._blank = folder, blank
        self.clock = LoopClock(relay.loop)
        self.line: BadLine | None = None
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.calls: list[Call] = []
        self.backups: list[Path] = []
        self.sending: set[Seq] = set()  # what was being sent when it was killed last
        self.is_up = False
        self._homes = 0
        self._new_home()

    def _new_home(self) -> None:
        self._homes += 1
        self.home = self._folder / f"{self.name}-{self._homes}"
        shutil.copytree(self._blank, self.home)

    def start(self) -> None:
        """A process begins on the journal that is there."""
        loop = self.relay.loop
        self.journal = PromptJournal(self.home, self.clock, self.name)
        self.counter = RelayedCounter(self.journal)
        self.counter.begin_relay()
        self.offset = ClockOffset()
        self.out = Out(self.journal, self.clock)
        self.presence = Presence(self.journal, self.clock, lambda _others: None)
        wire = NatsClaims(lambda: self.line)
        seen = self.presence.is_seen
        self.claims = NotedClaims(
            wire, self.journal, self.clock, is_seen=seen, ahead=lambda: self.offset.measured_ahead
        )
        self.claims.notes, self.claims.now = self.notes, loop.time
        self.watch = ClaimWatch(wire, self.journal, self.clock, turns=self.claims.turns, is_seen=seen)
        self.outbox = self._outbox()
        self.is_up = True
        self.does("recover", self.outbox.recover())
        loop.run_for()
        for seq in self.sending:
            outcome = self.journal.read(partial(intent_rows.outcome_of, seq=seq))
            if outcome in {Outcome.QUEUED, Outcome.SENDING}:
                self.notes.wrong.append(f"{self.name} was killed while it sent {seq}, which is {outcome} now")

    def _outbox(self) -> Attempts:
        outbox = Attempts(
            SETTINGS,
            self.journal,
            HeldSecrets(meituan=APPKEY),
            StatusBoard(SETTINGS, self.clock),
            clock=self.clock,
            clients={},
        )
        outbox.claim_by(self.claims)
        outbox.notes, outbox.calls = self.notes, self.calls
        return outbox

    def does(self, name: str, work: Awaitable[None]) -> None:
        """As a task that the schedule looks after."""

        async def done() -> None:
            await work

        self.tasks[name] = self.relay.loop.create_task(done())

    def is_doing(self, name: str) -> bool:
        return name in self.tasks

    def reap(self) -> None:
        """Raises what broke; that a line is lost, or a person may not, is no fault."""
        for name in [name for name, task in self.tasks.items() if task.done()]:
            task = self.tasks.pop(name)
            error = None if task.cancelled() else task.exception()
            if error is not None and not isinstance(error, LineLost | NobodyAnswers | NotAllowed):
                raise error

    def connect(self) -> None:
        """A new session over a new line."""
        self.line = BadLine(self.relay, self.name)
        self.offset.forget()
        self.intake = ActIntake(
            lambda: SETTINGS,
            self.journal,
            self.clock,
            out=self.out,
            offset=self.offset,
            store_key=STORE_KEY,
        )
        self.does("presence", self.presence.run(self.line))
        self.relay.loop.run_for()

    def cut(self, *, comes_late: bool = False) -> None:
        """The session ends with its line."""
        if self.line is None:
            return
        line, self.line = self.line, None
        line.lose(comes_late=comes_late)
        for name in ("presence", "acts"):
            if name in self.tasks:
                self.tasks[name].cancel()
        self.relay.loop.run_for()
        self.reap()

    def kill(self, *, comes_late: bool = False) -> None:
        """As a power cut does: what was done stands in the journal, and nothing else."""
        every = self.journal.read(intent_rows.open_ones)
        self.sending = {each.seq for each in every if each.outcome is Outcome.SENDING}
        self.notes.killed.add(self.counter.instance)
        for task in self.tasks.values():
            task.cancel()
        self.relay.loop.run_for()
        self.cut(comes_late=comes_late)
        self.tasks.clear()
        self.calls.clear()
        self.journal.close()
        self.is_up = False

    async def look(self) -> None:
        """As ClaimWatch does each second."""
        await self.watch.look()

    def back_up(self) -> None:
        target = self._folder / f"{self.name}-backup-{len(self.backups)}.sqlite"
        backup.copy(self.home / FILE_NAME, target)
        self.backups.append(target)

    def restore(self, which: Path) -> None:
        """While it is down: an older copy takes the journal's place."""
        self.sending.clear()
        restore(which, self.home / FILE_NAME, self.clock.now())

    def replace(self) -> None:
        """While it is down: another PC takes its place, with nothing on it."""
        self.backups.clear()
        self.sending.clear()
        self._new_home()

    async def hand_out(
        self, key: OrderKey, *, signed: bool, takes_over: bool, told: Callable[[Taken, Seq | None], None]
    ) -> None:
        """As the desk does it (`hand_outs.after`). Raises NotAllowed."""
        taken = await self.claims.take_out(key, "Li", takes_over=takes_over)
        wish = Wish(key, Kind.VERIFY, "Li", code="6901234567891", without_answer=True, takes_over=takes_over)
        job: Callable[[Transaction, Taken], object]
        job = (
            partial(hand_outs.sign, wish=wish)
            if signed
            else partial(hand_outs.hand_over, key=key, actor="Li")
        )
        written = self.journal.write(lambda tx: job(tx, taken))
        error = written.exception()
        if error is not None:
            self.claims.unused(key, taken, "Li")
            raise error
        done = written.result()
        seq = done.seq if isinstance(done, Intent) else None
        if seq is not None:
            self.notes.taken[seq] = taken
        told(taken, seq)
