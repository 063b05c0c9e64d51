"""What a person can do at the counter and in the books: one function each.

Each is written down before anything else happens.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from posdesk.domain.books.posting import CoverReason, HourFigures, Posting
from posdesk.domain.first_start import Progress
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Intent, Seq, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.status import Recovered
from posdesk.engine.engine import Engine
from posdesk.host.late import late
from posdesk.journal import Journal, Transaction

if TYPE_CHECKING:
    from posdesk.domain.books.ledger import Misdated
    from posdesk.engine.relay import hand_outs
    from posdesk.journal import first_start, heartbeats, pin_recovery, pin_tries
    from posdesk.journal.audit import audit
    from posdesk.journal.books import misdated, posting_acts, posting_rows, receipts
    from posdesk.journal.orders import (
        closing,
        intents,
        order_moves,
        own_rows,
        print_acts,
        refused_calls,
        remarks,
        training,
    )
    from posdesk.journal.relay import away, stray_calls
    from posdesk.journal.rescue import losses
else:
    hand_outs = late("posdesk.engine.relay.hand_outs")  # of a store with a relay
    heartbeats = late("posdesk.journal.heartbeats")
    pin_recovery = late("posdesk.journal.pin_recovery")
    pin_tries = late("posdesk.journal.pin_tries")
    first_start = late("posdesk.journal.first_start")
    audit = late("posdesk.journal.audit.audit")
    misdated = late("posdesk.journal.books.misdated")
    posting_acts = late("posdesk.journal.books.posting_acts")
    posting_rows = late("posdesk.journal.books.posting_rows")
    receipts = late("posdesk.journal.books.receipts")
    closing = late("posdesk.journal.orders.closing")
    intents = late("posdesk.journal.orders.intents")
    order_moves = late("posdesk.journal.orders.order_moves")
    own_rows = late("posdesk.journal.orders.own_rows")
    print_acts = late("posdesk.journal.orders.print_acts")
    refused_calls = late("posdesk.journal.orders.refused_calls")
    remarks = late("posdesk.journal.orders.remarks")
    training = late("posdesk.journal.orders.training")
    away = late("posdesk.journal.relay.away")
    stray_calls = late("posdesk.journal.relay.stray_calls")
    losses = late("posdesk.journal.rescue.losses")


class Actions:
    """Called from the GUI thread; each returns at once with a future that is done after the commit."""

    def __init__(self, journal: Journal, engine: Engine) -> None:
        """The engine is only told to hurry: what is to be done stands in the journal."""
        self._journal, self._engine = journal, engine

    def wish(self, wish: Wish) -> "Future[Intent | None]":
        """Write an intent down; of an own order, that it is accepted.

        The future raises NotAllowed or DiskError.
        """
        if wish.key.is_training:
            return self._journal.write(partial(training.accept, wish=wish))
        asked = None
        if wish.without_answer:
            asked = self._engine.claim_out(wish.key, wish.actor, takes_over=wish.takes_over)
        if asked is not None:
            return hand_outs.after(asked, self._journal, partial(hand_outs.sign, wish=wish))
        return self._journal.write(partial(intents.press, wish=wish))

    def put_away(self, key: OrderKey, actor: str) -> "Future[None]":
        """An own order has proven what it can. The future raises NotAllowed."""
        return self._journal.write(partial(training.put_away, key=key, actor=actor))

    def read_away(self, actor: str) -> "Future[None]":
        """A person has read which orders came while this counter was away."""
        return self._journal.write(partial(away.read, actor=actor))

    def undo(self, seq: Seq, actor: str) -> "Future[None]":
        """Withdraw what has not left. The future raises NotAllowed."""
        return self._journal.write(partial(intents.withdraw, seq=seq, actor=actor))

    def ask_again(self, seq: Seq, actor: str) -> "Future[Intent]":
        """Ask an unknown intent again now, under its own GUID. The future raises NotAllowed."""
        future = self._journal.write(partial(intents.ask_again, seq=seq, actor=actor))
        future.add_done_callback(lambda done: None if done.exception() else self._engine.hurry(seq))
        return future

    def settle(self, seq: Seq, actor: str, *, done: bool) -> "Future[None]":
        """A person's word on an unknown intent. The future raises NotAllowed."""
        return self._journal.write(partial(intents.settle, seq=seq, actor=actor, done=done))

    def hand_over(self, key: OrderKey, actor: str, *, takes_over: bool = False) -> "Future[None]":
        """Mark an order as handed over, here only. The future raises NotAllowed.

        `takes_over`: the person was asked, and does it though another counter began to and is silent.
        """
        asked = self._engine.claim_out(key, actor, takes_over=takes_over)
        if asked is not None:
            return hand_outs.after(asked, self._journal, partial(hand_outs.hand_over, key=key, actor=actor))
        return self._journal.write(partial(order_moves.hand_over, key=key, actor=actor))

    def close_here(self, key: OrderKey, reason: CloseReason, actor: str, note: str = "") -> "Future[None]":
        """Nobody works on an order any more; its platform said nothing. The future raises NotAllowed."""
        return self._journal.write(partial(closing.close, key=key, reason=reason, actor=actor, note=note))

    def open_again(self, key: OrderKey, actor: str) -> "Future[None]":
        """An order that was closed here is worked on again. The future raises NotAllowed."""
        return self._journal.write(partial(closing.open_again, key=key, actor=actor))

    def note(self, key: OrderKey, text: str, actor: str) -> "Future[None]":
        """Note something to an order, for those who pack it and hand it out. The future raises NotAllowed."""
        return self._journal.write(partial(own_rows.note, key=key, text=text, actor=actor))

    def promise(self, key: OrderKey, at: datetime, actor: str) -> "Future[None]":
        """Note which time was promised; no platform is told. The future raises NotAllowed."""
        return self._journal.write(partial(own_rows.promise, key=key, at=at, actor=actor))

    def pack(self, key: OrderKey, line: int, pieces: int, actor: str) -> "Future[None]":
        """So many pieces of a line lie in the bag. The future raises NotAllowed."""
        return self._journal.write(partial(own_rows.pack, key=key, line=line, pieces=pieces, actor=actor))

    def acknowledge_stop(self, key: OrderKey, actor: str) -> "Future[None]":
        """End a STOP by name."""
        return self._journal.write(partial(order_moves.acknowledge_stop, key=key, actor=actor))

    def cancel_this(self, key: OrderKey, actor: str) -> "Future[None]":
        """Say which of the orders of a number was cancelled. The future raises NotAllowed."""
        return self._journal.write(partial(order_moves.cancel_this, key=key, actor=actor))

    def acknowledge_gap(self, number: int, actor: str) -> "Future[None]":
        """Note who compared with the platforms' own pages."""
        return self._journal.write(partial(heartbeats.check_gap, number=number, actor=actor))

    def compare_gaps(
        self, numbers: Sequence[int], partner: str, every: Sequence[str], actor: str
    ) -> "Future[None]":
        """Note who compared these gaps with one partner's own pages; `every` are all partners."""
        job = partial(heartbeats.check_partner, numbers=numbers, partner=partner, every=every, actor=actor)
        return self._journal.write(job)

    def acknowledge_losses(self, actor: str) -> "Future[None]":
        """Note who read what a damaged journal has cost."""
        return self._journal.write(partial(losses.see, actor=actor))

    def acknowledge_wrong_signs(self, actor: str) -> "Future[None]":
        """Note who read that many calls are wrongly signed."""
        return self._journal.write(partial(refused_calls.see_wrong_signs, actor=actor))

    def signed_in(self, name: str) -> "Future[None]":
        """Note who is at the counter from now on."""
        return self._note("staff.signed_in", name)

    def signed_out(self, name: str) -> "Future[None]":
        """Note who is not at the counter any more."""
        return self._note("staff.signed_out", name)

    def pins_tried(self, actor: str, *, wrong: int, untold: int, tell: int) -> "Future[None]":
        """Keep the count of PINs that are nobody's, never which; `tell` more than 0 is a line of so many."""
        job = partial(pin_tries.keep, wrong=wrong, untold=untold, tell=tell, actor=actor)
        return self._journal.write(job)

    def recovery_made(self, actor: str) -> "Future[None]":
        """Note who has a new recovery code made; never which."""
        return self._note("recovery.made", actor)

    def recovery_failed(self, actor: str) -> "Future[None]":
        """Note that a recovery code was typed that is none."""
        return self._note("recovery.failed", actor)

    def pin_recovered(self, name: str, actor: str) -> "Future[Recovered]":
        """Note whose PIN is being set anew by the recovery code, for the trail and everybody's eyes."""
        done = self._journal.write(partial(pin_recovery.note, name=name, actor=actor))
        done.add_done_callback(
            lambda told: None if told.exception() else self._engine.status.recovered(told.result())
        )
        return done

    def move_laid_ready(self, name: str, actor: str) -> "Future[None]":
        """Note who has another PC's shop taken over at the next start; `name` is the file's."""
        return self._journal.write(partial(audit.write, what="move.laid_ready", actor=actor, name=name))

    def snoozed(self, actor: str) -> "Future[None]":
        """Note who silenced the alarm for a while."""
        return self._note("alarm.snoozed", actor)

    def sound_heard(self, actor: str, *, device: str) -> "Future[None]":
        """Note who counted the notes of the audible check right, and where they came out."""
        return self._journal.write(partial(audit.write, what="sound.heard", actor=actor, device=device))

    def sound_not_heard(self, actor: str, *, device: str) -> "Future[None]":
        """Note who did not hear them."""
        return self._journal.write(partial(audit.write, what="sound.not_heard", actor=actor, device=device))

    def first_start(self, progress: Progress, actor: str, *, step: str, how: str = "") -> "Future[None]":
        """Keep how far the first start has come; `how` is what the audit trail says of the step, if any."""
        job = partial(first_start.keep, progress=progress, actor=actor, step=step, how=how)
        return self._journal.write(job)

    def judged(self, actor: str, *, about: str, fits: bool) -> "Future[None]":
        """Note who said that a test came through, or did not."""
        job = partial(audit.write, what="first_start.judged", actor=actor, about=about, fits=int(fits))
        return self._journal.write(job)

    def _note(self, what: str, actor: str) -> "Future[None]":
        return self._journal.write(partial(audit.write, what=what, actor=actor))

    def revealed(self, key: OrderKey, actor: str) -> "Future[None]":
        """Log that personal data was looked at."""
        return self._journal.write(partial(order_moves.reveal, key=key, actor=actor))


class PrintActions:
    """Called from the GUI thread; each returns at once with a future that is done after the commit."""

    def __init__(self, journal: Journal) -> None:
        """Printing looks at the journal: nobody has to be told."""
        self._journal = journal

    def again(self, key: OrderKey, slip: SlipKind, actor: str, *, reveal: bool = False) -> "Future[int]":
        """One more copy of a slip on each of its printers. The future holds how many; it raises NotAllowed.

        A courier slip is masked unless `reveal`, which is noted as one.
        """
        job = partial(print_acts.print_again, key=key, slip=slip, actor=actor, reveal=reveal)
        return self._journal.write(job)

    def decide_again(self, seq: Seq, actor: str, *, reveal: bool = False) -> "Future[None]":
        """Of a doubtful print one more, which says so; one not sent goes now.

        The future raises NotAllowed.
        """
        job = partial(print_acts.decide_again, seq=seq, actor=actor, reveal=reveal)
        return self._journal.write(job)

    def came_out(self, seq: Seq, actor: str) -> "Future[None]":
        """A person found the paper of a doubtful print. The future raises NotAllowed."""
        return self._journal.write(partial(print_acts.came_out, seq=seq, actor=actor))

    def drop(self, seq: Seq, actor: str) -> "Future[None]":
        """Nobody wants that print any more. The future raises NotAllowed."""
        return self._journal.write(partial(print_acts.drop, seq=seq, actor=actor))


T = TypeVar("T")
AT_ONCE = 200  # postings that one job of the writer makes anew


class BookActions:
    """Called from the GUI thread; each returns at once with a future that is done after the commit."""

    def __init__(self, journal: Journal, engine: Engine) -> None:
        """The engine is only told to hurry: what is to be done stands in the journal."""
        self._journal, self._engine = journal, engine

    def report_hour(self, hour: datetime, actor: str, *, cover: bool, reason: str) -> "Future[Posting]":
        """Report an hour's present totals, `cover` replacing what is there. The future raises NotAllowed."""
        return self._journal.write(
            partial(
                posting_acts.report_hour,
                hour=hour,
                actor=actor,
                cover=cover,
                reason=CoverReason.PERSON,
                detail=reason,
            )
        )

    def leave_hour(self, hour: datetime, seen: HourFigures, actor: str) -> "Future[None]":
        """The platform is right, though the hour adds up to `seen`. The future raises NotAllowed."""
        return self._journal.write(partial(posting_acts.leave_hour, hour=hour, seen=seen, actor=actor))

    def ask_again(self, seq: Seq, actor: str) -> "Future[Posting]":
        """Send an open posting now, under its own GUID. The future raises NotAllowed."""
        future = self._journal.write(partial(posting_acts.ask_again, seq=seq, actor=actor))
        future.add_done_callback(lambda done: None if done.exception() else self._engine.hurry(seq))
        return future

    def retry(self, seq: Seq, actor: str) -> "Future[None]":
        """Send again after a refusal, as a new posting. The future raises NotAllowed.

        After one that held everything back, a person says that its cause is mended: all of them go again.
        """
        return self._journal.write(partial(_retry, seq=seq, actor=actor))

    def retry_alike(self, seq: Seq, actor: str) -> "Future[int]":
        """As `retry`, of every one of that platform and code. The future holds how many.

        Thousands go in pieces, between which orders are written.
        """
        whole: Future[int] = Future()
        found = self._journal.write(partial(posting_acts.alike, seq=seq))
        found.add_done_callback(lambda done: _then(done, whole, lambda seqs: go_on(seqs, 0)))

        def go_on(left: Sequence[Seq], count: int) -> None:
            if not left:
                whole.set_result(count)
                return
            piece, rest = left[:AT_ONCE], left[AT_ONCE:]
            job = self._journal.write(partial(posting_acts.retry_each, seqs=piece, actor=actor), later=True)
            job.add_done_callback(lambda done: _then(done, whole, lambda more: go_on(rest, count + more)))

        return whole

    def withdraw(self, seq: Seq, actor: str) -> "Future[None]":
        """A receipt shall not go to WDK. The future raises NotAllowed once it has left."""
        return self._journal.write(partial(posting_acts.withdraw, seq=seq, actor=actor))

    def settle(self, seq: Seq, actor: str, *, done: bool) -> "Future[None]":
        """A person's word on an unknown posting. The future raises NotAllowed."""
        return self._journal.write(partial(posting_acts.settle, seq=seq, actor=actor, done=done))

    def acknowledge_trouble(self, number: int, actor: str) -> "Future[None]":
        """Mark a till's file or call that was not taken as seen."""
        return self._journal.write(partial(receipts.acknowledge_trouble, number=number, actor=actor))

    def acknowledge_remark(self, number: int, actor: str) -> "Future[None]":
        """Mark a remark as read."""
        return self._journal.write(partial(remarks.see, number=number, actor=actor))

    def acknowledge_misdated(self, seen: "Misdated", actor: str) -> "Future[None]":
        """Mark a till's wrongly dated receipts as seen."""
        return self._journal.write(partial(misdated.acknowledge, seen=seen, actor=actor))

    def acknowledge_refused(self, number: int, actor: str) -> "Future[None]":
        """Mark a platform's refused call as dealt with."""
        return self._journal.write(partial(refused_calls.see, number=number, actor=actor))

    def close_stray(self, number: int, actor: str) -> "Future[None]":
        """Close a call that the relay brought and that can't be read here, in a person's name."""
        return self._journal.write(partial(stray_calls.close, number=number, actor=actor))

    def acknowledge_beyond(self, partner: str, actor: str) -> "Future[None]":
        """Mark the count of a platform's refused calls beyond the list as read."""
        return self._journal.write(partial(refused_calls.see_beyond, partner=partner, actor=actor))

    def exported(self, what: str, day: date, form: str, actor: str) -> "Future[None]":
        """Note who took a day's `hours` or `sheet` out of here, as which kind of file or on paper."""
        said = partial(audit.write, what="export.page", actor=actor, table=what, day=f"{day}", form=form)
        return self._journal.write(said)

    def settings_saved(
        self, section: str, names: Iterable[str], actor: str, changed: str = ""
    ) -> "Future[None]":
        """Note whose settings those are now: `changed` with old and new, secrets by name alone."""
        said = " ".join(sorted(names))
        job = partial(audit.write, what="settings.saved", actor=actor, section=section, names=said)
        return self._journal.write(partial(job, changed=changed))


def _then(done: "Future[T]", whole: "Future[int]", go_on: Callable[[T], None]) -> None:
    """Go on with what is there, or tell whoever waits for the whole why not."""
    error = done.exception()
    if error is not None:
        whole.set_exception(error)
    else:
        go_on(done.result())


def _retry(tx: Transaction, seq: Seq, actor: str) -> None:
    refused = posting_rows.get(tx.db, seq)
    posting_acts.retry(tx, seq, actor)
    if refused is not None and refused.halts:
        posting_acts.lift(tx, refused.book.platform, actor)
