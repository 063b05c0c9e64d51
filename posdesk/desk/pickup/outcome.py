"""What became of the codes that were found: the verification that followed, by the journal's own word."""

from collections.abc import Iterable
from dataclasses import replace

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome
from posdesk.domain.pickup.lookup import ScanResult, ScanRow
from posdesk.domain.privacy import without_phones

_BECAME = {
    Outcome.CONFIRMED: ScanResult.DONE,
    Outcome.UNKNOWN: ScanResult.UNKNOWN,
    Outcome.REFUSED: ScanResult.WRONG,
}
_GOES_ON = (ScanResult.FOUND, ScanResult.CANNOT)
_Verified = tuple[OrderView, Intent]


def as_it_became(rows: tuple[ScanRow, ...], views: Iterable[OrderView]) -> tuple[ScanRow, ...]:
    """The rows, newest first as they come; a code shows how the verification after it ended.

    A verification counts for the last scan of its code before it was pressed, and for no other.
    """
    verified = [(v, i) for v in views for i in v.intents if i.kind is Kind.VERIFY and i.code]
    verified.sort(key=lambda pair: pair[1].pressed_at)
    return tuple(_became(row, verified) for row in rows)


def _became(row: ScanRow, verified: list[_Verified]) -> ScanRow:
    mine = [pair for pair in verified if pair[1].code == row.code and pair[1].pressed_at >= row.at]
    for pair in mine:
        verified.remove(pair)
    if row.result not in _GOES_ON or not mine:
        return row
    view, intent = mine[-1]
    result = ScanResult.SIGNED if _is_signed(intent) else _BECAME.get(intent.outcome, row.result)
    content = view.order.content
    return replace(
        row,
        result=result,
        source=content.source,
        show_no=content.number,
        customer=without_phones(content.customer),
        key=view.order.key,
    )


def _is_signed(intent: Intent) -> bool:
    return intent.without_answer and intent.outcome is not Outcome.CONFIRMED
