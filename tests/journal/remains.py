"""Rows in which a person's words stand wherever they may, and what of them is left in a journal's bytes."""

import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.posting import CoverReason
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import Received
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.stray import CallByRelay
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.shift import MoveKind, Rules
from posdesk.journal import packing
from posdesk.journal.books import posting_acts, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import closing, orders, own_rows, refused_calls, scans
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import acts, stray_calls
from posdesk.journal.shifts import shifts
from tests.journal.making import (
    TERMS,
    Counter,
    SetClock,
    content,
    key_of,
)
from tests.journal.takings import CONFIRMED, REFUSED, Store, till

DAY_S = 86400.0
PHONE = "13907318888"
COMPLETED = PlatformStatus.COMPLETED
WORDS = f"王小明 {PHONE} 石牌街12号"


def in_a_shift(counter: Counter) -> None:
    """Whatever a person writes while a shift is open, and a line that another takes over."""
    counter.write(lambda tx: shifts.open_shift(tx, 50_000, "李敏"))
    counter.write(lambda tx: shifts.move(tx, MoveKind.PAY_OUT, 100, WORDS, "李敏"))
    counter.write(lambda tx: shifts.leave_note(tx, WORDS, "李敏"))
    counter.write(lambda tx: shifts.count(tx, shifts.Counted(1, {}, WORDS), Rules(), "李敏"))
    heir = shifts.Heir("王静", WORDS)
    counter.write(lambda tx: shifts.hand_over(tx, LineKind.ORDERS, heir, Rules(), "李敏"))


def every(counter: Counter, clock: SetClock) -> None:
    """A row of each table with those words in every column where personal data may stand."""
    store = Store(counter.journal)
    wire = {"tbillno": "X", "customername": WORDS, "tshowno": PHONE}
    said = content(
        "X",
        customer=WORDS,
        phone=PHONE,
        address=WORDS,
        remark=WORDS,
        show_no=PHONE,
        lines=tuple(
            replace(line, name=f"面 {PHONE}", attributes=(f"电{PHONE}",), remark=WORDS)
            for line in content().lines
        ),
    )
    coming = (Received(said, json.dumps(wire)), Received(replace(said, remark=f"{WORDS}!"), json.dumps(wire)))
    for each in coming:
        counter.write(partial(orders.add_all, terms=TERMS, received=(each,)))
    key = key_of("X")
    counter.attempt(counter.press(Kind.ACCEPT, key, reason=WORDS).seq, Verdict.REFUSED, WORDS)
    in_a_shift(counter)
    counter.write(partial(scans.add, code=WORDS, result=ScanResult.WRONG, actor="", key=None))
    counter.write(lambda tx: own_rows.note(tx, key, WORDS, "Wang"))
    counter.write(lambda tx: closing.close(tx, key, CloseReason.OTHER, "Wang", WORDS))
    counter.event(COMPLETED, key)
    dish = replace(till("1").receipt.lines[0], item_name=f"鱼 {PHONE}")
    of_it: dict[str, Any] = {"raw": json.dumps({"member": WORDS}), "operator": PHONE, "lines": (dish,)}
    (posting,) = store.queued(till("2", takes_back="0", **of_it))
    store.attempt(posting.seq, replace(REFUSED, words=WORDS, raw=WORDS))
    store.act(posting_acts.withdraw, posting.seq)
    (posting,) = store.queued(till("1", **of_it))
    store.attempt(posting.seq, replace(CONFIRMED, words=WORDS, raw=WORDS))
    report = store.report(reason=CoverReason.PERSON, detail=WORDS)
    store.attempt(report.seq, replace(CONFIRMED, words=WORDS))
    for what in IntakeFault:
        counter.write(
            partial(
                receipts.note_trouble,
                door=Door.FOLDER,
                what=what,
                name=f"{PHONE}.csv",
                reason=WORDS,
                key=None,
            )
        )
    counter.write(lambda tx: receipts.acknowledge_trouble(tx, 1, "Wang"))
    call = Refused(RefusedKind.ORDER, "B1", PHONE, "body", 1004, WORDS, WORDS, WORDS)
    for bill in ("B1", "B2"):
        counter.write(partial(refused_calls.note, partner="meituan", refused=replace(call, tbillno=bill)))
    counter.write(partial(refused_calls.see, number=1, actor="boss"))
    stray = CallByRelay("meituan", f"appid=1&sign={PHONE}", WORDS.encode(), counter.journal.now())
    counter.write(partial(stray_calls.note, call=stray, why=call))
    brings = {"note": WORDS, "raw": PHONE, "code": PHONE}
    told = Act("a1", "other", 1, ActKind.CLOSED, None, "2", "Li", counter.journal.now(), content=brings)
    counter.write(partial(acts.put, act=told, standing=acts.Standing.APPLIED))


def bytes_of(home: Path) -> bytes:
    """The journal and its -wal, and behind them what stands packed among their bytes."""
    data = b"".join(file.read_bytes() for file in sorted(home.glob(f"{FILE_NAME}*")))
    return b"\n".join((data, *packing.texts_in(data)))


def spelt(text: str) -> tuple[bytes, ...]:
    return text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), json.dumps(text)[1:-1].encode()


def left_of(home: Path, texts: list[str]) -> list[str]:
    data = bytes_of(home)
    return [text for text in texts if any(each in data for each in spelt(text))]


def phones_in(home: Path) -> set[str]:
    """Every row of eleven digits in the journal and its -wal, in one byte each or in two."""
    data = bytes_of(home)
    found = (re.findall(rb"[0-9]{11,}", each) for each in (data, data.replace(b"\0", b"")))
    runs = {each.decode() for some in found for each in some}
    return {phone for run in runs for phone in re.findall("(?=(1[3-9][0-9]{9}))", run)}
