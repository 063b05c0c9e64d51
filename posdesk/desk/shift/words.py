"""The Shift page's words: a line of the checklist, figures as rows, the strip."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from PySide6.QtCore import QCoreApplication

from posdesk.desk.shift.figure_list import FigureRow, Look
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import actor_name, joined, listed, plain_amount
from posdesk.desk.words.states import Sentence, source_name
from posdesk.domain.books.receipt import TILL
from posdesk.domain.money import yuan_of
from posdesk.domain.orders.source import Source, source_of
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import Item, Line, LineKind
from posdesk.domain.shift.figures import ShiftFigures, Taken
from posdesk.domain.shift.view import OpenShift, ShiftView
from posdesk.domain.shift.z import Handed

translate = QCoreApplication.translate
_NAMED = 4  # things of a line that are named

_TITLES: Mapping[LineKind, str] = {
    LineKind.ORDERS: QT_TRANSLATE_NOOP("shift", "Orders not finished: {n}"),
    LineKind.UNKNOWN: QT_TRANSLATE_NOOP("shift", "Results unknown: {n}"),
    LineKind.HOURS: QT_TRANSLATE_NOOP("shift", "Hours not reported: {n}"),
    LineKind.RECEIPTS: QT_TRANSLATE_NOOP("shift", "Receipts not sent: {n}"),
    LineKind.PRINTS: QT_TRANSLATE_NOOP("shift", "Slips not printed: {n}"),
    LineKind.SIGNATURES: QT_TRANSLATE_NOOP("shift", "Signed hand-outs: {n}"),
    LineKind.STOPS: QT_TRANSLATE_NOOP("shift", "Open STOPs: {n}"),
}
_TODO: Mapping[LineKind, str] = {
    LineKind.ORDERS: QT_TRANSLATE_NOOP("shift", "The next shift sees them as they are."),
    LineKind.UNKNOWN: QT_TRANSLATE_NOOP("shift", "Say who finds out: the platform has not answered."),
    LineKind.HOURS: QT_TRANSLATE_NOOP("shift", "They go by themselves, or ask on Hours: Ctrl+3."),
    LineKind.RECEIPTS: QT_TRANSLATE_NOOP("shift", "They wait for WDK, or for you: Ctrl+4."),
    LineKind.PRINTS: QT_TRANSLATE_NOOP("shift", "Print them, or say who does."),
    LineKind.SIGNATURES: QT_TRANSLATE_NOOP("shift", "Their codes are not verified yet."),
    LineKind.STOPS: QT_TRANSLATE_NOOP("shift", "Press F11: their cards wait over every page."),
}
_CLEAR: Mapping[LineKind, str] = {
    LineKind.ORDERS: QT_TRANSLATE_NOOP("shift", "Every order is finished."),
    LineKind.UNKNOWN: QT_TRANSLATE_NOOP("shift", "Of every action it is known how it ended."),
    LineKind.HOURS: QT_TRANSLATE_NOOP("shift", "Every hour that is over is reported, or none need be."),
    LineKind.RECEIPTS: QT_TRANSLATE_NOOP("shift", "All are sent, or none need be."),
    LineKind.PRINTS: QT_TRANSLATE_NOOP("shift", "No slip waits for anybody."),
    LineKind.SIGNATURES: QT_TRANSLATE_NOOP("shift", "Nothing is open that was handed out unchecked."),
    LineKind.STOPS: QT_TRANSLATE_NOOP("shift", "Somebody has acknowledged each."),
    LineKind.CASH: QT_TRANSLATE_NOOP("shift", "Counted, and nothing has moved since."),
}
_CASH = {
    "": QT_TRANSLATE_NOOP("shift", "The cash is counted"),
    "not_counted": QT_TRANSLATE_NOOP("shift", "The cash is not counted"),
    "moved": QT_TRANSLATE_NOOP("shift", "Cash has moved since it was counted"),
}
_TODO_CASH = {
    "not_counted": QT_TRANSLATE_NOOP("shift", "Count first: what should be there is shown after that."),
    "moved": QT_TRANSLATE_NOOP("shift", "Count once more, at the right."),
}
_SIGNS: Mapping[LineKind, Sign] = {LineKind.UNKNOWN: Sign.QUESTION, LineKind.STOPS: Sign.STOP}


def amount(fen: int) -> str:
    """In a column, without the currency."""
    return plain_amount(yuan_of(fen))


def line_title(line: Line) -> str:
    """What a line of the checklist is about, and how much of it there is."""
    if line.kind is LineKind.CASH:
        return translate("shift", _CASH[line.note])
    return translate("shift", _TITLES[line.kind]).format(n=line.count)


def line_words(line: Line) -> str:
    """What it holds, and what to do; of a clear one that it is."""
    if line.is_clear:
        return translate("shift", _CLEAR[line.kind])
    if line.kind is LineKind.CASH:
        return translate("shift", _TODO_CASH[line.note])
    return " ".join(filter(None, (_named(line.items, line.count), translate("shift", _TODO[line.kind]))))


def _named(items: Sequence[Item], count: int) -> str:
    names = [name for item in islice(items, _NAMED) if (name := item_name(item))]
    if not names:
        return ""
    more = translate("shift", " and {n} more").format(n=count - len(names)) if count > len(names) else ""
    return translate("shift", "{names}.").format(names=listed(names) + more)


def item_name(item: Item) -> str:
    """Meituan 17; an hour or a receipt by its number."""
    if not item.source or item.source == TILL:
        return item.number.strip()
    return f"{source_name(source_of(item.source), item.source)} {item.number.strip().lstrip('#')}".strip()


def line_sign(line: Line) -> tuple[Sign, StateRole]:
    """The sign at a line's left, and the state whose ink it has."""
    if line.is_clear:
        return Sign.CHECK_CIRCLE, StateRole.DONE
    if line.is_handed:
        return Sign.PERSON, StateRole.NEW
    sign = _SIGNS.get(line.kind, Sign.WARNING)
    role = {Sign.QUESTION: StateRole.UNKNOWN, Sign.STOP: StateRole.STOP}.get(sign, StateRole.HALF)
    return sign, role


def left_words(view: OpenShift) -> str:
    """How many lines still hold the closing up."""
    count = len(view.checklist.open)
    return translate("shift", "{n} still to do before the shift can be closed").format(n=count)


def closed_words(number: int, handed: Iterable[Handed]) -> Sentence:
    """Which Z ended the shift, and what went to whom."""
    words = translate("shift", "{what} handed to {name}.")
    told = (
        words.format(
            what=translate("shift", _TITLES[LineKind(each.line)]).format(n=each.count),
            name=actor_name(each.name),
        )
        for each in handed
    )
    what = translate("shift", "The shift is closed: Z {number:04}.").format(number=number)
    return Sentence(what, joined(*told), is_done=True)


def source_column(source: str) -> tuple[str, Source | None]:
    """A source of receipts by name, and its tag where it has one."""
    if source == TILL:
        return translate("shift", "Tills"), None
    return source_name(source_of(source), source), source_of(source)


def x_rows(figures: ShiftFigures) -> Iterator[FigureRow]:
    """The X: by source, tender, cashier, hour."""
    yield FigureRow(
        translate("shift", "By source"),
        translate("shift", "net, yuan"),
        translate("shift", "receipts"),
        Look.HEAD,
    )
    for source, each in figures.by_source.items():
        name, tag = source_column(source)
        yield FigureRow(name, amount(each.net_fen), str(each.receipts), source=tag)
    yield FigureRow(
        translate("shift", "Total"), amount(figures.total.net_fen), str(figures.total.receipts), Look.TOTAL
    )
    yield from _taken(translate("shift", "By way of paying"), figures.by_tender)
    yield from _taken(translate("shift", "By cashier"), figures.by_cashier)
    yield from _taken(translate("shift", "Taken before opening: it is in the float"), figures.before_opening)
    if figures.by_hour:
        yield FigureRow(translate("shift", "By hour"), translate("shift", "net, yuan"), look=Look.HEAD)
        yield from _hours(figures.by_hour)


def _taken(title: str, rows: Iterable[Taken]) -> Iterator[FigureRow]:
    for at, row in enumerate(rows):
        if not at:
            yield FigureRow(title, translate("shift", "yuan"), translate("shift", "payments"), Look.HEAD)
        yield FigureRow(actor_name(row.name), amount(row.fen), str(row.count))


def _hours(hours: Mapping[str, int]) -> Iterator[FigureRow]:
    """Two beside each other, down the left and then down the right; with dates where they are of two days."""
    days = {hour[:5] for hour in hours}
    cells = [(f"{hour if len(days) > 1 else hour[6:]}:00", amount(fen)) for hour, fen in hours.items()]
    half = -(-len(cells) // 2)
    for at in range(half):
        second = cells[at + half] if at + half < len(cells) else ("", "")
        yield FigureRow(*_pair(cells[at], second))


def _pair(first: tuple[str, str], second: tuple[str, str]) -> tuple[str, str, str, Look, None, str, str]:
    return first[0], "", first[1], Look.PAIR, None, second[0], second[1]


def z_rows(view: OpenShift) -> Iterator[FigureRow]:
    """What the Z will say, as far as it is known; the drawer first, since a person answers for it now."""
    figures = view.figures
    yield from _cash_rows(view)
    yield FigureRow(look=Look.LINE)
    orders = (
        (translate("shift", "Accepted"), figures.accepted),
        (translate("shift", "Refused"), figures.refused),
        (translate("shift", "Verified"), figures.verified),
        (translate("shift", "Cancelled"), figures.cancelled),
    )
    for at in range(0, len(orders), 2):
        (one, n), (two, m) = orders[at : at + 2]
        yield FigureRow(*_pair((one, str(n)), (two, str(m))))
    yield FigureRow(look=Look.LINE)
    total = figures.total
    yield FigureRow(translate("shift", "Gross"), amount(total.gross_fen))
    yield FigureRow(translate("shift", "Discounts"), amount(-total.discount_fen))
    yield FigureRow(translate("shift", "Refunds: {n}").format(n=total.returns), amount(-total.refund_fen))
    yield FigureRow(translate("shift", "Net, yuan"), amount(total.net_fen), look=Look.BIG)
    for row in figures.by_tender:
        yield FigureRow(translate("shift", "At the counter: {name}").format(name=row.name), amount(row.fen))
    yield from _after_rows(figures)


def _cash_rows(view: OpenShift) -> Iterator[FigureRow]:
    """What should be there comes after the count, never before."""
    count = view.count
    if count is None:
        yield FigureRow(translate("shift", "Cash over or short"), translate("shift", "after the count"))
        return
    yield FigureRow(translate("shift", "Expected"), expected_words(count.cash))
    yield FigureRow(
        translate("shift", "Counted by {name}").format(name=actor_name(count.actor)),
        amount(count.counted_fen),
    )
    difference = count.difference_fen
    if difference is not None:
        yield FigureRow(difference_words(difference), amount(difference))


def expected_words(cash: Cash) -> str:
    """What should be there, or that it is not computed, and for how many payments."""
    expected = cash.expected_fen
    if expected is None:
        return translate("shift", "not computed: {n} not known").format(n=cash.unmapped)
    return amount(expected)


def difference_words(fen: int) -> str:
    """Over, short, or right."""
    if not fen:
        return translate("shift", "It agrees")
    return translate("shift", "Cash over") if fen > 0 else translate("shift", "Cash short")


def _after_rows(figures: ShiftFigures) -> Iterator[FigureRow]:
    after = figures.after
    if after.receipts or after.returns:
        words = translate("shift", "After Z {z}: receipts {n}, refunds {m}")
        left = words.format(z=f"{after.z:04}", n=after.receipts, m=after.returns)
        yield FigureRow(left, amount(after.net_fen))
    if after.settled:
        yield FigureRow(
            translate("shift", "Unknown at Z {z}, known since").format(z=f"{after.z:04}"), str(after.settled)
        )


def no_receipts_words(figures: ShiftFigures) -> str:
    """Why the net is nothing though money was taken; empty where that is not so."""
    total = figures.total
    if total.receipts or total.returns or not any(row.fen for row in figures.by_tender):
        return ""
    return translate("shift", "No receipt has come in yet: the net is of receipts.")


def missing_words(view: ShiftView) -> str:
    """Which numbers this journal lacks; empty where none."""
    if view.missing is None:
        return ""
    first, last = view.missing
    if first == last:
        return translate("shift", "Z {first:04} is not in this journal: it was restored.").format(first=first)
    said = translate("shift", "Z {first:04} to {last:04} are not in this journal: it was restored.")
    return said.format(first=first, last=last)
