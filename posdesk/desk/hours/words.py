"""The small words of the Hours page: sources, days, amounts, and where an hour stands."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.theme import StateRole
from posdesk.desk.words.language import is_chinese
from posdesk.desk.words.say import clock_time, date_words, plain_amount
from posdesk.desk.words.states import source_name
from posdesk.domain.books.hour import Ask, HourState
from posdesk.domain.books.ledger import DayView, HourRow
from posdesk.domain.books.receipt import TILL
from posdesk.domain.clock import CHINA
from posdesk.domain.money import yuan_of
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.source import Source, source_of

translate = QCoreApplication.translate

_ORDER = (Source.MEITUAN, Source.ELEME, Source.BAIDU, Source.QR, Source.OTHER)


class StateSign(StrEnum):
    """The sign of a state; painted, since the font lacks them."""

    OPEN = "open"  # a ring
    CLOSED = "closed"  # a filled square
    SENT = "sent"  # an arrow
    CONFIRMED = "confirmed"  # a check
    DIFFERS = "differs"  # not equal
    UNKNOWN = "unknown"  # a diamond with a question mark
    REFUSED = "refused"  # a cross
    PERSON = "person"
    RETURN = "return"
    TIME = "time"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an hour stands: sign, words, colours; `asks` is why a person is needed, "" where none is."""

    mark: StateSign
    text: str
    role: StateRole
    asks: str = ""

    def __str__(self) -> str:
        """Both, as one text."""
        return f"{self.text}, {self.asks}" if self.asks else self.text


def in_order(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Sources in the order of the columns: the known sites, others by their code, tills last."""
    return tuple(sorted(sources, key=_place))


def _place(source: str) -> tuple[int, int, str]:
    if source == TILL:
        return 1, 0, ""
    return 0, _ORDER.index(source_of(source)), source.rjust(8)


def site_of(source: str) -> Source | None:
    """The site of a receipt's source, None for the store's own tills."""
    return None if source == TILL else source_of(source)


def column_name(source: str) -> str:
    """A source as its column is headed: Meituan, Tills."""
    if source == TILL:
        return translate("hours", "Tills")
    return source_name(source_of(source), source)


def amount(fen: int) -> str:
    """An amount of a column, in yuan without the sign: 1,075.80, −42.00."""
    return plain_amount(yuan_of(fen))


def number(count: int) -> str:
    """A count of a column, with a true minus: 1,310, −2."""
    return f"{count:,}".replace("-", "−")


def more_or_less(fen: int) -> str:
    """A difference with its sign: +36.50, −42.00."""
    return f"+{amount(fen)}" if fen > 0 else amount(fen)


def hour_words(hour: datetime) -> str:
    """The hour as people call it: 13:00."""
    return clock_time(hour)


def rule_words(day_starts: str) -> str:
    """The one rule that decides where a receipt counts."""
    words = translate(
        "hours", "Business day from {time}, China time. A receipt counts in the hour of its trade."
    )
    return words.format(time=day_starts)


def week_words(day: date) -> str:
    """The same day of the week before: 上周六, last Sat."""
    words = date_words(datetime.combine(day - timedelta(days=7), time(12), CHINA))
    name = words[-1] if is_chinese() else words.split()[0]
    return translate("hours", "last {day}").format(day=name)


def ask_words(ask: Ask) -> str:
    """Why a manager is needed, in a word."""
    words = {
        Ask.NONE: "",
        Ask.NEGATIVE: translate("hours", "negative figure"),
        Ask.TOO_LARGE: translate("hours", "too large"),
        Ask.DUPLICATE: translate("hours", "something is there"),
        Ask.REFUSED: translate("hours", "refused"),
        Ask.COVER: translate("hours", "needs you"),
        Ask.LACKS: translate("hours", "may lack receipts"),
        Ask.UNSEEN: translate("hours", "a counter is missing"),
    }
    return words[ask]


def standing_of(row: HourRow) -> Standing:
    """An hour's state in sign and words."""
    asks = ask_words(row.ask)
    last = row.last
    if last is not None and last.outcome is Outcome.UNKNOWN:
        return Standing(StateSign.UNKNOWN, translate("hours", "result unknown"), StateRole.UNKNOWN, asks)
    table = {
        HourState.OPEN: (StateSign.OPEN, translate("hours", "open"), StateRole.NEW),
        HourState.CLOSED: (StateSign.CLOSED, translate("hours", "closed, to be sent"), StateRole.SENDING),
        HourState.SENT: (StateSign.SENT, translate("hours", "sent, no answer yet"), StateRole.SENDING),
        HourState.CONFIRMED: (StateSign.CONFIRMED, translate("hours", "confirmed"), StateRole.DONE),
        HourState.DIFFERS: (StateSign.DIFFERS, translate("hours", "differs"), StateRole.DIFFERS),
    }
    mark, text, role = table[row.state]
    if row.state is HourState.CLOSED and _stays_here(row):
        text = translate("hours", "closed, not sent")
    return Standing(mark, text, role, asks)


def _stays_here(row: HourRow) -> bool:
    """Whether a closed hour's report does not leave by itself."""
    under_way = row.last is not None and row.last.is_open
    return row.due_at is None and not under_way


def confirmed_words(view: DayView) -> str:
    """How far the day is: confirmed 9 of 12 hours; only hours that are over count."""
    over = [row for row in shown_rows(view) if row.state is not HourState.OPEN]
    done = sum(row.state is HourState.CONFIRMED for row in over)
    return translate("hours", "confirmed {n} of {all} hours").format(n=done, all=len(over))


def shown_rows(view: DayView) -> tuple[HourRow, ...]:
    """The hours from the first to the last with anything in them."""
    full = [n for n, row in enumerate(view.rows) if _has_anything(row)]
    return view.rows[full[0] : full[-1] + 1] if full else ()


def _has_anything(row: HourRow) -> bool:
    return bool(row.by_source) or row.last is not None or bool(row.ask) or row.reported is not None
