"""From a row to its card, by lane; a card is laid out once for each width and way of showing it."""

from collections.abc import Callable
from dataclasses import dataclass

from posdesk.desk.cards.facts import Facts, shortened
from posdesk.desk.cards.making import making_folded, making_full
from posdesk.desk.cards.marks import Card
from posdesk.desk.cards.new import new_folded, new_full
from posdesk.desk.cards.rows import found_row, pre_row, ready_row
from posdesk.desk.cards.sheet import Measure
from posdesk.desk.orders.model import Row
from posdesk.desk.words.states import state_name
from posdesk.domain.orders.order import OrderKey

_KEPT = 400  # cards; more than any screen shows
_SHORTER = (12, 8, 5, 3, 2, 1)  # dishes named on a card that would be too tall for its lane


@dataclass(frozen=True, slots=True)
class CardWish:
    """How a card is wanted: no wider than `width` and, if it can be, no taller than `room` px."""

    measure: Measure
    width: int
    room: int
    full: bool
    selected: bool


MakeOf = Callable[[Facts, CardWish], Card]


class Maker:
    """Makes a lane's cards and keeps them while their facts stay the same."""

    def __init__(self, make: MakeOf, least: MakeOf | None = None) -> None:
        """`make` lays out one card; `least` its lowest form, for lanes that are lower than any other."""
        self._make, self._least = make, least
        self._kept: dict[tuple[OrderKey, CardWish], tuple[Facts, Card]] = {}

    def card(self, row: Row, wish: CardWish) -> Card:
        """The card of a row; a long order names fewer dishes, so that it is never cut."""
        kept = self._kept.get((row.key, wish))
        if kept is not None and kept[0] is row.facts:
            return kept[1]
        if len(self._kept) > _KEPT:
            self._kept.clear()
        card = self._fitting(row.facts, wish)
        self._kept[row.key, wish] = (row.facts, card)
        return card

    def _fitting(self, facts: Facts, wish: CardWish) -> Card:
        card = self._make(facts, wish)
        for most in _SHORTER:
            if card.height <= wish.room:
                break
            card = self._make(shortened(facts, most), wish)
        if card.height > wish.room and self._least is not None:
            card = self._least(facts, wish)
        return card


def new_maker(*, large: bool) -> Maker:
    """New cards; `large` takes the big numbers of wide windows."""

    def make(facts: Facts, wish: CardWish) -> Card:
        if wish.full or wish.selected:
            return new_full(facts, wish.measure, wish.width, selected=wish.selected, large=large)
        return least(facts, wish)

    def least(facts: Facts, wish: CardWish) -> Card:
        return new_folded(facts, wish.measure, wish.width, selected=wish.selected, large=large)

    return Maker(make, least)


def making_maker(*, folded: bool) -> Maker:
    """Making cards."""
    lay_out = making_folded if folded else making_full

    def least(facts: Facts, wish: CardWish) -> Card:
        return making_folded(facts, wish.measure, wish.width, selected=wish.selected)

    return Maker(lambda facts, wish: lay_out(facts, wish.measure, wish.width, selected=wish.selected), least)


def ready_maker() -> Maker:
    """Ready rows."""
    return Maker(lambda facts, wish: ready_row(facts, wish.measure, wish.width, selected=wish.selected))


def pre_maker() -> Maker:
    """Pre-order rows."""
    return Maker(lambda facts, wish: pre_row(facts, wish.measure, wish.width, selected=wish.selected))


def found_maker() -> Maker:
    """Rows of the find panel."""

    def make(facts: Facts, wish: CardWish) -> Card:
        words = state_name(facts.state)
        return found_row(facts, wish.measure, wish.width, selected=wish.selected, words=words)

    return Maker(make)
