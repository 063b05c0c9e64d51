"""The daily sheet's sentences: sources, why the books differ, and the button that mends it."""

from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.platform_codes import failure_of, said_words, why_words
from posdesk.desk.words.say import actor_name, clock_time, joined, listed, plain_amount
from posdesk.desk.words.states import close_reason_words, source_name
from posdesk.domain.books.ledger import Cause, Difference, Sheet
from posdesk.domain.books.receipt import TILL
from posdesk.domain.failure import Mend
from posdesk.domain.money import yuan_of
from posdesk.domain.orders.source import source_of

translate = QCoreApplication.translate

NOTHING = "—"  # a book has no amount


class Remedy(StrEnum):
    """What a difference's one button does."""

    ORDER = "order"
    HOUR = "hour"
    RECEIPT = "receipt"
    SETTINGS = "settings"
    SEND_AGAIN = "send_again"
    ASK_AGAIN = "ask_again"


_SENTENCES = {
    Cause.NO_RECEIPT: QT_TRANSLATE_NOOP(
        "sheet", "This order has no receipt. If it should count, ring it up at the till."
    ),
    Cause.AMOUNT: QT_TRANSLATE_NOOP(
        "sheet", "The receipt says {hours}, the order {orders}. Check which is right."
    ),
    Cause.CLOSED_HERE: QT_TRANSLATE_NOOP(
        "sheet", "Closed here, not completed: {detail}. It counts in none of the books."
    ),
    Cause.LACKS_PAY_TYPE: QT_TRANSLATE_NOOP(
        "sheet", "The receipt did not go to WDK: payment type {detail} has no WDK number."
    ),
    Cause.WDK_REFUSED: QT_TRANSLATE_NOOP("sheet", "WDK did not take the receipt."),
    Cause.WDK_UNKNOWN: QT_TRANSLATE_NOOP(
        "sheet", "Nobody knows whether WDK has the receipt. Look there, then say so on the sync page."
    ),
    Cause.WDK_WITHDRAWN: QT_TRANSLATE_NOOP("sheet", "{who} decided not to send this receipt to WDK."),
    Cause.RETURNED: QT_TRANSLATE_NOOP(
        "sheet", "Taken back at {time}: hours and receipts have deducted it, the order still says completed."
    ),
    Cause.HOUR_DIFFERS: QT_TRANSLATE_NOOP("sheet", "ovopark has {detail}, the receipts add up to {hours}."),
    Cause.HOUR_UNREPORTED: QT_TRANSLATE_NOOP("sheet", "The hour is over, but ovopark has not confirmed it."),
}
_REMEDIES = {
    Cause.NO_RECEIPT: Remedy.ORDER,
    Cause.CLOSED_HERE: Remedy.ORDER,
    Cause.AMOUNT: Remedy.RECEIPT,
    Cause.LACKS_PAY_TYPE: Remedy.SETTINGS,
    Cause.WDK_REFUSED: Remedy.SEND_AGAIN,
    Cause.WDK_UNKNOWN: Remedy.ASK_AGAIN,
    Cause.WDK_WITHDRAWN: Remedy.SEND_AGAIN,
    Cause.RETURNED: Remedy.ORDER,
    Cause.HOUR_DIFFERS: Remedy.HOUR,
    Cause.HOUR_UNREPORTED: Remedy.HOUR,
}
_LABELS = {
    Remedy.ORDER: QT_TRANSLATE_NOOP("sheet", "See the order"),
    Remedy.HOUR: QT_TRANSLATE_NOOP("sheet", "See the hour"),
    Remedy.RECEIPT: QT_TRANSLATE_NOOP("sheet", "See the receipt"),
    Remedy.SETTINGS: QT_TRANSLATE_NOOP("sheet", "Add the number"),
    Remedy.SEND_AGAIN: QT_TRANSLATE_NOOP("sheet", "Send again"),
    Remedy.ASK_AGAIN: QT_TRANSLATE_NOOP("sheet", "Ask again now"),
}
_IN_SETTINGS = frozenset({Mend.SETTINGS, Mend.SECRET})


def source_words(source: str) -> str:
    """A source as the sheet names it."""
    if source == TILL:
        return translate("sheet", "Store tills")
    return source_name(source_of(source), source)


def sentence_of(difference: Difference) -> str:
    """Why the books differ about it, in a sentence."""
    words = translate("sheet", _SENTENCES[difference.cause])
    posting = difference.posting
    sentence = words.format(
        orders=amount(difference.orders_fen),
        hours=amount(difference.hours_fen),
        detail=_detail(difference),
        who=actor_name((posting.settled_by or posting.actor) if posting else "-"),
        time=clock_time(difference.at),
    )
    if difference.cause is Cause.AMOUNT and difference.orders_fen is None and difference.detail:
        odd = translate("sheet", "The order says {amount}, which is no whole number of fen.")
        sentence = odd.format(amount=difference.detail)
    if posting is None or not posting.needs_person:
        return sentence
    if difference.cause is Cause.WDK_REFUSED:
        return joined(sentence, said_words(posting) or why_words(posting))  # what to do stands beside it
    return joined(sentence, why_words(posting)) if difference.cause is Cause.HOUR_UNREPORTED else sentence


def notes_of(sheet: Sheet) -> str:
    """What the table leaves open: which orders are compared with nothing, what ovopark gets only later."""
    alone = [row for row in sheet.rows if row.source != TILL and row.hours_fen is None]
    later = sum(row.open_fen for row in sheet.rows)
    notes = []
    if alone:
        words = translate(
            "sheet",
            "Orders of {sources} make no receipts here, the tills ring them among their own: their {amount}"
            " can't be compared with hours or receipts.",
        )
        fen = sum(row.orders_fen or 0 for row in alone)
        names = listed(source_words(row.source) for row in alone)
        notes.append(words.format(sources=names, amount=amount(fen)))
    if later:
        words = translate("sheet", "{amount} lies in hours that are not reported yet: ovopark lacks it.")
        notes.append(words.format(amount=amount(later)))
    return joined(*notes)


def _detail(difference: Difference) -> str:
    if difference.cause is Cause.HOUR_DIFFERS and difference.detail:
        return plain_amount(Decimal(difference.detail))
    if difference.cause is Cause.CLOSED_HERE:
        return close_reason_words(difference.detail)
    return difference.detail.removeprefix("pay_type ") or "-"


def remedy_of(difference: Difference) -> Remedy | None:
    """What its button does; None where nothing that we know leads further."""
    remedy, posting = _REMEDIES[difference.cause], difference.posting
    failure = failure_of(posting) if posting is not None else None
    if difference.cause is Cause.WDK_REFUSED and failure is not None and failure.mend in _IN_SETTINGS:
        return Remedy.SETTINGS
    if remedy is Remedy.ORDER and difference.order is None:
        return Remedy.RECEIPT if difference.receipt is not None else None
    needs_posting = remedy in {Remedy.SEND_AGAIN, Remedy.ASK_AGAIN}
    return None if needs_posting and posting is None else remedy


def remedy_label(remedy: Remedy, difference: Difference) -> str:
    """The words on its button."""
    if remedy is Remedy.SETTINGS and difference.cause is not Cause.LACKS_PAY_TYPE:
        return translate("sheet", "Settings")
    return translate("sheet", _LABELS[remedy])


def amount(fen: int | None) -> str:
    """An amount in a column; a dash where that book has none."""
    return NOTHING if fen is None else plain_amount(yuan_of(fen))
