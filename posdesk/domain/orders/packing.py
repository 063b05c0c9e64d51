"""The packing list: what of an order lies in the bag, checked off by touch or by scan (product row 20)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import Order, OrderLine, OrderState

MOST_PIECES = 9_999


def pieces_of(line: OrderLine) -> int:
    """How often it is checked off: 3 of 3, a weighed one once, what was cancelled (0, -1) never."""
    return min(MOST_PIECES, max(0, ceil(line.quantity)))


def is_packed(lines: Sequence[OrderLine], packed: Mapping[int, int]) -> bool:
    """Whether every piece lies in the bag, and there is any."""
    wanted = [pieces_of(line) for line in lines]
    return any(wanted) and all(packed.get(at, 0) >= count for at, count in enumerate(wanted))


class Progress(NamedTuple):
    """Pieces in the bag, and of how many."""

    done: int
    wanted: int


def progress(lines: Sequence[OrderLine], packed: Mapping[int, int]) -> Progress:
    """How far the packing is; more than wanted of a line counts as that many."""
    each = [(min(packed.get(at, 0), pieces_of(line)), pieces_of(line)) for at, line in enumerate(lines)]
    return Progress(sum(done for done, _ in each), sum(wanted for _, wanted in each))


def toggled(line: OrderLine, pieces: int) -> int:
    """After a touch: the whole line lies in the bag, or none of it any more."""
    return 0 if pieces >= pieces_of(line) else pieces_of(line)


class ItemScan(StrEnum):
    """What a code was that came while a packing list was open."""

    PACKED = "packed"  # one more piece lies in the bag
    ALL_DONE = "all_done"  # it was the last one
    WRONG = "wrong"  # no such dish in this order
    TOO_MANY = "too_many"  # of this one all lie in the bag already


class Scanned(NamedTuple):
    """What a code was, and the line it packs one piece of; None where it packs nothing."""

    what: ItemScan
    line: int | None = None


def scanned(lines: Sequence[OrderLine], packed: Mapping[int, int], code: str) -> Scanned:
    """What a code means to this list: the first line of that dish of which a piece is missing."""
    wanted = compared(code.strip())
    places = [at for at, line in enumerate(lines) if line.product_code and _code_of(line) == wanted]
    if not places or not wanted:
        return Scanned(ItemScan.WRONG)
    missing = (at for at in places if packed.get(at, 0) < pieces_of(lines[at]))
    at = next(missing, None)
    if at is None:
        return Scanned(ItemScan.TOO_MANY)
    after = {**packed, at: packed.get(at, 0) + 1}
    return Scanned(ItemScan.ALL_DONE if is_packed(lines, after) else ItemScan.PACKED, at)


def _code_of(line: OrderLine) -> str:
    return compared(line.product_code.strip())


def carried_over(
    old: Sequence[OrderLine], new: Sequence[OrderLine], packed: Mapping[int, int]
) -> dict[int, int]:
    """What still lies in the bag rightly after the platform changed the dishes, by the new lines' places.

    A line that is wanted as it was keeps its pieces, wherever it stands now, be it more or fewer of them; one
    that is not wanted any more keeps none, so that nothing looks packed that nobody looked at.
    """
    left = {at: pieces for at, pieces in packed.items() if 0 <= at < len(old)}
    kept: dict[int, int] = {}
    for place, line in enumerate(new):
        at = next((at for at in left if _same(old[at], line)), None)
        if at is not None:
            kept[place] = min(left.pop(at), pieces_of(line))
    return {place: pieces for place, pieces in kept.items() if pieces}


def _same(one: OrderLine, other: OrderLine) -> bool:
    """The same dish, made the same way, in whatever number."""
    return _dish(one) == _dish(other)


def _dish(line: OrderLine) -> tuple[object, ...]:
    return line.product_code, line.name, line.unit, line.attributes, line.remark


def may_pack(order: Order) -> bool:
    """Whether there is anything to pack: it is being made, or waits to be fetched."""
    has_pieces = any(line.quantity > Decimal(0) for line in order.content.lines)
    is_made = order.state in {OrderState.ACCEPTED, OrderState.READY} and not order.is_closed_here
    return is_made and has_pieces
