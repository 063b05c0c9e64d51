"""Which cards of a lane are shown, where, full or folded: plain values. No card is ever cut."""

from collections.abc import Callable
from typing import Protocol

from posdesk.desk.cards.marks import Box, Card
from posdesk.records import dataclass

MORE_H = 36  # px, the line that says how many more there are


class MakeCard(Protocol):
    """Lays out the card at a place of the lane."""

    def __call__(self, at: int, *, full: bool) -> Card:
        """The card, full or folded."""
        ...


@dataclass(frozen=True, slots=True)
class LaneSpec:
    """How a lane stacks: `folds` where cards may fold, `least_h` is the least height of a card in px."""

    columns: int
    gap: int
    least_h: int
    folds: bool = False


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card at its place: `at` is its place in the lane, `box` where it is painted."""

    at: int
    card: Card
    box: Box
    full: bool


@dataclass(frozen=True, slots=True)
class LaneLayout:
    """What is shown: whole cards, and how many are above and below with the lines that say so."""

    placed: tuple[PlacedCard, ...] = ()
    above: int = 0
    below: int = 0
    above_box: Box | None = None
    below_box: Box | None = None

    @property
    def bottom(self) -> int:
        """Where the last card or line ends, in px."""
        lowest = max((p.box.bottom for p in self.placed), default=0)
        return self.below_box.bottom if self.below_box else lowest

    def at(self, x: int, y: int) -> PlacedCard | None:
        """The card painted at that point."""
        return next((p for p in self.placed if p.box.contains(x, y)), None)


@dataclass(frozen=True, slots=True)
class LaneArranger:
    """One arranging: a lane of `count` cards from `first` on, in `width` × `height` px.

    `selected` is the selected card's place; `kept_full` says of a place above it whether it was shown full:
    those stay as they are, so that nothing moves under the hand.
    """

    spec: LaneSpec
    count: int
    first: int
    width: int
    height: int
    make: MakeCard
    selected: int | None = None
    kept_full: Callable[[int], bool] = lambda _at: False

    def layout(self) -> LaneLayout:
        """The cards that fit whole, from `first` on; at least one."""
        top = MORE_H if self.first else 0
        flags = self._flags(self.height - top)
        lines = self._lines(top, flags)
        placed = tuple(p for line in lines for p in line)
        below = self.count - self.first - len(placed)
        above_box = Box(0, 0, self.width, MORE_H) if self.first else None
        below_box = Box(0, _end(lines, self.spec.gap, top), self.width, MORE_H) if below > 0 else None
        return LaneLayout(placed, self.first, below, above_box, below_box)

    def _lines(self, top: int, flags: dict[int, bool]) -> list[tuple[PlacedCard, ...]]:
        """Lines of cards, as many as fit; one line less where the words "n more" need its room."""
        lines: list[tuple[PlacedCard, ...]] = []
        at, y = self.first, top
        while at < self.count:
            line = self._line(at, y, flags)
            if lines and line[0].box.bottom > self.height:
                break
            lines.append(line)
            at += len(line)
            y = line[0].box.bottom + self.spec.gap
        while at < self.count and len(lines) > 1 and _end(lines, self.spec.gap, top) + MORE_H > self.height:
            at -= len(lines.pop())
        return lines

    def _line(self, at: int, y: int, flags: dict[int, bool]) -> tuple[PlacedCard, ...]:
        places = range(at, min(at + self.spec.columns, self.count))
        cards = [self.make(n, full=flags.get(n, not self.spec.folds)) for n in places]
        height = max(card.height for card in cards)
        step = cards[0].width + self.spec.gap
        return tuple(
            PlacedCard(n, card.stretched(height), Box(i * step, y, card.width, height), flags.get(n, True))
            for i, (n, card) in enumerate(zip(places, cards, strict=True))
        )

    def _flags(self, room: int) -> dict[int, bool]:
        """Which cards are full: the first and the selected, those kept, then from above while all fit."""
        if not self.spec.folds:
            return {}
        most = room // (self.spec.least_h + self.spec.gap) + 2
        places = range(self.first, min(self.count, self.first + most))
        flags = {at: self._must_be_full(at) for at in places}
        total = sum(self.make(at, full=flags[at]).height + self.spec.gap for at in places) - self.spec.gap
        if len(places) < self.count - self.first or total > room:
            return flags
        return self._unfolded(flags, room - total)

    def _unfolded(self, flags: dict[int, bool], spare: int) -> dict[int, bool]:
        after = (
            at for at, full in flags.items() if not full and (self.selected is None or at > self.selected)
        )
        for at in tuple(after):
            spare -= self.make(at, full=True).height - self.make(at, full=False).height
            if spare < 0:
                break
            flags[at] = True
        return flags

    def _must_be_full(self, at: int) -> bool:
        above = self.selected is not None and at < self.selected
        return at in {0, self.selected} or (above and self.kept_full(at))


def _end(lines: list[tuple[PlacedCard, ...]], gap: int, top: int) -> int:
    """Where the words "n more below" begin; rows without a gap carry them inside their box."""
    return lines[-1][0].box.bottom + (gap and 4) if lines else top
