"""kill -9 of a counter that had begun a payment: the other takes it over once a person was asked."""

from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Intent, Kind, LostTo, Outcome, Seq, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.relay import seen_claim
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.journal.orders import intent_rows, intents, order_rows
from tests.engine.making import PATIENCE_S, partner
from tests.engine.relay.making import Shop, at_work
from tests.engine.relay.processes import process_of
from tests.engine.relay.test_claims_at_work import Person
from tests.engine.relay.test_other_counters import accepting
from tests.journal.making import CASH
from tests.support.engine import EngineHome
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


def paying(person: Person, *, takes_over: bool = False) -> Intent:
    wish = Wish(person.key, Kind.PAY, person.name, payments=(CASH,), takes_over=takes_over)
    found = person.actions.wish(wish).result(PATIENCE_S)
    assert found is not None
    return found


def begun(home: EngineHome, key: OrderKey, name: str) -> Seq:
    """Somebody at that counter begins the payment, whose platform can't be reached."""
    with home.journal() as journal:
        wait_for(lambda: journal.read(partial(order_rows.get, key=key)) is not None, "the order", 60)
        wish = Wish(key, Kind.PAY, name, payments=(CASH,))
        seq = journal.write(partial(intents.press, wish=wish)).result(PATIENCE_S).seq
    wait_for(lambda: has_tried(stands(home, seq)), "the end of the first attempt, behind the claim", 60)
    return seq


def has_tried(intent: Intent) -> bool:
    """One that dies in the middle of an attempt is unknown, and a person's: nobody else takes it back."""
    return intent.outcome is Outcome.QUEUED and intent.attempts > 0


def stands(home: EngineHome, seq: Seq) -> Intent:
    with home.journal() as journal:
        found = journal.read(partial(intent_rows.get, seq=seq))
    assert found is not None
    return found


def test_a_dead_counters_payment_is_taken_over_and_it_says_who_has_it_once_it_is_back(
    server: NatsServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten seconds (test_claims.py, by the clock); here a holder has one."""
    monkeypatch.setattr(seen_claim, "SILENT_AFTER", seen_claim.SILENT_AFTER / 10)
    shop = Shop(server, tmp_path, counters=("1", "2"))
    shop.add("A", payitems=[])
    with (
        accepting() as url,
        at_work(shop, partner(url=url), home="home-2", counter="2") as at,
        process_of(shop, tmp_path / "home-1") as dead,
    ):
        at.has("A")
        at.connected()
        two = Person(at, "Li")
        seq = begun(dead, two.key, "王芳")
        dead.kill()
        assert two.becomes(paying(two), Outcome.WITHDRAWN).lost_to == LostTo("1", "王芳")
        wait_for(lambda: two.view.silent_of(ClaimGroup.PAY) is not None, "that its holder is silent")
        two.becomes(paying(two), Outcome.WITHDRAWN)
        two.becomes(paying(two, takes_over=True), Outcome.CONFIRMED)
        dead.start()
        wait_for(lambda: stands(dead, seq).lost_to == LostTo("2", "Li"), "that it says who has it", 60)
        assert stands(dead, seq).outcome is Outcome.WITHDRAWN
