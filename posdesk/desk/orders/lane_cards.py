"""From a row to its card, by lane; a card is laid out once for each width and way of showing it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from posdesk.desk.cards.draft import Measure
from posdesk.desk.cards.facts import Facts, shortened
from posdesk.desk.cards.making import making_folded, making_full
from posdesk.desk.cards.marks import Card
from posdesk.desk.cards.new import new_folded, new_full
from posdesk.desk.cards.rows import found_row, pre_row, ready_row
from posdesk.desk.orders.model import Row
from posdesk.desk.words.states import lane_name, state_name
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass

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


MakeCard = Callable[[Facts, CardSpec], Card]


class LayOut(Protocol):
    """What lays out a card of one kind."""

    def __call__(self, facts: Facts, measure: Measure, width: int, /, *, selected: bool) -> Card:
        """The card, `width` px wide."""
        ...


class LaneCards:
    """Makes a lane's cards and keeps them while their facts stay the same."""

    def __init__(self, make: MakeCard, least: MakeCard | None = None) -> None:
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
    least = _laid_by(partial(new_folded, large=large))
    full = _laid_by(partial(new_full, large=large))

    def make(facts: Facts, spec: CardSpec) -> Card:
        return (full if spec.full or spec.selected else least)(facts, spec)

    return LaneCards(make, least)


def making_cards(*, folded: bool) -> LaneCards:
    """Making cards."""
    least = _laid_by(making_folded)
    return LaneCards(least if folded else _laid_by(making_full), least)


def ready_cards() -> LaneCards:
    """Ready rows."""
    return LaneCards(_laid_by(ready_row))


def pre_cards() -> LaneCards:
    """Pre-order rows."""
    return LaneCards(_laid_by(pre_row))


_NO_LANE = frozenset({Lane.CLOSED, Lane.LOOKED_UP})  # of these the state alone would say too little


def found_cards() -> LaneCards:
    """Rows of the find panel."""

    def make(facts: Facts, spec: CardSpec) -> Card:
        words = lane_name(facts.lane) if facts.lane in _NO_LANE else state_name(facts.state)
        return _laid_by(partial(found_row, words=words))(facts, spec)

    return LaneCards(make)


def _laid_by(lay_out: LayOut) -> MakeCard:
    def make(facts: Facts, spec: CardSpec) -> Card:
        return lay_out(facts, spec.measure, spec.width, selected=spec.selected)

    return make
