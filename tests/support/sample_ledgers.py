"""A day of the manager's pictures: one hour differs, one report is under way, one waits, one is open."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce

from posdesk.domain.books.hour import HOUR, Ask, HourState, Late
from posdesk.domain.books.ledger import DayView, HourRow, HourStory, ReceiptRow, Sheet, SheetRow, Waiting
from posdesk.domain.books.posting import Attempt, Book, HourFigures, Posting
from posdesk.domain.books.receipt import (
    TILL,
    Door,
    Figures,
    Receipt,
    ReceiptKey,
    ReceiptLine,
    SaleRef,
    Tendered,
    figures_of,
    mismatches,
)
from posdesk.domain.clock import CHINA
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Outcome, Seq
from tests.journal.making import key_of

DAY = date(2026, 11, 21)
SOURCES = ("4", "20", "3", "17", TILL)
"""Meituan, Ele.me, Baidu, QR, tills: the columns of the picture."""
_NET = {
    8: (26530, 16910, 4040, 5450, 15470, 17, 37),
    9: (20130, 16900, 2660, 5490, 10820, 14, 32),
    10: (35580, 28580, 4170, 7520, 20600, 24, 54),
    11: (92450, 59230, 14260, 16940, 54790, 59, 131),
    12: (122370, 83260, 17590, 37080, 66490, 82, 181),
    13: (107580, 66630, 13870, 19400, 44860, 63, 148),
    14: (52450, 32730, 6050, 11670, 25650, 32, 71),
    15: (45570, 30320, 4890, 9680, 22000, 28, 63),
    16: (48960, 28270, 7140, 8760, 23170, 29, 66),
    17: (73680, 58710, 9320, 21080, 50590, 53, 126),
    18: (150040, 83170, 18780, 31230, 71930, 88, 195),
    19: (120400, 86010, 14000, 26060, 46690, 73, 167),
    20: (25900, 20170, 3680, 5160, 12470, 17, 39),
}
"""By hour: net fen of each source, then receipts and items, as in the picture."""
_YESTERDAY = (74, 61, 92, 257, 293, 232, 128, 103, 112, 213, 367, 299, 115)
_LAST_WEEK = (73, 51, 89, 263, 286, 225, 129, 92, 108, 236, 348, 301, 126)
DIFFERING = datetime.combine(DAY, time(13), CHINA)
REPORTED = HourFigures(248690, 62, 146)


def hour_at(hour: int) -> datetime:
    """That hour of the pictures' day, China time."""
    return datetime.combine(DAY, time(hour), CHINA)


def _share(whole: int, index: int, count: int) -> int:
    """A whole number in parts that add up to it."""
    return whole // count + (1 if index < whole % count else 0)


def cells_of(hour: int) -> dict[str, Figures]:
    """An hour's figures by source; what the picture doesn't tell (discounts, refunds) is made up."""
    *nets, receipts, items = _NET[hour]
    cells = {}
    for index, (source, net) in enumerate(zip(SOURCES, nets, strict=True)):
        discount = net // 20 // 10 * 10
        returned = 1850 if source == TILL and hour in {12, 18} else 0
        cells[source] = Figures(
            _share(receipts, index, len(SOURCES)),
            int(returned > 0),
            _share(items, index, len(SOURCES)),
            net + discount + returned,
            discount,
            returned,
        )
    return cells


def total_of(cells: dict[str, Figures]) -> Figures:
    """What the cells add up to."""
    return reduce(Figures.__add__, cells.values(), Figures())


def posting(hour: datetime, outcome: Outcome = Outcome.CONFIRMED, **more: object) -> Posting:
    """A report of an hour, made two minutes after the hour's grace."""
    made = hour + HOUR + timedelta(minutes=5)
    plain = Posting(
        seq=Seq(f"hour-{hour:%m%d%H}"),
        book=Book.HOUR,
        outcome=outcome,
        actor="posdesk",
        made_at=made,
        hour=hour,
        attempts=1,
        ended_at=made + timedelta(seconds=1),
        last_code="0",
        answered=outcome is Outcome.CONFIRMED,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def said_of(total: Figures) -> HourFigures:
    """What a report of these figures says."""
    return HourFigures(total.net_fen, total.receipts, total.items)


def confirmed_row(hour: int) -> HourRow:
    """An hour that ovopark holds as it is."""
    cells = cells_of(hour)
    total = total_of(cells)
    last = posting(hour_at(hour), figures=said_of(total))
    return HourRow(hour_at(hour), HourState.CONFIRMED, cells, total, said_of(total), last=last)


def differing_row(ask: Ask = Ask.COVER) -> HourRow:
    """13:00: a receipt of 13:47 came at 14:52."""
    cells = cells_of(13)
    traded, came = hour_at(13) + timedelta(minutes=47), hour_at(14) + timedelta(minutes=52)
    late = Late("0001873", traded, came, 3650, is_return=False)
    return HourRow(
        DIFFERING,
        HourState.DIFFERS,
        cells,
        total_of(cells),
        REPORTED,
        ask,
        posting(DIFFERING, figures=REPORTED),
        (late,),
    )


def sent_row() -> HourRow:
    """18:00: a report has left and no answer is known."""
    cells = cells_of(18)
    last = posting(
        hour_at(18), Outcome.SENDING, figures=said_of(total_of(cells)), ended_at=None, last_code=""
    )
    return HourRow(hour_at(18), HourState.SENT, cells, total_of(cells), last=last)


def unknown_row() -> HourRow:
    """18:00: its report's answer was lost."""
    last = posting(
        hour_at(18),
        Outcome.UNKNOWN,
        figures=said_of(total_of(cells_of(18))),
        ended_at=None,
        last_code="",
        last_words=str(CallFault.TIMED_OUT),
        ever_unknown=True,
        next_at=hour_at(20) + timedelta(minutes=13),
    )
    return replace(sent_row(), last=last)


def closed_row() -> HourRow:
    """19:00: over, reported in a moment."""
    cells = cells_of(19)
    due = hour_at(20) + timedelta(minutes=15)
    return HourRow(hour_at(19), HourState.CLOSED, cells, total_of(cells), due_at=due)


def unseen_row() -> HourRow:
    """19:00: over, and counter 2 was not seen since before its end."""
    return replace(closed_row(), due_at=None, ask=Ask.UNSEEN, unseen=("2",))


def open_row() -> HourRow:
    """20:00: it is not over yet."""
    cells = cells_of(20)
    return HourRow(
        hour_at(20), HourState.OPEN, cells, total_of(cells), due_at=hour_at(21) + timedelta(minutes=5)
    )


def refused_row(code: str, words: str = "", *, duplicate: bool = False) -> HourRow:
    """19:00, refused; by a duplicate that this journal never sent, where that is said."""
    ask = Ask.DUPLICATE if duplicate else Ask.REFUSED
    last = posting(
        hour_at(19),
        Outcome.REFUSED,
        figures=said_of(total_of(cells_of(19))),
        last_code=code,
        last_words=words,
        answered=True,
        needs_person=True,
        was_duplicate=duplicate,
    )
    return replace(closed_row(), ask=ask, last=last, due_at=None)


def negative_row() -> HourRow:
    """09:00: more was taken back than sold."""
    figures = Figures(0, 1, -2, 0, 0, 4200)
    return HourRow(hour_at(9), HourState.CLOSED, {TILL: figures}, figures, ask=Ask.NEGATIVE)


def day_of(*rows: HourRow, day: date = DAY) -> DayView:
    """A day of these rows, in the order of their hours, with its totals."""
    ordered = tuple(sorted(rows, key=lambda row: row.hour))
    by_source: dict[str, Figures] = {}
    for row in ordered:
        for source, figures in row.by_source.items():
            by_source[source] = by_source.get(source, Figures()) + figures
    first = {hour: index for index, hour in enumerate(range(8, 21))}
    before = tuple(1000 * _YESTERDAY[first[h]] if h in first else 0 for h in _clock_hours())
    week = tuple(1000 * _LAST_WEEK[first[h]] if h in first else 0 for h in _clock_hours())
    return DayView(day, ordered, tuple(by_source), total_of(by_source), by_source, before, week)


def _clock_hours() -> tuple[int, ...]:
    """The hours of the clock of a day that starts at 04:00."""
    return tuple((4 + index) % 24 for index in range(24))


def picture_day(*instead: HourRow) -> DayView:
    """The day of the picture; rows in `instead` take the place of their hour's."""
    rows = [confirmed_row(hour) for hour in (8, 9, 10, 11, 12, 14, 15, 16, 17)]
    rows += [differing_row(), sent_row(), closed_row(), open_row()]
    known = {row.hour: row for row in (*rows, *instead)}
    return day_of(*known.values())


def empty_day(day: date = DAY) -> DayView:
    """A day on which nothing was sold."""
    return day_of(day=day)


def story(hour: datetime = DIFFERING) -> HourStory:
    """13:00's: sent and confirmed at 14:15."""
    sent = hour + HOUR + timedelta(minutes=15, seconds=2)
    done = sent + timedelta(seconds=1)
    attempt = Attempt(sent, Outcome.CONFIRMED, figures=REPORTED, ended_at=done, code="0", words="成功")
    return HourStory(hour, (posting(hour, figures=REPORTED, made_at=sent, ended_at=done),), (attempt,))


def receipt(
    serial: str, at: datetime | None, fen: int, *, is_return: bool = False, **more: object
) -> Receipt:
    """A receipt of one dish and one payment that adds up."""
    plain = Receipt(
        ReceiptKey("001", "01", serial),
        is_return,
        at,
        fen,
        "李敏",
        (ReceiptLine("1", "6901", "剁椒鱼头", "份", Decimal(1), fen, 0, fen),),
        (Tendered("01", "1", fen),),
        discount_fen=0,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def receipt_row(receipt: Receipt, received_at: datetime, **more: object) -> ReceiptRow:
    """A till's receipt as the pages list it."""
    moment = receipt.traded_at or received_at
    hour = moment.astimezone(CHINA).replace(minute=0, second=0, microsecond=0)
    plain = ReceiptRow(
        receipt,
        TILL,
        Door.HTTP,
        received_at,
        hour,
        figures_of(receipt),
        mismatches(receipt),
        wdk=Outcome.CONFIRMED,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def receipts() -> tuple[ReceiptRow, ...]:
    """13:00's, one of each kind: plain, discounted, returned, not adding up, timeless, of an order, late."""
    at = [DIFFERING + timedelta(minutes=5 * n) for n in range(8)]
    late = DIFFERING + timedelta(minutes=47)
    sale = SaleRef("01", "0001790", DIFFERING - HOUR)
    line = ReceiptLine("1", "6902", "腊肉炒藜蒿", "份", Decimal(2), 2600, 520, 4680)
    return (
        receipt_row(receipt("0001801", at[0], 5400), at[0], target="9007199254740993001"),
        receipt_row(receipt("0001802", at[1], 4680, lines=(line,), discount_fen=520), at[1]),
        receipt_row(receipt("0001803", at[2], 1850, is_return=True, original=sale), at[2]),
        receipt_row(receipt("0001804", at[3], 3000, tenders=(Tendered("01", "1", 2900),)), at[3]),
        receipt_row(receipt("0001805", None, 1200), at[4], wdk=Outcome.QUEUED),
        receipt_row(
            receipt("3001112606", at[5], 6790),
            at[5],
            source="4",
            door=Door.ORDER,
            order=key_of("27"),
            wdk=Outcome.UNKNOWN,
        ),
        receipt_row(
            receipt("0001806", at[6], 2200), at[6], wdk=Outcome.REFUSED, code="isv.invalid-parameter"
        ),
        receipt_row(receipt("0001807", at[7], 990), at[7], wdk=None, lacks="pay_type 11"),
        receipt_row(receipt("0001873", late, 3650), late + timedelta(minutes=65), wdk=Outcome.SENDING),
    )


def waiting() -> Waiting:
    """What the picture's day leaves to do: the differing hour, and a receipt that WDK refused."""
    refused = Posting(
        Seq("receipt-2041"),
        Book.RECEIPT,
        Outcome.REFUSED,
        "posdesk",
        hour_at(19),
        receipt=ReceiptKey("001", "01", "0002041"),
        attempts=1,
        needs_person=True,
        last_code="isv.invalid-parameter",
        last_words="pay_type is invalid",
        answered=True,
    )
    return Waiting((refused,), (differing_row(),), (), confirmed={Book.RECEIPT: 578, Book.HOUR: 9})


def sheet() -> Sheet:
    """The picture's day in the three books, all alike."""
    day = picture_day()
    rows = tuple(
        SheetRow(
            source,
            figures.receipts,
            None if source == TILL else figures.net_fen,
            figures.net_fen,
            figures.net_fen,
        )
        for source, figures in day.by_source.items()
    )
    return Sheet(DAY, from_orders=True, rows=rows, differences=())
