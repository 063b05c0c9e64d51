"""One order of a store with two counters: how it comes, and what the line does with what is said of it."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from posdesk.domain.orders.intent import Intent, Kind, Seq
from posdesk.domain.orders.order import OrderKey, Origin, Received, key_of
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.domain.relay.position import Position
from posdesk.engine.relay.consumer import Streamed
from posdesk.journal import Transaction
from posdesk.journal.orders import intent_rows, order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import position
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o import reading
from posdesk.platforms.relay import acts as act_words
from posdesk.platforms.relay import claims as claim_words
from tests.engine.relay.making import SAMPLE
from tests.journal.making import TERMS
from tests.journal.relay import judging
from tests.journal.relay.bad_line import Asked, Relay
from tests.journal.relay.judging import Effect, TakenOver
from tests.journal.relay.making import STORE_KEY
from tests.journal.relay.one_counter import Notes, Side
from tests.journal.relay.quick_loop import QuickLoop, SaidWrong
from tests.support.fake_jetstream import Stored

EPOCH = "2026-05-01T00:00:00+00:00"


@dataclass
class Platform:
    """It judges, and it may answer so late that nobody hears it."""

    verdict: Kind | None = None
    done: set[Seq] = field(default_factory=set)

    def takes(self, intent: Intent) -> bool:
        """Whether the wish has, or had, its effect; accept and refuse once, whoever asks."""
        if intent.kind in {Kind.ACCEPT, Kind.REFUSE}:
            self.verdict = self.verdict or intent.kind
            if self.verdict is not intent.kind:
                return False
        self.done.add(intent.seq)
        return True

    def shows(self, intent: Intent) -> bool:
        """What its own page says to a person."""
        if intent.kind in {Kind.ACCEPT, Kind.REFUSE}:
            return self.verdict is intent.kind
        return intent.seq in self.done


@dataclass(frozen=True)
class Copy:
    """The order as it came once: by the stream (`door` is empty), or at that counter's own door."""

    received: Received
    door: str
    origin: Origin


def _received(bill: str, remark: str, *, is_verification: bool) -> Received:
    """As the platform wrote it."""
    changed = {"tbillno": bill, "reamrks": remark, "isverification": str(int(is_verification))}
    order = {**SAMPLE["items"][0], **changed, "ordertime": "2026-05-03 12:25:36", "payitems": []}
    (entry,) = reading.entries_of(read_json(json.dumps(order).encode()))
    return reading.read_order(entry, own_code=TERMS.store_code)


class Life:
    """What there is, by one seed."""

    def __init__(self, seed: int, folder: Path, blank: Path) -> None:
        self.random = random.Random(seed)
        self.loop = QuickLoop()
        self.said_wrong = SaidWrong(self.loop)
        self.relay, self.notes, self.platform = Relay(self.loop), Notes(), Platform()
        self.sides = tuple(Side(name, folder, blank, self.relay, self.notes) for name in ("1", "2"))
        self.sides[1].clock.ahead = timedelta(seconds=self.random.choice((0, 0, 1, -59, 3600, -3600)))
        self.bill = f"B{seed}"
        self.is_verification = self.random.random() < 0.5
        first = self._copy()
        self.key: OrderKey = key_of(TERMS.partner, first.received.content)
        self.copies = [first, *(self._copy() for _ in range(self.random.choice((0, 0, 1, 2))))]
        self.orders: list[tuple[timedelta, Copy | PlatformStatus]] = []
        self.effects: list[Effect] = []
        self.taken_over: list[TakenOver] = []
        self.over: set[int] = set()  # revisions of claims that somebody took from another, or that came after
        self.agreed: set[tuple[str, ClaimGroup]] = set()
        self.signed: set[Seq] = set()
        self.again: set[Seq] = set()  # pressed by one who knew that it was out
        self.out: set[str] = set()  # instances at which somebody was given the order
        self.asked: Counter[Seq] = Counter()
        self.not_sent: Counter[Seq] = Counter()
        self.left = {
            "kill": self.random.choice((0, 0, 1, 2)),
            "restore": self._some(),
            "replace": self._some(),
        }
        self.holds: dict[int, Claim] = {}  # each claim that ever stood, by its revision
        self.blind: Side | None = None  # whose orders don't come until so many steps were done
        self.slow_until = self.random.choice((40, 110, 110))
        self.log: list[str] = []
        self.met: Counter[str] = Counter()
        self.relay.claims.watchers.append(self._claimed)

    def _some(self) -> int:
        return int(self.random.random() < 0.2)

    def _copy(self) -> Copy:
        remark = self.random.choice(("", "", "快点"))
        received = _received(self.bill, remark, is_verification=self.is_verification)
        door = self.random.choice(("", "", "", "1", "2"))
        origin = self.random.choice((Origin.PUSHED, Origin.CAPTURED)) if door else Origin.PUSHED
        return Copy(received, door, origin)

    def note(self, words: str) -> None:
        self.log.append(f"{self.loop.seconds:7.2f} {words}")

    def _now(self) -> timedelta:
        return timedelta(seconds=self.loop.seconds)

    def _at(self, side: Side, stream: str) -> int:
        stood = side.journal.read(lambda db: position.get(db, stream))
        return stood.sequence if stood is not None else 0

    def _is_there(self, side: Side) -> bool:
        asked = "SELECT 1 FROM orders WHERE bill = ?"
        return side.journal.read(lambda db: db.execute(asked, (self.bill,)).fetchone()) is not None

    def _intents(self, side: Side) -> tuple[Intent, ...]:
        return side.journal.read(lambda db: intent_rows.of_order(db, self.key))

    def _claimed(self, new: Stored, before: Stored | None) -> None:
        claim = claim_words.read(new.data, new.headers, STORE_KEY)
        self.note(f"claim {new.sequence} {claim.group} {claim.counter}{' free' if claim.free else ''}")
        self.holds[new.sequence] = claim
        if claim.free:
            held_before = self.holds[before.sequence] if before is not None else None
            judging.given_back(claim, held_before, self.effects, self.holds)
        if before is None:
            return
        if claim.free:
            self.over |= {new.sequence} if before.sequence in self.over else set()
            return
        held = claim_words.read(before.data, before.headers, STORE_KEY)
        was_over = before.sequence in self.over
        if not held.free and held.instance != claim.instance:
            self.taken_over.append(self._takeover(new, before, claim, held))
            was_over = True
        if was_over:
            self.over.add(new.sequence)

    def _takeover(self, new: Stored, before: Stored, claim: Claim, held: Claim) -> TakenOver:
        """Whose it is says the journal's instance; of one that came late from a dead PC nothing is known."""
        taker = next((s for s in self.sides if s.is_up and s.counter.instance == claim.instance), None)
        was_seen = taker is not None and taker.presence.is_seen(held.instance)
        was_agreed = taker is None or (claim.instance, claim.group) in self.agreed
        return TakenOver(claim.group, new.time - before.time, was_seen=was_seen, was_agreed=was_agreed)

    def comes(self, side: Side) -> None:
        """A copy of the order, while there is one."""
        if not self.copies:
            return
        copy = self.copies.pop(0)
        if not copy.door:
            self.note(f"stream has {copy.received.content.remark!r}")
            self.orders.append((self._now(), copy))
            return
        at = next(each for each in self.sides if each.name == copy.door)
        if not at.is_up:
            self.copies.insert(0, copy)
            return
        self.note(f"{at.name} door {copy.origin} {copy.received.content.remark!r}")
        at.counter.write(lambda tx: orders.add_all(tx, TERMS, (copy.received,), copy.origin))

    def event(self, side: Side) -> None:
        status = self.random.choice(tuple(PlatformStatus))
        if self.random.random() < 0.25 and self._is_there(side):
            self.note(f"{side.name} door {status}")
            side.counter.write(partial(order_moves.apply_status, number=self.key.number, status=status))
        elif self.orders:
            self.note(f"stream {status}")
            self.orders.append((self._now(), status))

    def starts(self, side: Side) -> None:
        self.note(f"{side.name} starts")
        side.start()
        if self.random.random() < 0.7:
            side.connect()

    def cuts(self, side: Side) -> None:
        self.note(f"{side.name} {'cut' if side.line else 'connects'}")
        if side.line is not None:
            side.cut(comes_late=self.random.random() < 0.3)
        else:
            side.connect()

    def looks(self, side: Side) -> None:
        """After its claims, and those of others."""
        if not side.is_doing("look"):
            side.does("look", side.look())

    def waits(self, _side: Side) -> None:
        seconds = self.random.choice((1.0, 3.1, 6.0, 11.0, 11.0, 40.0))
        self.note(f"{seconds} s pass")
        self.loop.run_for(seconds)
        for side in self.sides:
            if side.is_up:
                self.looks(side)

    def reads_orders(self, side: Side) -> None:
        stood = side.journal.read(lambda db: position.get(db, position.ORDERS))
        at = stood.sequence if stood is not None else 0
        if at and self.random.random() < 0.1:
            at -= 1  # once more
        if side.line is None or at >= len(self.orders) or side is self.blind:
            return
        came, thing = self.orders[at]
        at_server = self.relay.clock.now() - self._now() + came
        self.note(f"{side.name} reads {thing if isinstance(thing, PlatformStatus) else 'add'}")

        def job(tx: Transaction) -> None:
            with tx.by_stream(at_server + side.offset.ahead):
                if isinstance(thing, Copy):
                    orders.add_all(tx, TERMS, (thing.received,))
                else:
                    order_moves.apply_status(tx, self.key.number, thing)
            position.put(tx, position.ORDERS, Position(EPOCH, at + 1, at_server))

        side.counter.write(job)

    def publishes(self, side: Side) -> None:
        if side.line is not None and not side.is_doing("acts"):
            side.does("acts", side.out.round(side.line))

    def line(self, side: Side) -> None:
        """What is under way comes to the servers, or their answer comes back, or neither."""
        if self.relay.late and self.random.random() < 0.5:
            self.relay.take(self.relay.late.pop(0))
            self.note("something comes late")
        for _ in range(self.random.choice((1, 2, 4))):
            waiting = [asked for asked in side.line.asked if not asked.is_delivered] if side.line else []
            if not waiting:
                return
            self._deliver(side, self.random.choice(waiting))
            self.loop.run_for()

    def _deliver(self, side: Side, asked: Asked) -> None:
        luck = self.random.random()
        assert side.line is not None
        if luck < 0.06:
            self.relay.late.append(asked)
            asked.is_delivered = True  # as far as its asker knows, it is lost
        elif luck < 0.1:
            side.line.give_up(asked)
        else:
            behind = int(self.random.random() < 0.15)
            answer = self.relay.take(asked, behind=behind, says_last=self.random.random() < 0.8)
            if luck > 0.2 and not asked.answer.done():
                asked.answer.set_result(answer)
        side.line.is_deaf = self.random.random() < 0.1

    def reads_acts(self, side: Side) -> None:
        for _ in range(self.random.randint(1, 4)):
            stood = side.journal.read(lambda db: position.get(db, position.ACTS))
            at = stood.sequence if stood is not None else 0
            if at and self.random.random() < 0.1:
                at -= 1
            self._reads_act(side, at)

    def _reads_act(self, side: Side, at: int) -> None:
        messages = self.relay.acts.messages
        if side.line is None or at >= len(messages):
            return
        message = messages[at]
        act = act_words.read(message.data, message.headers, STORE_KEY)
        self.note(f"{side.name} hears {act.kind} {act.outcome} of {act.counter}")
        pending = len(messages) - at - 1
        came = Streamed(at + 1, message.time, pending, message.data, message.headers)
        side.does("hear", side.intake.take(came, ""))
        self.loop.run_for()
        if not pending:
            side.does("caught up", side.intake.caught_up())
            self.loop.run_for()
        side.reap()
        assert not side.is_doing("hear"), f"{act} is never written"

    def _reads_acts(self, side: Side) -> None:
        while (at := self._at(side, position.ACTS)) < len(self.relay.acts.messages):
            self._reads_act(side, at)
