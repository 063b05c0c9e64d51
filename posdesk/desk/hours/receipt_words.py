"""A receipt in words: when, what it adds, what is odd about it, and where WDK stands."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from posdesk.desk.hours.words import StateSign, amount, number, site_of
from posdesk.desk.theme import StateRole
from posdesk.desk.words.say import clock_time, dated_time, same_day_time
from posdesk.domain.books.ledger import ReceiptRow
from posdesk.domain.books.receipt import Mismatch, Rule
from posdesk.domain.money import yuan_of, yuan_text
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.source import Source

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """A receipt's row. `notes` are signs with sentences, `proof` is WDK's number for it."""

    time: str
    serial: str
    site: Source | None
    net: str
    about: str
    wdk: str
    mark: StateSign
    role: StateRole
    notes: tuple[tuple[StateSign, str], ...] = ()
    proof: str = ""

    @property
    def spoken(self) -> str:
        """All of it in one line."""
        notes = [text for _, text in self.notes]
        return ", ".join(filter(None, (self.time, self.serial, self.net, self.about, self.wdk, *notes)))


def receipt_text(row: ReceiptRow) -> ReceiptText:
    """A receipt as its row shows it."""
    mark, role, wdk = _wdk(row)
    return ReceiptText(
        time=clock_time(row.receipt.traded_at or row.received_at),
        serial=row.key.serial_num,
        site=site_of(row.source),
        net=amount(row.figures.net_fen),
        about="    ".join(_about(row)),
        wdk=wdk,
        mark=mark,
        role=role,
        notes=tuple(_notes(row)),
        proof=translate("hours", "WDK number {target}").format(target=row.target) if row.target else "",
    )


def _about(row: ReceiptRow) -> list[str]:
    parts = [translate("hours", "items: {n}").format(n=number(row.figures.items))]
    if row.figures.discount_fen:
        parts.append(translate("hours", "discount {yuan}").format(yuan=amount(row.figures.discount_fen)))
    if row.order is not None:
        parts.append(translate("hours", "order {number}").format(number=row.order.bill))
    return parts


def _notes(row: ReceiptRow) -> list[tuple[StateSign, str]]:
    notes = [(StateSign.RETURN, _return_words(row))] if row.receipt.is_return else []
    if row.receipt.traded_at is None:
        words = translate("hours", "It came without a trade time: the hour of its arrival counts.")
        notes.append((StateSign.TIME, words))
    if row.is_misdated:
        words = translate("hours", "It came {time}: a clock is wrong, the till's or this PC's.")
        notes.append((StateSign.TIME, words.format(time=dated_time(row.received_at))))
    notes += [(StateSign.DIFFERS, mismatch_words(wrong)) for wrong in row.mismatches]
    if row.lacks:
        words = translate("hours", "It waits for a number in the settings: {what}.")
        notes.append((StateSign.WARNING, words.format(what=row.lacks)))
    if row.wdk is Outcome.REFUSED and row.code:
        words = translate("hours", "WDK refused it ({code}). The Sync page has what mends it.")
        notes.append((StateSign.WARNING, words.format(code=row.code)))
    return notes


def _return_words(row: ReceiptRow) -> str:
    sale = row.receipt.original
    if sale is None:
        return translate("hours", "Return, of which sale it does not say.")
    words = translate("hours", "Return of {serial}.")
    if sale.traded_at is None:
        return words.format(serial=sale.serial_num)
    timed = translate("hours", "Return of {serial}, sold {time}.")
    return timed.format(serial=sale.serial_num, time=same_day_time(sale.traded_at, row.hour))


def mismatch_words(wrong: Mismatch) -> str:
    """Which sum does not come out, with both amounts; it is marked only, never refused."""
    words = {
        Rule.LINE: translate(
            "hours", "Line {n}: price times quantity less discount is {expected}, it says {found}."
        ),
        Rule.LINES: translate("hours", "The lines should add up to {expected}, they add up to {found}."),
        Rule.TENDERS: translate("hours", "The payments should add up to {expected}, they add up to {found}."),
    }
    expected = yuan_text(yuan_of(int(wrong.expected_fen)))
    if wrong.expected_fen != wrong.expected_fen.to_integral_value():
        expected = yuan_text(wrong.expected_fen.scaleb(-2))
    return words[wrong.rule].format(n=wrong.line, expected=expected, found=amount(wrong.found_fen))


def _wdk(row: ReceiptRow) -> tuple[StateSign, StateRole, str]:
    if row.wdk is None:
        return StateSign.OPEN, StateRole.SENDING, translate("hours", "WDK: not queued")
    table = {
        Outcome.QUEUED: (StateSign.CLOSED, StateRole.SENDING, translate("hours", "WDK: waits")),
        Outcome.SENDING: (StateSign.SENT, StateRole.SENDING, translate("hours", "WDK: sent")),
        Outcome.CONFIRMED: (StateSign.CONFIRMED, StateRole.DONE, translate("hours", "WDK has it")),
        Outcome.REFUSED: (StateSign.REFUSED, StateRole.REFUSED, translate("hours", "WDK refused it")),
        Outcome.UNKNOWN: (StateSign.UNKNOWN, StateRole.UNKNOWN, translate("hours", "WDK: result unknown")),
        Outcome.WITHDRAWN: (StateSign.PERSON, StateRole.USED, translate("hours", "WDK: withdrawn")),
        Outcome.EXPIRED: (StateSign.REFUSED, StateRole.HALF, translate("hours", "WDK: expired")),
        Outcome.SETTLED_DONE: (
            StateSign.PERSON,
            StateRole.USED,
            translate("hours", "WDK has it, somebody says"),
        ),
        Outcome.SETTLED_NOT_DONE: (
            StateSign.PERSON,
            StateRole.USED,
            translate("hours", "WDK has it not, somebody says"),
        ),
    }
    return table[row.wdk]
