"""A hand-out that asks the other counters first: it is done once, or it is said why not."""

from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Wish
from posdesk.domain.orders.order import OrderState
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, Taken
from posdesk.engine.relay import hand_outs
from posdesk.engine.relay.hand_outs import Asked
from posdesk.errors import DiskError, NotAllowed
from posdesk.journal import Transaction
from posdesk.journal.orders import closing, intents
from posdesk.journal.relay import claims
from tests.journal.making import KEY, START, opened
from tests.journal.relay.making import RelayedCounter

TAKEN = Taken(ClaimGroup.OUT, "ours", START, START, 7)
PATIENCE_S = 20


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[RelayedCounter]:
    with opened(tmp_path) as journal:
        counter = RelayedCounter(journal)
        counter.begin_relay()
        counter.stream_add()
        yield counter


def handed_over(counter: RelayedCounter, taken: "Future[Taken]", unused: list[Taken]) -> "Future[None]":
    job = partial(hand_outs.hand_over, key=KEY, actor="Li")
    return hand_outs.after(Asked(taken, unused.append), counter.journal, job)


def test_it_is_done_once_the_claim_is_ours(counter: RelayedCounter) -> None:
    counter.done(Kind.ACCEPT)
    taken: Future[Taken] = Future()
    unused: list[Taken] = []
    whole = handed_over(counter, taken, unused)
    assert not whole.done()
    taken.set_result(TAKEN)
    whole.result(PATIENCE_S)
    assert counter.order().state is OrderState.COMPLETED
    assert unused == []


def test_what_is_not_allowed_gives_the_claim_back(counter: RelayedCounter) -> None:
    taken: Future[Taken] = Future()
    unused: list[Taken] = []
    whole = handed_over(counter, taken, unused)
    taken.set_result(TAKEN)
    with pytest.raises(NotAllowed):
        whole.result(PATIENCE_S)
    assert unused == [TAKEN]


def test_an_engine_that_ends_meanwhile_leaves_nobody_waiting(counter: RelayedCounter) -> None:
    counter.done(Kind.ACCEPT)
    taken: Future[Taken] = Future()
    whole = handed_over(counter, taken, [])
    assert taken.cancel()
    with pytest.raises(DiskError, match="engine ended"):
        whole.result(PATIENCE_S)
    assert counter.order().state is OrderState.ACCEPTED


def test_a_second_press_gives_back_no_claim_that_the_first_ones_intent_still_needs(
    counter: RelayedCounter,
) -> None:
    """Signed once, pressed once more: its verification is under way under the same claim."""
    first, second = _taken_by(counter, 1), _taken_by(counter, 2)
    wish = Wish(KEY, Kind.VERIFY, "Li", code="6901234567891", without_answer=True)
    counter.stream_add(is_verification=True)
    counter.write(lambda tx: hand_outs.sign(tx, first, wish=wish))
    counter.write(lambda tx: claims.unused(tx, KEY, second, "Li"))
    (seen,) = counter.journal.read(lambda db: claims.of_order(db, KEY))
    assert (seen.state, seen.revision) == (ClaimState.OURS, 2)


def test_a_second_press_gives_back_no_claim_of_what_is_handed_over(counter: RelayedCounter) -> None:
    """The other counter may not have heard of it yet, and would find it free."""
    counter.done(Kind.ACCEPT)
    first, second = _taken_by(counter, 1), _taken_by(counter, 2)
    counter.write(lambda tx: hand_outs.hand_over(tx, first, key=KEY, actor="Li"))
    counter.write(lambda tx: claims.unused(tx, KEY, second, "Li"))
    assert counter.journal.read(lambda db: claims.of_order(db, KEY)) == ()


def test_what_is_handed_over_leaves_nothing_to_be_given_back_of_an_earlier_press(
    counter: RelayedCounter,
) -> None:
    """What gives back writes over whatever this counter holds there."""
    counter.done(Kind.ACCEPT)
    first, second = _taken_by(counter, 1), _taken_by(counter, 2)
    counter.write(lambda tx: claims.unused(tx, KEY, first, "Li"))
    counter.write(lambda tx: hand_outs.hand_over(tx, second, key=KEY, actor="Li"))
    assert counter.journal.read(claims.to_look_after) == ()


def test_what_went_out_against_signature_leaves_its_claim_held_though_its_verification_is_withdrawn(
    counter: RelayedCounter,
) -> None:
    """The goods are gone: the other counter would find it free, and hand out once more."""
    counter.stream_add(is_verification=True)
    wish, taken = (
        Wish(KEY, Kind.VERIFY, "Li", code="6901234567891", without_answer=True),
        _taken_by(counter, 1),
    )
    counter.write(lambda tx: hand_outs.sign(tx, taken, wish=wish))
    counter.write(partial(closing.close, key=KEY, reason=CloseReason.OTHER, actor="Li"))
    assert counter.view().intents[0].outcome is Outcome.WITHDRAWN
    assert counter.journal.read(claims.to_look_after) == ()


def test_what_went_out_against_signature_leaves_its_claim_held_though_a_later_verification_is_refused(
    counter: RelayedCounter,
) -> None:
    counter.stream_add(is_verification=True)
    wish = Wish(KEY, Kind.VERIFY, "Li", code="6901234567891", without_answer=True)
    signed = counter.write(partial(_signed, wish=wish, taken=_taken_by(counter, 1)))
    counter.write(partial(intents.begin, seq=signed.seq, expired=False))
    counter.finish(signed, Answer(Verdict.REFUSED))
    again = counter.press(Kind.VERIFY)
    taken = _taken_by(counter, 2)
    counter.write(partial(intents.begin, seq=again.seq, expired=False, taken=taken))
    counter.finish(again, Answer(Verdict.REFUSED))
    assert counter.view().intents[-1].outcome is Outcome.REFUSED
    assert counter.journal.read(claims.to_look_after) == ()


def test_no_claim_of_a_verification_that_may_have_had_its_effect_is_given_back(
    counter: RelayedCounter,
) -> None:
    """Its row went with a restore; a hand-out that was not done takes the claim anew, and nobody needs it."""
    counter.stream_add(is_verification=True)
    seq, taken = counter.unknown(Kind.VERIFY), _taken_by(counter, 3)
    counter.write(lambda tx: claims.unused(tx, KEY, taken, "Li"))
    (seen,) = counter.journal.read(lambda db: claims.of_order(db, KEY))
    assert (seen.state, seen.seq, seen.revision) == (ClaimState.OURS, seq, 3)


def _signed(tx: Transaction, wish: Wish, taken: Taken) -> Intent:
    return hand_outs.sign(tx, taken, wish=wish)


def _taken_by(counter: RelayedCounter, revision: int) -> Taken:
    return Taken(ClaimGroup.OUT, counter.instance, START, START, revision)
