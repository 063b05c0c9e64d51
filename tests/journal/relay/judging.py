"""What must be so at the end of a schedule, whatever came first."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.conflict import TWO_OUTS, TWO_PAYS, final_words, parts_of
from posdesk.domain.orders.intent import STATE_AFTER, Kind, Outcome, Seq
from posdesk.domain.orders.order import FINAL_STATES, OrderKey, OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import GROUP_OF, Claim, ClaimGroup
from posdesk.domain.relay.order_states import combined
from posdesk.domain.relay.seen_claim import ClaimState
from posdesk.journal.orders import intent_rows
from posdesk.journal.relay import claims, counters, late_stops
from tests.journal.relay.one_counter import Side

DONE = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
LEAST_OLD = timedelta(seconds=2)
"""A holder has 5 s at least; how a counter measures its clock may be wrong by what a line delays."""
TWICE = {TWO_PAYS: frozenset({ActKind.PAY}), TWO_OUTS: frozenset({ActKind.VERIFY, ActKind.OUT})}


@dataclass(frozen=True)
class Effect:
    """Something happened at the platform, or over the counter, once. `revision` is its claim's, 0 of none.

    `again`: a person knew that the order was out, and handed it out once more.
    """

    group: ClaimGroup
    who: str
    revision: int
    again: bool = False


@dataclass(frozen=True)
class TakenOver:
    """A claim that was taken though another journal held it."""

    group: ClaimGroup
    age: timedelta
    was_seen: bool
    was_agreed: bool


def effects(found: Sequence[Effect], over: Set[int]) -> None:
    """Where a claim was had, and was taken from nobody, a wish has one effect."""
    for group in ClaimGroup:
        claimed = [each for each in found if each.group is group and each.revision and not each.again]
        from_nobody = [each for each in claimed if each.revision not in over]
        assert len(from_nobody) <= 1, f"{group} had these effects under claims: {from_nobody}"


def given_back(
    free: Claim, held_before: Claim | None, found: Sequence[Effect], holds: Mapping[int, Claim]
) -> None:
    """Money that may have left, or goods that are gone, leave no claim free for the next counter.

    What the platform says of a verdict is chance here, and may well be another word than the wish it took.
    """
    if free.group not in {ClaimGroup.PAY, ClaimGroup.OUT}:
        return
    given = {_which(each) for each in (free, held_before) if each is not None}
    for each in found:
        held = holds.get(each.revision)
        assert held is None or _which(held) not in given, f"a claim with effect is given back: {each}"


def _which(claim: Claim) -> tuple[ClaimGroup, str, datetime]:
    return claim.group, claim.instance, claim.at


def takeovers(found: Sequence[TakenOver]) -> None:
    """Only a silent holder loses a claim; money and goods only after a question."""
    for each in found:
        if each.group in {ClaimGroup.PAY, ClaimGroup.OUT}:
            assert each.was_agreed, f"nobody was asked: {each}"
        assert not each.was_seen or each.age >= LEAST_OLD, f"its holder was at it: {each}"


@dataclass(frozen=True)
class Board:
    """What must be alike at both."""

    state: OrderState
    finals: frozenset[OrderState]
    is_closed: bool
    twice: frozenset[str]
    stop: int


def board_of(view: OrderView, *, is_told: bool) -> Board:
    """`is_told`: by a counter's own act, not only by the platform, is it known whether anybody makes it."""
    order = view.order
    finals = final_words(order.conflict, order.state) & FINAL_STATES
    twice = frozenset(parts_of(order.conflict)) & set(TWICE)
    stop = (
        order.stop_open if is_told and order.state is OrderState.CANCELLED and not order.is_closed_here else 0
    )
    return Board(order.state, finals, order.is_closed_here, twice, stop)


def words(
    sides: Sequence[Side], key: OrderKey, told: Sequence[Act], events: set[OrderState]
) -> set[OrderState]:
    """Every word about the order that stands anywhere: in a stream, or in a journal that is still there."""
    own = (
        STATE_AFTER[each.kind]
        for side in sides
        for each in side.journal.read(lambda db: intent_rows.of_order(db, key))
        if each.outcome in DONE
    )
    return {state for state in (*own, *(act.state for act in told), *events) if state is not None}


def boards(sides: Sequence[Side], key: OrderKey, told: Sequence[Act], events: set[OrderState]) -> None:
    """Both stand where the highest word says, and tell the other final ones."""
    views = [side.counter.view(key) for side in sides]
    by_platform = {*events, *(act.state for act in told if act.kind is ActKind.ORDER)}
    found = [board_of(view, is_told=OrderState.ACCEPTED not in by_platform) for view in views]
    if not any(late_stops.is_begun_by(act.kind, act.outcome) for act in told):
        found = [_but_for_its_own_stop(board, view) for board, view in zip(found, views, strict=True)]
    assert len(set(found)) == 1, f"the boards differ: {found}"
    said = words(sides, key, told, events)
    highest, _ = combined({OrderState.NEW, *said})
    assert found[0].state is highest, f"{found[0].state} and not {highest} of {said}"
    assert found[0].finals == said & FINAL_STATES, f"{found[0].finals} are told of {said}"
    if any(act.kind is ActKind.STOP and not act.outcome for act in told):
        assert not found[0].stop, "a person acknowledged the STOP"
    _are_told(told, found[0])
    for side, view in zip(sides, views, strict=True):
        _rings(side, view)


def _but_for_its_own_stop(board: Board, view: OrderView) -> Board:
    """An accept that was being sent at the cancel, and proved to have left never, concerns its own counter:
    there it was pressed, and somebody may have begun; nobody at the other has heard of it.
    """
    sent = any(i.kind is Kind.ACCEPT and i.attempts and not i.ever_unknown for i in view.intents)
    return replace(board, stop=0) if sent else board


def _are_told(told: Sequence[Act], board: Board) -> None:
    """Paid, or given out, at two counters, or by two journals of one."""
    for word, kinds in TWICE.items():
        did = [act for act in told if act.kind in kinds and (act.outcome in DONE or act.kind is ActKind.OUT)]
        if any(_are_two(one, other) for one, other in combinations(did, 2)):
            assert word in board.twice, f"nobody is told of {[(a.kind, a.counter) for a in did]}"


def _are_two(one: Act, other: Act) -> bool:
    """Whether that was done twice; an intent that stands in a journal and in its older copy was done once."""
    seqs = one.content.get("seq", ""), other.content.get("seq", "")
    is_same_intent = bool(seqs[0]) and seqs[0] == seqs[1]
    return one.counter != other.counter or (one.instance != other.instance and not is_same_intent)


def _rings(side: Side, view: OrderView) -> None:
    """An order that waits for its accept rings, or somebody is at it; no claim keeps it quiet for ever."""
    waits = view.order.state is OrderState.NEW and not view.order.is_over
    is_here = view.open_of(Kind.ACCEPT, Kind.REFUSE) is not None
    if waits and not is_here:
        assert rings(view) or _is_asked_elsewhere(view), f"it does not ring at {side.name}: {view.claims}"


def _is_asked_elsewhere(view: OrderView) -> bool:
    return any(claim.state is ClaimState.TOLD for claim in view.claims)


def is_settled(side: Side, key: OrderKey) -> bool:
    """Whether nothing of it is under way, or comes by itself, at that counter."""
    open_ones = [each for each in side.journal.read(lambda db: intent_rows.of_order(db, key)) if each.is_open]
    known = side.journal.read(lambda db: claims.of_order(db, key))
    is_quiet = all(each.needs_person and each.outcome is not Outcome.SENDING for each in open_ones)
    is_free = not any(claim.state in {ClaimState.ENDING, ClaimState.THEIRS} for claim in known)
    return is_quiet and is_free and not (set(side.tasks) - {"presence"}) and not side.counter.unsent()


def nothing_lacks(side: Side) -> None:
    """No act of the other counter's journal of today is told as missing."""
    for row in side.journal.read(counters.every):
        assert not row.lacking, f"{side.name} lacks {row.lacking} acts of {row.counter}: {row}"


def held_claims(stood: Sequence[Claim], sides: Sequence[Side], key: OrderKey, out: Set[str]) -> None:
    """What had no effect, and is over, was given back; `out` are the instances that handed out."""
    for claim in stood:
        side = next((each for each in sides if each.counter.instance == claim.instance), None)
        if claim.free or side is None or (claim.group is ClaimGroup.OUT and claim.instance in out):
            continue
        own = side.journal.read(lambda db: intent_rows.of_order(db, key))
        alive = [
            each
            for each in own
            if GROUP_OF[each.kind] is claim.group and (each.is_open or each.outcome in DONE)
        ]
        assert alive, f"counter {claim.counter} holds {claim.group} for nothing"


def sent_once(began: int, asked: int, not_sent: int, seq: Seq) -> None:
    """Money leaves once, and again only by a person's word."""
    assert began <= 1 + asked + not_sent, f"payment {seq} left {began} times"
