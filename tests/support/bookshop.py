"""A store whose books go to a simulated ovopark and WDK: a real engine process, and what a till hands in."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from posdesk.domain.books.hour import HOUR, HourBook, hour_of
from posdesk.domain.books.posting import Book, HourFigures, Posting
from posdesk.domain.books.receipt import ReceiptKey
from posdesk.domain.clock import in_china
from posdesk.journal import Journal
from posdesk.journal.books import hour_totals, posting_rows
from posdesk.simulator.ovopark.platform import HourSeen
from posdesk.simulator.tally import CallSeen
from tests.support.engine import EngineHome, engine_home
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import (
    MEITUAN,
    OVOPARK,
    WDK,
    RunningSimulator,
    quiet_config,
    running_simulator,
)

TOKEN = "till-token-41c8"
STORE, POS = "33571001", "POS001"
SHOP = "D000001"
OF_OVOPARK = """
[ovopark]
url = "{url}"
akey = "{akey}"
enterprise_id = 11
shop_id = "{shop}"
"""
OF_WDK = """
[wdk]
url = "{url}"
app_key = "{app_key}"
store_id = "{store}"
pos_no = "{pos}"
"""
RUNG_AT = "POS009"
OF_ORDERS = """
order_from = "RENRENLE"
from_orders = true
pay_types = {{ {pay_types} }}
"""
FROM_ORDERS = OF_ORDERS.format(pay_types='302 = "05"')  # of the simulator's tenders one
SECRETS = {"ovopark/secret": OVOPARK.secret, "wdk/secret": WDK.secret, "listener/token": TOKEN}
Wire = dict[str, object]


def books_settings(
    simulator: RunningSimulator, *, ovopark: str | None = "", wdk: str | None = "", pos: str = POS
) -> str:
    """[ovopark] and [wdk] of a shop by these platforms, with these lines more; None leaves one out.

    `pos` is the till under which orders are rung.
    """
    text = ""
    if ovopark is not None:
        text += OF_OVOPARK.format(url=simulator.ovopark, akey=OVOPARK.akey, shop=SHOP) + ovopark
    if wdk is not None:
        text += OF_WDK.format(url=simulator.wdk, app_key=WDK.app_key, store=STORE, pos=pos) + wdk
    return text


def past_hour(ago: int) -> datetime:
    """The start of the hour so many hours ago; 2 and more are closed with their grace over."""
    return hour_of(datetime.now(UTC)) - ago * HOUR


def rung(serial: str, at: datetime, fen: int = 1000, **changed: object) -> Wire:
    """A sale of one item as a till writes it: `fen`, five minutes into the hour `at`."""
    traded = in_china(at + timedelta(minutes=5))
    line = {
        "deal_amt": fen,
        "item_code": "104142058",
        "item_name": "水果",
        "original_price": fen,
        "promotion_discount": 0,
        "quantity": "1",
        "serial_num": f"{serial}_1",
    }
    whole: Wire = {
        "actual_amt": fen,
        "op_name": "收银员",
        "op_num": "123",
        "pos_no": POS,
        "serial_num": serial,
        "store_id": STORE,
        "sub_orders": [line],
        "trd_time": f"{traded:%Y-%m-%d %H:%M:%S}",
        "trd_type": 1,
    }
    return whole | changed


def hand_in(url: str, content: object, token: str | None = TOKEN) -> httpx.Response:
    """A till's call: `content` is a receipt, a list of them, or bytes as they are."""
    headers = {} if token is None else {b"authorization": f"Bearer {token}".encode()}
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    return httpx.post(url, headers=headers, content=body, timeout=20, trust_env=False)


def drop(folder: Path, name: str, data: bytes) -> None:
    """A file for the drop folder, there all at once."""
    (folder / f"{name}.part").write_bytes(data)
    (folder / f"{name}.part").rename(folder / name)


@dataclass(frozen=True, slots=True)
class BookShop:
    """A running engine with its books."""

    home: EngineHome
    simulator: RunningSimulator
    journal: Journal

    def hand_in(self, *receipts: Wire) -> None:
        """Take these in; each must be new."""
        answer = hand_in(self.home.receipts, list(receipts))
        assert (answer.status_code, answer.json()) == (200, {"stored": len(receipts), "known": 0})

    def count(self, table: str) -> int:
        """How many rows."""
        row = self.journal.read(lambda db: db.execute(f"SELECT count(*) FROM {table}").fetchone())
        return int(row[0])

    def postings(self, book: Book) -> tuple[Posting, ...]:
        """All of a book, in the order they were made."""
        return self.journal.read(lambda db: posting_rows.select(db, "p.book = ?", (book,)))

    def receipt(self, serial: str) -> Posting | None:
        """The last posting of a receipt of this store and till."""
        key = ReceiptKey(STORE, POS, serial)
        found = [posting for posting in self.postings(Book.RECEIPT) if posting.receipt == key]
        return found[-1] if found else None

    def hour(self, hour: datetime) -> HourBook:
        """What the journal knows of an hour."""
        return self.journal.read(lambda db: hour_totals.hour_book(db, hour))

    def held(self, hour: datetime) -> HourSeen | None:
        """What ovopark holds of it."""
        return self.simulator.hours().get((SHOP, f"{in_china(hour):%Y-%m-%d %H:%M:%S}"))

    def wait_confirmed(self, hour: datetime, figures: HourFigures) -> HourBook:
        """The hour once ovopark has confirmed these figures. Raises TimeoutError after 20 s."""
        wait_for(lambda: self.hour(hour).reported == figures, f"{figures} confirmed for {hour}")
        return self.hour(hour)

    def calls(self, partner: str) -> tuple[CallSeen, ...]:
        """All calls to a platform, oldest first."""
        return tuple(call for call in self.simulator.tally().calls if call.partner == partner)

    def command(self, *words: object) -> subprocess.CompletedProcess[str]:
        """`posdesk` with these words, beside the engine."""
        line = [sys.executable, "-m", "posdesk", *map(str, words)]
        return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@contextmanager
def book_shop(
    folder: Path,
    *,
    ovopark: str | None = "",
    wdk: str | None = "",
    secrets: Sequence[tuple[str, str]] = (),
) -> Iterator[BookShop]:
    """A shop whose [ovopark] and [wdk] have these lines more; None leaves the section out."""
    config = quiet_config(target="http://127.0.0.1:9", partners=(MEITUAN,), ovopark=OVOPARK, wdk=WDK)
    with running_simulator(config) as simulator:
        text = books_settings(simulator, ovopark=ovopark, wdk=wdk)
        kept = SECRETS | dict(secrets)
        home = EngineHome(folder, simulator.address, [MEITUAN], more_settings=text, more_secrets=kept)
        with engine_home(home), home.journal() as journal:
            yield BookShop(home, simulator, journal)
