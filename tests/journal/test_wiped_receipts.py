"""A wiped receipt is known again, refused with other content, and found by its return (row 60)."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posdesk.domain.books.receipt import Door, Handed
from posdesk.domain.orders.intent import Outcome
from posdesk.errors import NotAllowed, ReceiptConflict
from posdesk.journal.books import posting_acts, receipt_rows
from tests.journal.making import Counter, SetClock, opened, wiped
from tests.journal.takings import CONFIRMED, REFUSED, Store, key, till

DAY_S = 86400.0
PHONE = "13907318888"
DOORS = [Door.HTTP, Door.FOLDER, Door.COMMAND]


def sale(serial: str = "0001", name: str = "王", fen: int = 1000) -> Handed:
    return till(serial, fen, raw=f'{{"serial_num":"{serial}","actual_amt":{fen},"member":"{name}{PHONE}"}}')


def later(store: Store, clock: SetClock) -> None:
    clock.walk(31 * DAY_S)
    wiped(Counter(store.journal))


@pytest.mark.parametrize("door", DOORS)
def test_a_wiped_receipt_that_is_handed_in_again_is_known(store: Store, clock: SetClock, door: Door) -> None:
    store.take(sale())
    before = store.row("0001")
    later(store, clock)
    stored = store.take(sale(), door=door)
    assert (stored.stored, stored.known) == (0, 1)
    assert store.row("0001") == before, "its figures and lines stay"
    kept = store.journal.read(partial(receipt_rows.kept, key=key("0001")))
    assert kept is not None
    assert kept.raw == "null"


@pytest.mark.parametrize("door", DOORS)
def test_with_other_content_it_is_refused_as_before(store: Store, clock: SetClock, door: Door) -> None:
    store.take(sale())
    later(store, clock)
    for other in (sale(name="李"), sale(fen=900)):
        with pytest.raises(ReceiptConflict):
            store.take(other, door=door)


_MEMBERS = st.sampled_from(["王", "王 ", " 王", "Ａ", "A", "李"])
_SERIALS = st.sampled_from(["S1", "Ｓ1"])


@given(first=st.tuples(_SERIALS, _MEMBERS), again=st.tuples(_SERIALS, _MEMBERS))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_wiped_receipt_says_the_same_as_one_that_is_not(
    tmp_path_factory: pytest.TempPathFactory, first: tuple[str, str], again: tuple[str, str]
) -> None:
    """In whatever look its key, its texts and the blanks around them are written."""

    def answered(*, wipes: bool) -> object:
        clock = SetClock()
        with opened(tmp_path_factory.mktemp("home"), clock) as journal:
            store = Store(journal)
            store.take(handed(*first))
            if wipes:
                later(store, clock)
            try:
                return store.take(handed(*again))
            except ReceiptConflict as error:
                return str(error)

    assert answered(wipes=True) == answered(wipes=False)


def handed(serial: str, member: str) -> Handed:
    return till(serial, raw=f'{{"serial_num":"{serial}","member":"{member}"}}')


def test_a_return_finds_the_sale_that_was_wiped(store: Store, clock: SetClock) -> None:
    order = store.complete_order()
    store.take(replace(sale(), order=order), door=Door.ORDER)
    later(store, clock)
    refund = till("0002", takes_back="0001")
    store.take(refund)
    assert store.journal.read(lambda db: receipt_rows.order_of_sale(db, refund.receipt)) == order


def test_what_is_wiped_is_never_sent_again(store: Store, clock: SetClock) -> None:
    """Its text is gone: an empty receipt must not go to WDK."""
    store.take(sale("0002"))
    store.queued(sale())
    for posting in store.open():
        store.attempt(posting.seq, REFUSED)
        store.act(posting_acts.withdraw, posting.seq)
    later(store, clock)
    assert store.queue() == 0
    for posting in store.all_postings():
        with pytest.raises(NotAllowed) as refused:
            store.act(posting_acts.retry, posting.seq)
        assert refused.value.reason == "wiped"


def test_one_that_was_never_sent_by_then_is_not_queued_any_more(store: Store, clock: SetClock) -> None:
    """`[wdk]` was not set up while its text was kept."""
    store.take(sale())
    later(store, clock)
    assert store.queue() == 0
    store.take(sale("0002"))
    assert store.queue() == 1


def test_the_hours_figures_are_what_they_were(store: Store, clock: SetClock) -> None:
    store.take(sale(), sale("0002", fen=500))
    before = store.book()
    later(store, clock)
    assert store.book() == before


def test_a_confirmed_posting_keeps_its_proof_and_nothing_else(store: Store, clock: SetClock) -> None:
    (posting,) = store.queued(sale())
    store.attempt(posting.seq, replace(CONFIRMED, words=f"成功 {PHONE}", raw=PHONE))
    later(store, clock)
    after = store.posting(posting.seq)
    assert (after.outcome, after.target, after.last_code) == (Outcome.CONFIRMED, CONFIRMED.target, "0")
    assert after.last_words == ""
