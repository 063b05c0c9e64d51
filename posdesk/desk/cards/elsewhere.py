"""What a card says of the store's other counters: who did it, who is at it, who is silent (relay.md)."""

from collections.abc import Iterator
from datetime import datetime

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.relay import at_it_words, done_words, silent_words, unclaimed_words
from posdesk.domain.orders.board import OrderView
from posdesk.domain.relay.seen_claim import ClaimState, SeenClaim

Words = tuple[str, StateRole, Sign]


def told_elsewhere(view: OrderView) -> Iterator[Words]:
    """What was done last at another counter, then who is about to do something; nothing without a relay."""
    if view.elsewhere:
        last = view.elsewhere[-1]
        yield done_words(last.kind, last.counter, last.actor, last.at), StateRole.NEW, Sign.PERSON
    if view.order.is_over:
        return
    for claim in view.claims:
        if (said := _claim(claim)) is not None:
            yield said


def _claim(claim: SeenClaim) -> Words | None:
    if claim.keeps_quiet:
        return at_it_words(claim.group, claim.counter, claim.actor), StateRole.SENDING, Sign.PERSON
    if claim.state is ClaimState.SILENT:
        return silent_words(claim.group, claim.counter, claim.actor), StateRole.HALF, Sign.WARNING
    if claim.state is ClaimState.UNCLAIMED:
        return unclaimed_words(), StateRole.HALF, Sign.WARNING
    return None


def history_elsewhere(view: OrderView) -> tuple[tuple[datetime, str], ...]:
    """All that other counters did with it, for the detail: when, and in words."""
    return tuple(
        (each.at, done_words(each.kind, each.counter, each.actor, each.at)) for each in view.elsewhere
    )
