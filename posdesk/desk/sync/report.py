"""The report for support: plain text of what waits. No names, phones, addresses, amounts or secrets."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from posdesk import __version__
from posdesk.domain import privacy
from posdesk.domain.books.ledger import HourRow, IntakeTrouble, ReceiptRow, Waiting
from posdesk.domain.books.pending import Pending, group_of_posting, halted_platforms
from posdesk.domain.books.posting import Posting
from posdesk.domain.clock import in_china
from posdesk.domain.orders.history import Remark
from posdesk.domain.orders.refused import RefusedCall
from posdesk.domain.status import BookStatus, EngineStatus, PartnerStatus
from posdesk.settings.settings import Settings

MOST_LINES = 200  # of each kind; the rest is counted
_LONG_NUMBER = re.compile(r"(?<!\d)(\d{3})\d{4}(\d{4})(?!\d)")


def report_text(
    pending: Iterable[Pending], waiting: Waiting, *, settings: Settings, status: EngineStatus, now: datetime
) -> str:
    """Ids, codes, times, outcomes and the platforms' words, in English whatever is on screen."""
    store = settings.store
    lines = [
        f"posdesk {__version__}  {_time(now)}  store {store.code}  counter {store.counter}",
        f"engine: {_engine(status)}  {status.trouble or 'no trouble'}",
        *_skews(status),
        f"wiping: {status.keeping.doubt or 'the clock is believed'}  left: {len(status.keeping.left)}",
        f"halted: {', '.join(sorted(halted_platforms(waiting))) or 'none'}  unqueued: {waiting.unqueued}",
        *_section("orders", [_of_pending(row) for row in pending]),
        *_section("hours and receipts", [_of_posting(posting) for posting in waiting.postings]),
        *_section("hours that ask", [_of_ask(row) for row in waiting.asks]),
        *_section("receipts that lack something", [_of_lack(row) for row in waiting.lacking]),
        *_section("platforms' calls not taken", [_of_refused(call) for call in waiting.refused]),
        *_section("not taken in", [_of_trouble(trouble) for trouble in waiting.troubles]),
        *_section("to be read", [_of_remark(remark) for remark in waiting.remarks]),
    ]
    return "\n".join(lines) + "\n"


def without_phones(words: str) -> str:
    """Eleven digits in a row lose their middle: a platform may name a customer's phone."""
    return _LONG_NUMBER.sub(r"\1****\2", privacy.without_phones(words))


def _section(name: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"-- {name}: {len(lines)}"
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"... and {len(lines) - MOST_LINES} more"


def _engine(status: EngineStatus) -> str:
    return "alive" if status.alive else f"not alive ({status.state})"


def _skews(status: EngineStatus) -> Iterator[str]:
    known: tuple[PartnerStatus | BookStatus, ...] = (*status.partners, *status.books)
    for one in known:
        skew = "not measured" if one.skew_s is None else f"{one.skew_s:+.1f} s"
        away = f"  unreachable since {_time(one.unreachable_since)}" if one.unreachable_since else ""
        yield f"{one.name}: clock {skew}{away}"


def _of_remark(remark: Remark) -> str:
    return f"{remark.what}  {remark.source}  {remark.name}  {' / '.join(remark.detail.splitlines())}"


def _of_pending(row: Pending) -> str:
    intent = row.intent
    words = without_phones(intent.last_answer)
    return (
        f"{row.group}  {intent.kind}  {intent.key.partner}/{intent.key.bill}  {intent.seq}"
        f"  {intent.outcome}  pressed {_time(intent.pressed_at)}  attempts {intent.attempts}"
        f"  code {intent.last_code}  next {_time(intent.next_at)}  said {words!r}"
    )


def _of_posting(posting: Posting) -> str:
    what = _time(posting.hour) if posting.hour else "/".join(posting.receipt or ())
    words = without_phones(posting.last_words)
    return (
        f"{group_of_posting(posting)}  {posting.book}  {what}  {posting.seq}  {posting.outcome}"
        f"  made {_time(posting.made_at)}  attempts {posting.attempts}  code {posting.last_code or '-'}"
        f"  cover {int(posting.cover)}  unknown once {int(posting.ever_unknown)}"
        f"  next {_time(posting.next_at)}  said {words!r}"
    )


def _of_ask(row: HourRow) -> str:
    last = row.last.seq if row.last is not None else "-"
    return f"{_time(row.hour)}  {row.state}  asks {row.ask}  last {last}"


def _of_lack(row: ReceiptRow) -> str:
    return f"{'/'.join(row.key)}  received {_time(row.received_at)}  lacks {row.lacks}"


def _of_trouble(trouble: IntakeTrouble) -> str:
    key = "/".join(trouble.receipt or ())
    reason = without_phones(trouble.reason)
    return f"{_time(trouble.at)}  {trouble.what}  {trouble.door}  {trouble.name}  {key}  {reason!r}"


def _of_refused(call: RefusedCall) -> str:
    what = call.what
    return (
        f"{call.partner}/{what.tbillno}  {what.kind or 'call'}  code {what.code}  {what.field}"
        f"  {without_phones(what.words)!r}  first {_time(call.first_at)}  last {_time(call.last_at)}"
        f"  {call.count} times"
    )


def _time(moment: datetime | None) -> str:
    return f"{in_china(moment):%Y-%m-%d %H:%M:%S}" if moment else "-"
