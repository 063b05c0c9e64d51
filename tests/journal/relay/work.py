"""What people and the two counters do with the order, and what befalls a PC."""

from functools import partial

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.relay.claim import GROUP_OF, ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, Taken
from posdesk.engine.sending.outbox import heads
from posdesk.errors import NotAllowed
from posdesk.journal.orders import closing, intent_rows, intents, order_moves
from posdesk.journal.relay import claims as seen_claims
from tests.journal.relay.judging import Effect
from tests.journal.relay.life import Life
from tests.journal.relay.one_counter import Call, Side


class Work(Life):
    """Each of these is a step that a schedule may take."""

    def presses(self, side: Side) -> None:
        if not self._is_there(side):
            return
        self._does(side, self.random.choice(self._keys(side)))

    def _does(self, side: Side, wish: Kind | str) -> None:
        """Press that key; one that is dead does nothing."""
        try:
            if isinstance(wish, Kind):
                self._wishes(side, wish)
            elif wish == "out":
                self._hands_out(side)
            elif wish == "stop":
                side.counter.write(partial(order_moves.acknowledge_stop, key=self.key, actor="Li"))
            elif wish == "close":
                side.counter.write(partial(closing.close, key=self.key, reason=CloseReason.OTHER, actor="Li"))
            else:
                side.counter.write(partial(closing.open_again, key=self.key, actor="Li"))
        except NotAllowed:
            return
        self.note(f"{side.name} presses {wish}")

    def _keys(self, side: Side) -> tuple[Kind | str, ...]:
        """Which keys look alive, and the rarer ones."""
        can = actions_of(side.counter.view(self.key))
        alive = [kind for kind in Kind if Action(kind) in can]
        signs = ["out"] if {Action.HAND_OVER, Action.VERIFY} & can else []
        known = side.journal.read(lambda db: seen_claims.of_order(db, self.key))
        back = {claim.group for claim in known if claim.state is ClaimState.SILENT}  # such cards ring again
        signs += ["out"] * (3 * bool(signs) * (ClaimGroup.OUT in back))
        alive += [kind for kind in alive if GROUP_OF[kind] in back] * 3
        rare = self.random.choice(("stop", "close", "open", "out", *Kind))
        return (*alive, *alive, *signs, *signs, rare)

    def _wishes(self, side: Side, kind: Kind, *, may_agree: bool = True) -> None:
        takes_over = may_agree and self._is_asked(side, GROUP_OF[kind])
        after_s = self.random.choice((0.0, 2.0))
        is_out, is_out_here = self._is_out_elsewhere(side), self._is_out_here(side)
        if kind is Kind.VERIFY and is_out_here and not takes_over and self.random.random() < 0.4:
            return  # asked by the desk, and left
        pressed = side.counter.press(kind, self.key, leaves_after_s=after_s, takes_over=takes_over)
        if kind is Kind.VERIFY and is_out and not takes_over:
            self.notes.wrong.append(f"{side.name} verifies what it heard is gone, and nobody was asked")
        if kind is Kind.VERIFY and (is_out or is_out_here):
            self.again.add(pressed.seq)

    def _is_asked(self, side: Side, group: ClaimGroup) -> bool:
        """Whether the person is asked, and says yes."""
        known = side.journal.read(lambda db: seen_claims.get(db, self.key, group))
        is_silent = known is not None and known.state is ClaimState.SILENT
        asks = is_silent or (group is ClaimGroup.OUT and self._is_out_elsewhere(side))
        is_asked = asks and self.random.random() < 0.6
        if is_asked:
            self.agreed.add((side.counter.instance, group))
        return is_asked

    def _is_out_elsewhere(self, side: Side) -> bool:
        """Whether that counter has heard that another one gave it out."""
        own = side.counter.instance
        asked = "SELECT 1 FROM acts WHERE kind = 'out' AND standing = 'applied' AND instance <> ?"
        return side.journal.read(lambda db: db.execute(asked, (own,)).fetchone()) is not None

    def _is_out_here(self, side: Side) -> bool:
        """Whether it went out there against signature, and the platform was told nothing."""
        return side.counter.view(self.key).out_here is not None

    def _hands_out(self, side: Side) -> None:
        if side.is_doing("out"):
            return
        takes_over = self._is_asked(side, ClaimGroup.OUT)
        is_out_here = self._is_out_here(side)
        if is_out_here and not takes_over and self.random.random() < 0.4:
            return  # asked by the desk, and left

        def done(taken: Taken, seq: Seq | None) -> None:
            self.note(f"{side.name} hands out")
            is_out = self._is_out_elsewhere(side)
            if is_out and not takes_over:
                self.notes.wrong.append(f"{side.name} gives out what it heard is gone, and nobody was asked")
            again = is_out or is_out_here
            self.effects.append(Effect(ClaimGroup.OUT, side.name, taken.revision, again=again))
            self.out.add(taken.instance)
            if seq is not None:
                self.signed.add(seq)

        work = side.hand_out(self.key, signed=self.is_verification, takes_over=takes_over, told=done)
        side.does("out", work)

    def person(self, side: Side) -> None:
        """Somebody undoes, asks again, or looks at the platform's own page."""
        found = [each for each in self._intents(side) if each.is_open and each.seq not in self.signed]
        if not found:
            return
        intent = self.random.choice(found)
        try:
            if intent.outcome is Outcome.QUEUED and not intent.needs_person:
                side.counter.write(partial(intents.withdraw, seq=intent.seq, actor="Li"))
            elif self.random.random() < 0.5 and intent.seq not in side.tasks:
                side.counter.write(partial(intents.ask_again, seq=intent.seq, actor="Li"))
                self.asked[intent.seq] += 1
                if intent.waits_for_relay:
                    self.notes.without.add(intent.seq)
            else:
                done = self.platform.shows(intent)
                side.counter.write(partial(intents.settle, seq=intent.seq, actor="Li", done=done))
        except NotAllowed:
            return
        self.note(f"{side.name} a person: {intent.kind} {intent.outcome}")

    def sends(self, side: Side) -> None:
        """Each order's first open intent, and what is over its time."""
        now = side.clock.now()
        every = side.journal.read(intent_rows.open_ones)
        over = [i for i in every if i.outcome is Outcome.QUEUED and i.expires_at and i.expires_at <= now]
        for intent in dict.fromkeys((*heads(every), *over), None):
            is_due = intent.attempts or intent.leaves_at <= now
            if is_due and intent.seq not in side.tasks and intent.outcome is not Outcome.SENDING:
                expired = intent in over and not intent.ever_unknown
                side.does(intent.seq, side.outbox.attempt(intent, expired=expired))

    def answers(self, side: Side) -> None:
        """The platform answers a call, or nobody hears it."""
        if side.calls:
            self._answer(side, self.random.choice(side.calls), self.random.random())

    def _answer(self, side: Side, call: Call, luck: float) -> None:
        if call.answer.done():
            return
        if luck < 0.1:
            self.not_sent[call.intent.seq] += 1
            verdict = Verdict.NOT_SENT
        else:
            has_effect = luck < 0.85 and self._takes(side, call.intent)
            verdict = Verdict.UNKNOWN if luck > 0.7 else Verdict.DONE if has_effect else Verdict.REFUSED
        self.note(f"{side.name} {call.intent.kind} {call.intent.seq[:4]}: {verdict}")
        call.answer.set_result(Answer(verdict))

    def _takes(self, side: Side, intent: Intent) -> bool:
        """The effect of one intent counts once, however often it is asked: it has one GUID for ever."""
        if intent.seq in self.platform.done:
            return True
        is_first_verdict = self.platform.verdict is None
        took = self.platform.takes(intent)
        is_verdict = intent.kind in {Kind.ACCEPT, Kind.REFUSE}
        if took and intent.seq not in self.signed and (is_first_verdict or not is_verdict):
            revision = self.notes.taken[intent.seq].revision if intent.seq in self.notes.taken else 0
            again = intent.seq in self.again
            self.effects.append(Effect(GROUP_OF[intent.kind], side.name, revision, again=again))
        return took

    def _may(self, what: str) -> bool:
        if self.left[what] and self.random.random() < 0.5:
            self.left[what] -= 1
            return True
        return False

    def _kills(self, side: Side) -> None:
        """The platform may have had the effect of what was under way."""
        for call in tuple(side.calls):
            if not call.answer.done() and self.random.random() < 0.5:
                self._takes(side, call.intent)
        side.kill(comes_late=self.random.random() < 0.3)

    def killed(self, side: Side) -> None:
        if self._may("kill"):
            self.note(f"{side.name} is killed")
            self.met["kill"] += 1
            self._kills(side)

    def backs_up(self, side: Side) -> None:
        if self.left["restore"] and len(side.backups) < 2:
            self.note(f"{side.name} backs up")
            side.back_up()

    def restored(self, side: Side) -> None:
        if side.backups and self._may("restore"):
            self.note(f"{side.name} is restored")
            self.met["restore"] += 1
            self._kills(side)
            side.restore(self.random.choice(side.backups))

    def replaced(self, side: Side) -> None:
        if self._may("replace"):
            self.note(f"{side.name} is replaced")
            self.met["replace"] += 1
            self._kills(side)
            side.replace()
