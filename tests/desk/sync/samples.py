"""What waits in the pictures, and one of each thing that the page can say."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from posdesk.domain.books.ledger import (
    Cause,
    Difference,
    IntakeFault,
    IntakeTrouble,
    Misdated,
    Sheet,
    SheetRow,
    Waiting,
)
from posdesk.domain.books.posting import Book, Posting
from posdesk.domain.books.receipt import TILL, Door, ReceiptKey
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.domain.orders.refused import (
    CountedCalls,
    Refused,
    RefusedCall,
    RefusedKind,
    TurnedAway,
    WrongSigns,
)
from tests.journal.making import key_of
from tests.support.fake_books import EVENING
from tests.support.sample_ledgers import (
    DAY,
    differing_row,
    hour_at,
    negative_row,
    posting,
    receipt,
    receipt_row,
    refused_row,
)


def receipt_posting(serial: str, outcome: Outcome = Outcome.QUEUED, **more: object) -> Posting:
    """A receipt on its way to WDK, made a minute and ten seconds before the picture."""
    plain = Posting(
        seq=Seq(f"receipt-{serial}"),
        book=Book.RECEIPT,
        outcome=outcome,
        actor="posdesk",
        made_at=EVENING - timedelta(seconds=70),
        receipt=ReceiptKey("001", "01", serial),
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def throttled(serial: str, *, left_s: float = 24) -> Posting:
    """WDK told us to wait."""
    return receipt_posting(
        serial,
        last_code="7",
        last_words="This ban will last for 24 more seconds",
        answered=True,
        attempts=1,
        next_at=EVENING + timedelta(seconds=left_s),
    )


def refused(serial: str, code: str = "25", words: str = "Invalid signature", **more: object) -> Posting:
    """WDK said no."""
    return receipt_posting(
        serial,
        Outcome.REFUSED,
        last_code=code,
        last_words=words,
        answered=True,
        attempts=1,
        needs_person=True,
        ended_at=EVENING,
        **more,
    )


def unknown(serial: str, **more: object) -> Posting:
    """The answer was lost; it went again."""
    told: dict[str, object] = {
        "last_words": str(CallFault.TIMED_OUT),
        "attempts": 2,
        "ever_unknown": True,
        "next_at": EVENING + timedelta(seconds=40),
        **more,
    }
    return receipt_posting(serial, Outcome.UNKNOWN, **told)


def hour_queued(hour: int, **more: object) -> Posting:
    """A report that waits for its time."""
    told: dict[str, object] = {
        "attempts": 0,
        "ended_at": None,
        "last_code": "",
        "next_at": EVENING + timedelta(minutes=3),
        **more,
    }
    return posting(hour_at(hour), Outcome.QUEUED, **told)


def hour_refused(hour: int, code: str, **more: object) -> Posting:
    """ovopark said no."""
    told: dict[str, object] = {"last_code": code, "answered": True, "needs_person": True, **more}
    return posting(hour_at(hour), Outcome.REFUSED, **told)


def hour_sent(hour: int) -> Posting:
    """A report that is under way."""
    return posting(hour_at(hour), Outcome.SENDING, ended_at=None, last_code="")


def trouble(number: int = 1, what: IntakeFault = IntakeFault.REFUSED) -> IntakeTrouble:
    """A file, or a call, that was not taken."""
    reason = "第 17 行 actual_amt：要整数分 / line 17, actual_amt: whole fen are wanted"
    name, door, at = "till3-20261121.csv", Door.FOLDER, EVENING - timedelta(minutes=22)
    if what is IntakeFault.CONFLICT:
        name, door, reason = "0001790", Door.HTTP, ""
    return IntakeTrouble(number, at, door, what, name, reason)


def misdated(*, ahead: bool, count: int = 1) -> Misdated:
    """What a till with a wrong clock handed in."""
    at = hour_at(13).replace(year=2099 if ahead else 2000)
    came = EVENING - timedelta(minutes=14)
    key = ReceiptKey("33571001", "POS002" if ahead else "POS001", "0000412")
    return Misdated(key, at + timedelta(minutes=12), at, came, count, 1)


def from_tills() -> Waiting:
    """Tills as they are: wrong clocks, a slow writer, an upload that broke off, a spoilt number."""
    kept, now = (
        "1.00 yuan, lines: 1, items: 1, 2026-11-21 18:02:11",
        "2.50 yuan, lines: 2, items: 3, 2026-11-21 18:02:11",
    )
    contradicts = (
        "小票 33571001/POS001/NIGHT-1 已存在，内容不同：已存 1.00 元，1 行 1 件，2026-11-21 18:02:11；"
        "这次 2.50 元，2 行 3 件，2026-11-21 18:02:11"
        f" / receipt 33571001/POS001/NIGHT-1 is known with other content: kept {kept}; now {now}"
    )
    stays = (
        "这里只收 .json, .jsonl, .csv 文件；它留在原处"
        " / only .json, .jsonl, .csv files are taken here, it stays where it is"
    )
    unseen = (
        "第 1 行“store_id”列：store_id 前有看不见的标记 U+FEFF"
        " / line 1, column store_id: an invisible mark U+FEFF before store_id"
    )
    told = (
        (IntakeFault.CONFLICT, "done/night2.csv", contradicts),
        (IntakeFault.REFUSED, "till2.csv.filepart", stays),
        (IntakeFault.REFUSED, "till3-20261121.csv", unseen),
    )
    troubles = tuple(
        IntakeTrouble(number, EVENING - timedelta(minutes=9), Door.FOLDER, what, name, reason)
        for number, (what, name, reason) in enumerate(told, 1)
    )
    wrong = (misdated(ahead=False), misdated(ahead=True, count=3))
    return Waiting(postings=(), asks=(), troubles=troubles, misdated=wrong)


def refused_call(number: int = 1, partner: str = "meituan", count: int = 1, **what: Any) -> RefusedCall:
    """A platform's order that was not taken; name what is different in what it says."""
    said = Refused(
        kind=RefusedKind.ORDER,
        tbillno="27060100123456789",
        show_no="#12",
        field="billitems[2].trademoney",
        code=1004,
        words="应为数字 / a number is wanted",
        raw='{"cmd":"AddSaleOrderBill","items":{"customername":"***"}}',
    )
    first, last = EVENING - timedelta(minutes=41), EVENING - timedelta(minutes=3)
    return RefusedCall(number, partner, replace(said, **what), first, last, count)


def turned_away() -> TurnedAway:
    """A bit of everything that was turned away."""
    cancel = refused_call(2, "eleme", kind=RefusedKind.CANCEL, field="storeuid", code=1003, show_no="")
    cut = Refused(
        RefusedKind.OTHER, "", "", "", 1001, "第1行第1024列：不是 JSON / line 1 column 1024: not JSON"
    )
    began = EVENING - timedelta(minutes=9)
    return TurnedAway(
        calls=(
            refused_call(count=4, others="27060100123456790, 27060100123456791"),
            replace(cancel, what=replace(cancel.what, words="缺少必填字段 / a required field is missing")),
            replace(refused_call(3), what=cut),
        ),
        beyond=(CountedCalls("meituan", 1234, began, EVENING),),
        wrong_signs=(WrongSigns("meituan", 57, began, EVENING, began),),
    )


def lacking(serial: str = "0002041") -> object:
    """A receipt made from an order, whose way of paying has no number."""
    came = EVENING - timedelta(hours=2, minutes=5)
    made = receipt(serial, came, 2600)
    return receipt_row(made, came, source="20", door=Door.ORDER, lacks="pay_type 11", wdk=None)


def picture() -> Waiting:
    """The picture's right pane."""
    return Waiting(
        postings=(hour_sent(18), hour_queued(19), throttled("0002101"), throttled("0002102")),
        asks=(differing_row(),),
        troubles=(),
        confirmed={Book.RECEIPT: 576, Book.HOUR: 9},
        lacking=(lacking(),),  # type: ignore[arg-type]
    )


def crowded() -> Waiting:
    """Much of everything at once: an outage, a wrong secret, a bad file."""
    bad_signature = tuple(refused(f"00021{n:02}", halts=n == 0) for n in range(12))
    waits = tuple(receipt_posting(f"00030{n:04}") for n in range(1840))
    return Waiting(
        postings=(
            *bad_signature,
            refused("0002200", "isv.invalid-parameter", "pay_type is invalid"),
            unknown("0002201"),
            hour_refused(12, "208001", was_duplicate=True),
            hour_queued(19, attempts=3, last_words=str(CallFault.NO_CONNECTION)),
            *waits,
        ),
        asks=(differing_row(), negative_row(), refused_row("7")),
        troubles=(trouble(1), trouble(2, IntakeFault.CONFLICT)),
        unqueued=36,
        confirmed={Book.RECEIPT: 212, Book.HOUR: 4},
        lacking=(lacking(),),  # type: ignore[arg-type]
    )


def difference(cause: Cause, **more: object) -> Difference:
    """One line under the sheet, with all that its sentence may need."""
    at = hour_at(13) + timedelta(minutes=20)
    plain = Difference(
        cause=cause,
        source="17",
        mark="B03",
        at=at,
        orders_fen=2200,
        hours_fen=0,
        order=key_of("b03", "kiosk"),
        receipt=ReceiptKey("001", "01", "3001"),
        detail="11",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # a test's own words


def every_difference() -> tuple[Difference, ...]:
    """One of each cause, as the journal makes them."""
    at = hour_at(18) + timedelta(minutes=7)
    no = refused("0002041", "isv.invalid-parameter", "pay_type is invalid")
    kept = receipt_posting("0002042", Outcome.WITHDRAWN, settled_by="李敏")
    made: dict[Cause, dict[str, object]] = {
        Cause.NO_RECEIPT: {"receipt": None, "hours_fen": None},
        Cause.AMOUNT: {"hours_fen": 2100},
        Cause.CLOSED_HERE: {"receipt": None, "hours_fen": None, "detail": "no_show"},
        Cause.LACKS_PAY_TYPE: {"source": "20", "mark": "91", "detail": "pay_type 11", "at": at},
        Cause.WDK_REFUSED: {"source": TILL, "mark": "20261122545679", "posting": no, "order": None},
        Cause.WDK_UNKNOWN: {"source": TILL, "mark": "0002043", "posting": unknown("0002043")},
        Cause.WDK_WITHDRAWN: {"source": TILL, "mark": "0002042", "posting": kept},
        Cause.RETURNED: {"hours_fen": -2200},
        Cause.HOUR_DIFFERS: _hour(13, "2486.90"),
        Cause.HOUR_UNREPORTED: _hour(18, ""),
    }
    return tuple(difference(cause, **more) for cause, more in made.items())


def _hour(hour: int, detail: str) -> dict[str, object]:
    at: datetime = hour_at(hour)
    return {
        "source": "",
        "mark": f"{hour}:00",
        "at": at,
        "hour": at,
        "hours_fen": 252340,
        "orders_fen": None,
        "order": None,
        "receipt": None,
        "detail": detail,
    }


def picture_sheet() -> Sheet:
    """The picture's left pane."""
    rows = (
        SheetRow("4", 228, 921640, 921640, 921640),
        SheetRow("20", 154, 610890, 610890, 608290),
        SheetRow("3", 27, 120450, 120450, 120450),
        SheetRow("17", 52, 207720, 205520, 205520),
        SheetRow(TILL, 118, None, 465530, 465530),
    )
    at = hour_at(18) + timedelta(minutes=7)
    lack = difference(
        Cause.LACKS_PAY_TYPE, source="20", mark="91", detail="pay_type 11", at=at, orders_fen=2600
    )
    returned = difference(Cause.RETURNED, at=hour_at(14) + timedelta(minutes=10), hours_fen=-2200)
    return Sheet(DAY, from_orders=True, rows=rows, differences=(returned, replace(lack, hours_fen=2600)))


def tills_only() -> Sheet:
    """A store whose tills ring the orders themselves."""
    rows = (SheetRow("4", 228, 921640, None, None), SheetRow(TILL, 346, None, 1387170, 1387170))
    return Sheet(DAY, from_orders=False, rows=rows, differences=())
