"""From a row to its card, by lane; a card is laid out once for each width and way of showing it."""

from collections.abc import Callable
from dataclasses import dataclass

from posdesk.desk.cards.draft import Measure
from posdesk.desk.cards.facts import Facts, shortened
from posdesk.desk.cards.making import making_folded, making_full
from posdesk.desk.cards.marks import Card
from posdesk.desk.cards.new import new_folded, new_full
from posdesk.desk.cards.rows import found_row, pre_row, ready_row
from posdesk.desk.orders.model import Row
from posdesk.desk.words.states import state_name
from posdesk.domain.orders.order import OrderKey

_KEPT = 400  # cards; more than any screen shows
_SHORTER = (12, 8, 5, 3, 2, 1)  # dishes named on a card that would be too tall for its lane


@dataclass(frozen=True, slots=True)
class CardSpec:
    """How a card is wanted: no wider than `width` and, if it can be, no taller than `room` px."""

    measure: Measure
    width: int
    room: int
    full: bool
    selected: bool


MakeOf = Callable[[Facts, CardSpec], Card]


class LaneCards:
    """Makes a lane's cards and keeps them while their facts stay the same."""

    def __init__(self, make: MakeOf, least: MakeOf | None = None) -> None:
        """`make` lays out one card; `least` its lowest form, for lanes that are lower than any other."""
        self._make, self._least = make, least
        self._kept: dict[tuple[OrderKey, CardSpec], tuple[Facts, Card]] = {}

    def card(self, row: Row, spec: CardSpec) -> Card:
        """The card of a row; a long order names fewer dishes, so that it is never cut."""
        kept = self._kept.get((row.key, spec))
        if kept is not None and kept[0] is row.facts:
            return kept[1]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        card = self._fitting(row.facts, spec)
        self._kept[row.key, spec] = (row.facts, card)
        return card

    def _fitting(self, facts: Facts, spec: CardSpec) -> Card:
        card = self._make(facts, spec)
        for most in _SHORTER:
            if card.height <= spec.room:
                break
            card = self._make(shortened(facts, most), spec)
        if card.height > spec.room and self._least is not None:
            card = self._least(facts, spec)
        return card


def new_cards(*, large: bool) -> LaneCards:
    """New cards; `large` takes the big numbers of wide windows."""

    def make(facts: Facts, spec: CardSpec) -> Card:
        if spec.full or spec.selected:
            return new_full(facts, spec.measure, spec.width, selected=spec.selected, large=large)
        return least(facts, spec)

    def least(facts: Facts, spec: CardSpec) -> Card:
        return new_folded(facts, spec.measure, spec.width, selected=spec.selected, large=large)

    return LaneCards(make, least)


def making_cards(*, folded: bool) -> LaneCards:
    """Making cards."""
    lay_out = making_folded if folded else making_full

    def least(facts: Facts, spec: CardSpec) -> Card:
        return making_folded(facts, spec.measure, spec.width, selected=spec.selected)

    return LaneCards(
        lambda facts, spec: lay_out(facts, spec.measure, spec.width, selected=spec.selected), least
    )


def ready_cards() -> LaneCards:
    """Ready rows."""
    return LaneCards(lambda facts, spec: ready_row(facts, spec.measure, spec.width, selected=spec.selected))


def pre_cards() -> LaneCards:
    """Pre-order rows."""
    return LaneCards(lambda facts, spec: pre_row(facts, spec.measure, spec.width, selected=spec.selected))


def found_cards() -> LaneCards:
    """Rows of the find panel."""

    def make(facts: Facts, spec: CardSpec) -> Card:
        words = state_name(facts.state)
        return found_row(facts, spec.measure, spec.width, selected=spec.selected, words=words)

    return LaneCards(make)
