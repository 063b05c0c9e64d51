"""Claims between two whole engines at a real server: who acts, who hands out, who is silent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.intent import Intent, Kind, LostTo, Outcome, Wish
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.relay import seen_claim
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState
from posdesk.engine.actions import Actions
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal.orders import intent_rows, order_moves, views
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.engine.making import NOWHERE, PATIENCE_S, partner
from tests.engine.relay.making import At, Shop, at_work
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.nats_server]


class Person:
    """Who stands at a counter, and what its engine knows of order A."""

    def __init__(self, at: At, name: str) -> None:
        self.at, self.name = at, name
        self.actions = Actions(at.journal, at.engine)

    @property
    def key(self) -> OrderKey:
        return self.at.order("A").key

    @property
    def view(self) -> OrderView:
        found = self.at.read(lambda db: views.view(db, self.key))
        assert isinstance(found, OrderView)
        return found

    def press(self, kind: Kind = Kind.ACCEPT) -> Intent:
        intent = self.actions.wish(Wish(self.key, kind, self.name)).result(PATIENCE_S)
        assert intent is not None
        return intent

    def becomes(self, intent: Intent, outcome: Outcome, attempts: int = 0) -> Intent:
        """Waits until it stands so, after so many attempts at least."""

        def now() -> Intent:
            found = self.at.read(lambda db: intent_rows.get(db, intent.seq))
            assert isinstance(found, Intent)
            return found

        wait_for(lambda: now().outcome is outcome and now().attempts >= attempts, f"{outcome} at {self.name}")
        return now()

    def hand_over(self, *, takes_over: bool = False) -> None:
        self.actions.hand_over(self.key, self.name, takes_over=takes_over).result(PATIENCE_S)

    def hears(self, status: PlatformStatus) -> None:
        self.at.journal.write(lambda tx: order_moves.apply(tx, self.key, status)).result(PATIENCE_S)


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    found = Shop(server, tmp_path, counters=("1", "2"))
    found.add("A")
    return found


@contextmanager
def counter(shop: Shop, number: str, name: str) -> Iterator[Person]:
    """A counter at which somebody stands; its platform can't be reached."""
    with at_work(shop, partner(url=NOWHERE), home=f"home-{number}", counter=number) as at:
        at.has("A")
        at.connected()
        yield Person(at, name)


def test_the_second_press_names_the_first_counter(shop: Shop) -> None:
    with counter(shop, "1", "王芳") as one, counter(shop, "2", "Li") as two:
        one.becomes(one.press(), Outcome.QUEUED, attempts=1)
        lost = two.becomes(two.press(), Outcome.WITHDRAWN)
        assert lost.lost_to == LostTo("1", "王芳")
        assert not rings(two.view)


def test_an_order_is_handed_out_at_one_counter(shop: Shop) -> None:
    with counter(shop, "1", "王芳") as one, counter(shop, "2", "Li") as two:
        for each in (one, two):
            each.hears(PlatformStatus.ACCEPTED)
        one.hand_over()
        assert one.view.order.state is OrderState.COMPLETED
        with pytest.raises(NotAllowed) as caught:
            two.hand_over()
        was_told = two.view.order.state is OrderState.COMPLETED  # the act may be there before the press
        assert was_told or caught.value.reason is OrderReason.OTHER_COUNTER
        wait_for(lambda: [done.actor for done in two.view.elsewhere] == ["王芳"], "the act")


def test_a_hand_out_that_is_not_allowed_gives_its_claim_back(shop: Shop) -> None:
    with counter(shop, "1", "王芳") as one, counter(shop, "2", "Li") as two:
        with pytest.raises(NotAllowed):
            one.hand_over()  # nobody has accepted it
        wait_for(lambda: not one.view.claims, "the claim to be given back")
        for each in (one, two):
            each.hears(PlatformStatus.ACCEPTED)
        two.hand_over()
        assert two.view.order.state is OrderState.COMPLETED


def test_one_handed_over_without_the_relay_is_marked(shop: Shop) -> None:
    with counter(shop, "1", "王芳") as one:
        one.hears(PlatformStatus.ACCEPTED)
        one.at.engine.submit(_cut(one)).result(PATIENCE_S)  # type: ignore[union-attr]
        one.hand_over()
        (claim,) = one.view.claims
        assert (claim.group, claim.state) == (ClaimGroup.OUT, ClaimState.UNCLAIMED)


async def _cut(person: Person) -> None:
    relay = person.at.engine._parts.relay  # type: ignore[union-attr]
    assert relay is not None
    relay.line = None


def test_a_dead_holders_order_rings_at_the_other_and_a_press_takes_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten seconds (test_claims.py, by the clock); here a holder has one."""
    monkeypatch.setattr(seen_claim, "SILENT_AFTER", seen_claim.SILENT_AFTER / 10)
    with counter(shop, "2", "Li") as two:
        with counter(shop, "1", "王芳") as one:
            one.becomes(one.press(), Outcome.QUEUED, attempts=1)
            two.becomes(two.press(), Outcome.WITHDRAWN)
            assert not rings(two.view)
        wait_for(lambda: rings(two.view), "the order to ring again")
        two.becomes(two.press(), Outcome.QUEUED, attempts=1)
        (claim,) = two.view.claims
        assert claim.is_ours
