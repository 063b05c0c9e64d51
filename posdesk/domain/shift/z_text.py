"""The text of a Z: written once, from its values, in the language in which it is printed.

A line is its words, and behind a tab what stands at the paper's right; an empty line parts two blocks. No
words that a person typed are in it but the names of the staff: a Z is kept, and nothing of it is ever wiped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from posdesk.domain.clock import in_china
from posdesk.domain.money import yuan_of, yuan_text
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.figures import After, ShiftFigures, Taken
from posdesk.domain.shift.z import ZFigures

Words = Mapping[str, str]
_COUNTER = re.compile(r"counter ([0-9]{1,2})")
_LINES = {
    LineKind.HOURS: "hours_open",
    LineKind.STOPS: "unseen_stops",
}
"""Where the word of a line is not its name."""


def z_text(z: ZFigures, words: Words) -> str:
    """All of it, as lines."""
    blocks = (
        _head(z, words),
        _orders(z.figures, words),
        _sales(z.figures, words),
        _counter(z.figures, words),
        _hours(z.figures, words),
        _drawer(z, words),
        _after(z.figures.after, words),
        _handed(z, words),
    )
    return "\n\n".join(text for block in blocks if (text := "\n".join(block)))


def money(fen: int) -> str:
    """An amount on paper, in yuan."""
    return yuan_text(yuan_of(fen)).replace("-", "−")


def _named(actor: str, words: Words) -> str:
    """A name as it stands; a counter at which nobody was signed in, in the slip's language."""
    found = _COUNTER.fullmatch(actor)
    return words["counter"].format(counter=found[1]) if found else _in_line(actor)


def _in_line(name: str) -> str:
    """A name from settings or a platform: it ends no line, and puts nothing at the paper's right."""
    return " ".join(name.split())


def _head(z: ZFigures, words: Words) -> Iterator[str]:
    yield f"{words['title']} {z.number:04}"
    yield " ".join(filter(None, (_in_line(z.store), words["counter"].format(counter=z.counter))))
    yield words["opened"].format(time=_time(z.opened_at), name=_named(z.opened_by, words))
    yield words["closed"].format(time=_time(z.closed_at), name=_named(z.closed_by, words))
    yield words["lines"].format(first=z.figures.first, last=z.figures.last)
    if z.missing:
        first, last = z.missing
        yield words["missing" if last > first else "missing_one"].format(first=first, last=last)


def _time(moment: datetime) -> str:
    return f"{in_china(moment):%Y-%m-%d %H:%M}"


def _orders(figures: ShiftFigures, words: Words) -> Iterator[str]:
    for name in ("accepted", "refused", "cancelled", "stops", "verified"):
        yield f"{words[name]}\t{getattr(figures, name)}"


def _sales(figures: ShiftFigures, words: Words) -> Iterator[str]:
    total = figures.total
    for source, each in figures.by_source.items():
        name = words.get(source, words["other"].format(code=_in_line(source)))
        yield f"{name}　{words['times'].format(count=each.receipts)}\t{money(each.net_fen)}"
    yield f"{words['sales']}\t{total.receipts}"
    yield f"{words['gross']}\t{money(total.gross_fen)}"
    yield f"{words['discount']}\t{money(-total.discount_fen)}"
    yield f"{words['refunds'].format(count=total.returns)}\t{money(-total.refund_fen)}"
    yield f"{words['net']}\t{money(total.net_fen)}"


def _counter(figures: ShiftFigures, words: Words) -> Iterator[str]:
    yield from _taken(words["taken"], figures.by_tender, words)
    yield from _taken(words["cashiers"], figures.by_cashier, words)
    yield from _taken(words["before_opening"], figures.before_opening, words)


def _taken(head: str, rows: Iterable[Taken], words: Words) -> Iterator[str]:
    for at, row in enumerate(rows):
        if not at:
            yield head
        yield f"{_named(row.name, words)}　{words['times'].format(count=row.count)}\t{money(row.fen)}"


def _hours(figures: ShiftFigures, words: Words) -> Iterator[str]:
    if figures.by_hour:
        yield words["hours"]
    for hour, fen in figures.by_hour.items():
        yield f"{hour}:00\t{money(fen)}"


def _drawer(z: ZFigures, words: Words) -> Iterator[str]:
    cash = z.figures.cash
    yield f"{words['float']}\t{money(cash.float_fen)}"
    yield f"{words['paid_in'].format(count=cash.paid_in)}\t{money(cash.paid_in_fen)}"
    yield f"{words['paid_out'].format(count=cash.paid_out)}\t{money(-cash.paid_out_fen)}"
    yield f"{words['tendered']}\t{money(cash.tendered_fen)}"
    yield f"{words['tills']}\t{money(cash.receipts_fen)}"
    yield f"{words['expected']}\t{expected_words(cash, words)}"
    yield f"{words['counted'].format(name=_named(z.counted_by, words))}\t{money(z.counted_fen)}"
    difference = z.difference_fen
    if difference is not None:
        yield _difference(difference, words)


def expected_words(cash: Cash, words: Words) -> str:
    """What should be there, or that it is not computed, and for how many."""
    expected = cash.expected_fen
    return words["not_computed"].format(count=cash.unmapped) if expected is None else money(expected)


def _difference(fen: int, words: Words) -> str:
    if not fen:
        return words["right"]
    return f"{words['over' if fen > 0 else 'short']}\t{money(abs(fen))}"


def _after(after: After, words: Words) -> Iterator[str]:
    if after.receipts or after.returns:
        name = "after" if after.receipts else "after_refunds"
        count = after.receipts or after.returns
        yield f"{words[name].format(z=f'{after.z:04}', count=count)}\t{money(after.net_fen)}"
    if after.settled:
        yield words["after_settled"].format(z=f"{after.z:04}", count=after.settled)


def _handed(z: ZFigures, words: Words) -> Iterator[str]:
    for each in z.handed:
        name = _LINES.get(LineKind(each.line), each.line)
        yield f"{words[name].format(count=each.count)}\t{words['handed'].format(name=_in_line(each.name))}"
